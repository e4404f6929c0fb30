"""Leafing through the entries of the ledger: who did what to which record, never its contents."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.people.models import Account
from sekisho.ledger import browse
from sekisho.ledger.history import Item
from sekisho.registers import guard
from sekisho.registers.errors import Text
from sekisho.registers.knowing import may_hear
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day
from sekisho.web import signin
from sekisho.web.proof.pages import entered
from sekisho.web.register import cells
from sekisho.web.register.record_page import actors
from sekisho.web.register.words import ACTS, act_words
from sekisho.web.request import Request

LIMIT = 50
KINDS: dict[str, Text] = {
    "sign_ins": gettext_lazy("Sign-ins"),
    "evaluations": gettext_lazy("Judgements of the day"),
    "proofs": gettext_lazy("Verification of the ledger"),
    "tokens": gettext_lazy("API tokens"),
    "erasures": gettext_lazy("Erasures"),
}
"""What is written to the ledger besides the registers."""

FACTS: dict[str, Text] = {
    **signin.FACTS,
    "evaluate": gettext_lazy("Judged every obligation"),
    "prove": gettext_lazy("Verified the ledger"),
    **ACTS,
}


@require_safe
def entries(request: HttpRequest) -> HttpResponse:
    """``?before=`` a position, ``kind``, ``day``, ``actor`` (a name or mail address)."""
    asked = entered(request)
    raw = asked.GET.get("before", "")
    kind = asked.GET.get("kind", "")
    typed, who = asked.GET.get("day", "").strip(), asked.GET.get("actor", "").strip()
    day = parse_day(typed) if typed else None
    problem = (
        _("“%(value)s” is not a day. Example: 2026/04/01") % {"value": typed[:40]}
        if typed and not day
        else ""
    )
    actor = account_of(who) if who else None
    if who and actor is None:
        problem = _("There is no account “%(name)s”.") % {"name": who[:80]}
    since, until = span(day) if day else (None, None)
    page = browse.Page((), None)
    if not problem:
        before = int(raw) if raw.isdigit() and len(raw) < 16 else None
        page = browse.back(before, LIMIT, kind=kind, since=since, until=until, actor=actor)
    context = {
        "title": _("Entries of the ledger"),
        "crumbs": [(_("Verify the ledger"), reverse("ledger")), (_("Entries of the ledger"), "")],
        "rows": lines(asked, page.items, whole=not (kind or who)),
        "before": page.before,
        "kinds": [(r.name, r.title, r.name == kind) for r in registry],
        "day": typed,
        "actor": who,
        "problem": problem,
        "narrowed": bool(kind or typed or who),
    }
    return render(asked, "web/proof/entries.html", context)


def span(day: date) -> tuple[datetime, datetime]:
    """The moments between which the company's calendar shows ``day``."""
    zone = timezone.get_current_timezone()
    start = datetime.combine(day, time.min, zone)
    return start, datetime.combine(day + timedelta(days=1), time.min, zone)


def account_of(words: str) -> UUID | None:
    """The one account of this mail address or name."""
    rows = Account.objects.filter(email__iexact=words) | Account.objects.filter(name=words)
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def lines(request: Request, items: Any, *, whole: bool) -> list[dict[str, Any]]:
    """What stands in each line: a link where the reader may see the record.

    Of what the reader may not know of, or reads by no right, there is the place in the ledger alone,
    one as the other; narrowed by register or actor (not ``whole``) even that would tell.
    """
    people = actors({item.actor for item in items})
    names, kept = records(request, items), hidden(request, items)
    return [
        blank(item) if (item.kind, item.rec) in kept else line(item, people, names)
        for item in items
        if whole or (item.kind, item.rec) not in kept
    ]


def hidden(request: Request, items: Any) -> set[tuple[str, UUID]]:
    """The records among ``items`` of which the reader learns nothing; a query for each register."""
    wanted: dict[str, set[UUID]] = {}
    for item in items:
        wanted.setdefault(item.kind, set()).add(item.rec)
    actor = request.actor
    return {(kind, rec) for kind, ids in wanted.items() for rec in ids - may_hear(actor, kind, ids)}


def blank(item: Item) -> dict[str, Any]:
    return {
        "pos": item.pos, "at": item.at, "who": "—", "what": _("Not for you to see"), "kind": "—",
        "record": "—", "href": "", "via": "—", "leaf": item.leaf.hex(),
    }  # fmt: skip


def line(item: Item, people: Any, names: Any) -> dict[str, Any]:
    register = registry.get(item.kind)
    words, href = names.get((item.kind, item.rec), ("", ""))
    return {
        "pos": item.pos,
        "at": item.at,
        "who": people.get(item.actor) or _("Unknown account"),
        "what": act_words(register, item.act) if register else FACTS.get(item.act, item.act),
        "kind": register.title if register else KINDS.get(item.kind, item.kind),
        "record": words or str(item.rec)[:13] + "…",
        "href": href,
        "via": item.via,
        "leaf": item.leaf.hex(),
    }


def records(request: Request, items: Any) -> dict[tuple[str, UUID], tuple[str, str]]:
    """Names and addresses of the records the reader may see; a query for each register."""
    wanted: dict[str, set[UUID]] = {}
    for item in items:
        wanted.setdefault(item.kind, set()).add(item.rec)
    found = {}
    for kind, ids in wanted.items():
        register = registry.get(kind)
        if register is None or not register.listed:
            continue
        for record in guard.visible(request.actor, register, request.act().on).filter(pk__in=ids):
            found[kind, record.pk] = (register.label(record), cells.address(register, record))
    return found
