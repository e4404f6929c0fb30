"""My acknowledgements: read the text (or what changed), agree, keep the receipt (auditor.md B22)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.documents.agreeing import agree, sections_for
from sekisho.domains.documents.models import Acknowledgement, Campaign, Version
from sekisho.domains.documents.version import State
from sekisho.domains.people.models import Person
from sekisho.ledger.history import Item, history
from sekisho.obligations.role_duties import sheets_for
from sekisho.registers import guard
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.policy import texts
from sekisho.web.policy.comparing import told
from sekisho.web.policy.documents import reading
from sekisho.web.request import Request

places.add(places.Page("policy", "acknowledge", gettext_lazy("My acknowledgements"), order=10))


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to this person: ``given`` is the record once there is one."""

    campaign: Campaign
    title: str
    due: date
    given: Acknowledgement | None

    @property
    def href(self) -> str:
        return reverse("acknowledge-one", args=[self.campaign.pk])


def person_of(request: Request) -> Person | None:
    """The person behind the account; None for auditors and services."""
    return request.account.person


def asks(campaign: Campaign, person: Person, roles: Iterable[str]) -> bool:
    """Does the request go to people of this employment, and of the role whose duties it is about?"""
    role = campaign.version.document.role
    if role and role not in sheets_for(roles):
        return False
    return not campaign.audience or person.employment in campaign.audience


def asked(request: Request) -> list[Asked]:
    """Every request to me, newest first; one for each version."""
    person, today = person_of(request), request.act().on
    if person is None:
        return []
    seen = guard.visible(request.actor, registry["campaigns"], today).started(today)
    rows = seen.exclude(version__state=State.DISCARDED).select_related("version__document")
    mine = guard.visible(request.actor, registry["acknowledgements"], today).filter(person=person)
    given = {one.version_id: one for one in mine}
    found: dict[UUID, Asked] = {}
    for campaign in rows.order_by("-starts_on", "-id"):
        if asks(campaign, person, request.actor.roles) and campaign.version_id not in found:
            found[campaign.version_id] = Asked(
                campaign,
                f"{texts.title(campaign.version.document)} {campaign.version.label}",
                campaign.due_on(person.starts_on),
                given.get(campaign.version_id),
            )
    return list(found.values())


@require_safe
def acknowledge(request: HttpRequest) -> HttpResponse:
    """What I am asked to read and agree to, and what I agreed to."""
    request = cast("Request", request)
    every = asked(request)
    waiting = [
        one for one in every if one.given is None and one.campaign.version.state == State.IN_FORCE
    ]
    context = {
        "title": _("My acknowledgements"),
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (_("My acknowledgements"), ""),
        ],
        "waiting": sorted(waiting, key=lambda one: one.due),
        "given": [one for one in every if one.given is not None],
        "today": request.act().on,
        "someone": person_of(request) is not None,
    }
    return render(request, "web/policy/acknowledge.html", context)


@require_http_methods(["GET", "POST"])
def acknowledge_one(request: HttpRequest, campaign: UUID) -> HttpResponse:
    """The text, or what changed since I last agreed; the act; afterwards the receipt."""
    request = cast("Request", request)
    request.place = "policy"
    person = person_of(request)
    mine = next((one for one in asked(request) if one.campaign.pk == campaign), None)
    if person is None or mine is None:
        raise Http404(str(campaign))
    problems: list[Any] = []
    if request.method == "POST" and mine.given is None:
        try:
            agree(request.act(), mine.campaign, person)
        except Invalid as invalid:
            problems = [text for texts_ in invalid.problems.values() for text in texts_]
        else:
            messages.success(request, _("Your agreement is recorded. Thank you for reading."))
            return redirect(mine.href)
    context = page(request, mine, person) | {"problems": problems, "wrong": bool(problems)}
    return render(
        request, "web/policy/acknowledge_one.html", context, status=422 if problems else 200
    )


def page(request: Request, mine: Asked, person: Person) -> dict[str, Any]:
    version = mine.campaign.version
    before = agreed_before(request, version, person)
    whole = before is None or bool(request.GET.get("whole"))
    return {
        "title": mine.title,
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (_("My acknowledgements"), reverse("acknowledge")),
            (mine.title, ""),
        ],
        "mine": mine,
        "version": version,
        "before": before,
        "all": whole,
        "clauses": reading(request, version) if whole else [],
        "sections": sections_for(mine.campaign, person.employment),
        "today": request.act().on,
        "receipt": receipt(mine.given) if mine.given else None,
        **(told(before, version) if before is not None and not whole else {}),
    }


def agreed_before(request: Request, version: Version, person: Person) -> Version | None:
    """The newest other version of the document that this person agreed to."""
    rows = guard.visible(request.actor, registry["acknowledgements"], request.act().on)
    mine = rows.filter(person=person, version__document=version.document_id).exclude(
        version=version
    )
    last = mine.select_related("version__document").order_by("-on", "-id").first()
    return last.version if last else None


def receipt(given: Acknowledgement) -> Item | None:
    """The ledger's entry of the agreement."""
    found = history("acknowledgements", given.pk, limit=1)
    return found[0] if found else None
