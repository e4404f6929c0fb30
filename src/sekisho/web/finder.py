"""What the palette finds: people, assets, units, tasks and records by number, and things to do.

Every provider starts from ``guard.visible``: nobody learns from a search what no list shows them.
"""

from collections.abc import Iterable, Iterator
from typing import Any, cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.romaji import katakana
from sekisho.registers import guard
from sekisho.registers.parse import folded
from sekisho.registers.register import Register, registry
from sekisho.registers.search import narrowed
from sekisho.web.palette import EACH, Hit, provider
from sekisho.web.register import cells
from sekisho.web.register.finding import allowed
from sekisho.web.register.shelf import order
from sekisho.web.request import Request
from sekisho.web.work.doing import page_of
from sekisho.web.work.mine import about_me

SHORTEST = 1


def search(request: HttpRequest, name: str, text: str) -> Iterator[Any]:
    """The first records of a register that answer to ``text``, of those the reader may see."""
    asked = cast("Request", request)
    register = registry.get(name)
    if register is None or len(text) < SHORTEST:
        return iter(())
    rows = guard.visible(asked.actor, register, asked.act().on)
    return iter(narrowed(register, rows, text).order_by(*register.order)[:EACH])


@provider(_("People"))
def people(request: HttpRequest, text: str) -> Iterable[Hit]:
    """By kanji, kana or Roman letters, number or mail address."""
    register = registry["people"]
    for one in search(request, "people", katakana(text)):
        yield Hit(one.name, cells.address(register, one), one.kana, "i-user")


@provider(_("Information assets"))
def assets(request: HttpRequest, text: str) -> Iterable[Hit]:
    register = registry["assets"]
    for one in search(request, "assets", text):
        yield Hit(one.name, cells.address(register, one), one.number, "i-shelf")


@provider(_("Departments and projects"))
def units(request: HttpRequest, text: str) -> Iterable[Hit]:
    register = registry["units"]
    for one in search(request, "units", text):
        yield Hit(one.name, cells.address(register, one), one.code, "i-shelf")


@provider(_("Tasks"))
def tasks(request: HttpRequest, text: str) -> Iterable[Hit]:
    """One's own tasks by number or words; the words of a rule are found too."""
    asked = cast("Request", request)
    rows = guard.visible(asked.actor, registry["tasks"], asked.act().on)
    mine = rows.live() if hasattr(rows, "live") else rows
    wanted = folded(text)
    found = (t for t in mine.filter(about_me(asked)).order_by("due_on", "number")[:200] if text)
    hits = (t for t in found if wanted in folded(f"{t.number} {t.words}"))
    return (Hit(t.words, page_of(t), t.number, "i-task") for t in hits)


@provider(_("By number"), "#")
def numbers(request: HttpRequest, text: str) -> Iterable[Hit]:
    """Any record whose number begins so, in every register the reader may read."""
    asked = cast("Request", request)
    if len(text) < 2 or not any(sign.isdigit() or sign == "-" for sign in text):
        return
    for register in registry:
        if register.number and register.listed and _reads(asked, register):
            rows = guard.visible(asked.actor, register, asked.act().on)
            for one in rows.filter(number__istartswith=folded(text).upper()).order_by("number")[
                :EACH
            ]:
                href = page_of(one) if register.name == "tasks" else cells.address(register, one)
                yield Hit(register.label(one), href, register.singular, "i-file")


@provider(_("Registers"))
def registers(request: HttpRequest, text: str) -> Iterable[Hit]:
    asked = cast("Request", request)
    for register in sorted(registry, key=order):
        if (
            register.listed
            and text
            and folded(text) in folded(str(register.title))
            and _reads(asked, register)
        ):
            yield Hit(
                register.title, reverse("list", kwargs={"name": register.name}), icon="i-shelf"
            )


@provider(_("Do"), ">")
def doing(request: HttpRequest, text: str) -> Iterable[Hit]:
    """What can be added or imported, such as 「情報資産を登録」."""
    asked = cast("Request", request)
    for register in sorted(registry, key=order):
        if (
            not register.listed
            or not _reads(asked, register)
            or not allowed(asked, "add", register)
        ):
            continue
        add = now("Register %(what)s") % {"what": register.singular}
        bring = now("Import: %(what)s") % {"what": register.title}
        for words, address in ((add, "new"), (bring, "import")):
            if folded(text) in folded(words):
                yield Hit(words, reverse(address, kwargs={"name": register.name}), icon="i-plus")


def _reads(request: Request, register: Register[Any]) -> bool:
    return allowed(request, "read", register)
