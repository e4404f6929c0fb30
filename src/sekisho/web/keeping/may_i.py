"""“May I?”: one question for everyone, answered from class rules, rights, agreements and permits.

A plain GET form: the address is the question, so it can be sent to a colleague or kept.
"""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.assets.classification import ClassState
from sekisho.domains.assets.handling_words import Use
from sekisho.domains.assets.models import Asset, Classification, Service
from sekisho.domains.suppliers.models import Party
from sekisho.registers.guard import guard
from sekisho.registers.references import resolve
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.inputs import Input
from sekisho.web.keeping.card import sees
from sekisho.web.keeping.rules import Question, answer, class_for
from sekisho.web.register.cells import class_label
from sekisho.web.request import Request
from sekisho.web.templatetags.sekisho import cls

EMPLOYED = frozenset(places.ROLES) - {"auditor"}
places.add(places.Page("tasks", "may-i", gettext_lazy("May I?"), roles=EMPLOYED, order=40))
places.add(places.Page("request", "may-i", gettext_lazy("May I?"), roles=EMPLOYED, order=10))


@require_safe
def may_i(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    asked.place = "tasks"
    problems: dict[str, list[str]] = {}
    use = asked.GET.get("use", "")
    asset = named_asset(asked, asked.GET.get("asset", "").strip(), problems)
    party = named_party(asked, asked.GET.get("party", "").strip(), problems)
    service = named_service(asked.GET.get("service", "").strip(), problems)
    classes = list(Classification.objects.present().filter(state=ClassState.IN_FORCE))
    chosen = next((c for c in classes if c.code == asked.GET.get("class", "")), None)
    found = None
    if use in Use.values and not problems:
        seen = asset is not None and sees(asked, asset)
        person, on = asked.actor.person, asked.act().on
        found = answer(Question(Use(use), asset, chosen, party, person, on, seen, service))
    context = {
        "title": _("May I?"),
        "crumbs": [(_("May I?"), "")],
        "inputs": questions(asked, classes, problems),
        "answer": found,
        "about": _about(asked, asset, chosen) if found else None,
        "party": party,
    }
    return render(asked, "web/keeping/may_i.html", context)


def _about(request: Request, asset: Asset | None, chosen: Classification | None) -> dict[str, Any]:
    """What the answer is about, never shown as a class it does not have."""
    class_ = class_for(asset, chosen)
    known = asset.classification if asset else chosen
    return {
        "asset": asset,
        "seen": asset is not None and sees(request, asset),
        "label": class_label(asset) if asset else cls(str(chosen), chosen.level) if chosen else "",
        "assumed": str(class_) if known is None and class_ else "",
    }


def named_asset(request: Request, word: str, problems: dict[str, list[str]]) -> Asset | None:
    """An asset by its number (read off a label), or by a name among those one may see."""
    if not word:
        return None
    rows = Asset.objects.present().select_related("classification")
    if found := rows.filter(number=word.split(" ", maxsplit=1)[0].upper()).first():
        return cast("Asset", found)
    pk = resolve({"assets": [word]}, request.actor, request.act().on).get(("assets", word))
    if isinstance(pk, UUID):
        return cast("Asset", rows.get(pk=pk))
    problems["asset"] = [str(pk or _("Not found. Leave it empty and choose a class instead."))]
    return None


def named_party(request: Request, word: str, problems: dict[str, list[str]]) -> Party | None:
    if not word:
        return None
    pk = resolve({"parties": [word]}, request.actor, request.act().on).get(("parties", word))
    if isinstance(pk, UUID):
        return Party.objects.get(pk=pk)
    problems["party"] = [
        str(pk or _("Not found among the counterparties. Ask the legal department."))
    ]
    return None


def named_service(word: str, problems: dict[str, list[str]]) -> Service | None:
    """A cloud service by its name or by an address of it; everybody may read that register."""
    if not word:
        return None
    rows = Service.objects.present().select_related("max_class")
    found = rows.filter(name__iexact=word).first() or next(
        (one for one in rows if word.lower() in one.hosts), None
    )
    if found is None:
        problems["service"] = [
            _("Not in the register of cloud services. Please ask for it before you use it.")
        ]
    return cast("Service | None", found)


def questions(
    request: Request, classes: list[Classification], problems: dict[str, list[str]]
) -> list[Input]:
    got = request.GET
    reads = guard().decide(request.actor, "read", registry["parties"], None, request.act().on)
    some = [
        Input(name="use", label=_("What do you want to do?"), kind="radio", required=True,
              mark=False, value=got.get("use", ""), choices=Use.choices),
        Input(name="asset", label=_("With which information?"), value=got.get("asset", ""),
              kind="reference", search=reverse("options", args=["takeouts", "asset"]),
              help=_("Number on the label, or name. Empty: choose the class below."),
              mark=False, errors=problems.get("asset", ())),
        Input(name="class", label=_("Class, if you do not know the number"), kind="choice",
              mark=False, value=got.get("class", ""),
              choices=[("", _("I do not know")), *((c.code, str(c)) for c in classes)]),
        Input(name="service", label=_("Which cloud service?"), value=got.get("service", ""),
              kind="reference", search=reverse("options", args=["assets", "service"]),
              help=_("Empty: those that fit are named."), mark=False,
              errors=problems.get("service", ())),
    ]  # fmt: skip
    if reads.allowed:
        some.append(
            Input(name="party", label=_("To whom outside the company?"), kind="reference",
                  value=got.get("party", ""), search=reverse("options", args=["disclosure_permits", "party"]),
                  help=_("Empty: it stays inside."), mark=False, errors=problems.get("party", ()))
        )  # fmt: skip
    return some
