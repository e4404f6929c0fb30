"""What my roles ask of me, and that I have read it (duty O017); made for the phone first."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from sekisho.domains.documents.agreeing import agree
from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Acknowledgement, Campaign, Version
from sekisho.domains.documents.words import SheetRole
from sekisho.obligations.judge import standings
from sekisho.obligations.obligation import obligations
from sekisho.obligations.role_duties import sheets_for
from sekisho.obligations.terms import terms
from sekisho.registers import guard
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.policy.documents import reading
from sekisho.web.request import Request

CODE = "role-duties-acknowledged"

places.add(places.Page("policy", "my-duties", gettext_lazy("My duties"), order=9))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one of my roles; ``version`` None while there is none in force."""

    role: str
    version: Version | None = None
    clauses: Any = ()
    given: Acknowledgement | None = None

    @property
    def title(self) -> Any:
        return SheetRole(self.role).label


@require_safe
def my_duties(request: HttpRequest) -> HttpResponse:
    request = cast("Request", request)
    sheets = mine(request)
    context = {
        "title": _("My duties"),
        "crumbs": [(_("My duties"), "")],
        "sheets": sheets,
        "open": sum(1 for s in sheets if s.version and not s.given),
        "due": due(request),
        "today": request.act().on,
        "someone": request.account.person is not None,
    }
    return render(request, "web/policy/my_duties.html", context)


def mine(request: Request) -> list[Sheet]:
    """A sheet for each role the reader has today; those of everyone come first."""
    today = request.act().on
    seen = guard.visible(request.actor, registry["versions"], today).in_force(today)
    rows = seen.of_kind(Kind.DUTIES).select_related("document")
    by_role = {version.document.role: version for version in rows.order_by("effective_on")}
    mine = guard.visible(request.actor, registry["acknowledgements"], today)
    given = {one.version_id: one for one in mine.filter(person=request.actor.person)}
    return [
        _sheet(request, role, by_role.get(role), given) for role in sheets_for(request.actor.roles)
    ]


def _sheet(
    request: Request, role: str, version: Version | None, given: dict[UUID, Acknowledgement]
) -> Sheet:
    if version is None:
        return Sheet(role)
    return Sheet(role, version, reading(request, version), given.get(version.pk))


def due(request: Request) -> date | None:
    """By when the rule wants the next sheet read; None when nothing is owed."""
    person, today = request.actor.person, request.act().on
    if person is None:
        return None
    found = standings(obligations[CODE], today, terms(today)[CODE], [person])
    return found[0].due if found else None


@require_POST
def acknowledge_duties(request: HttpRequest, version: UUID) -> HttpResponse:
    """Record that I have read the sheet of a role I have."""
    request = cast("Request", request)
    sheet = next((s for s in mine(request) if s.version and s.version.pk == version), None)
    if sheet is None or sheet.version is None or request.account.person is None:
        raise Http404(str(version))
    if sheet.given is None:
        try:
            _acknowledge(request, sheet.version)
        except Invalid as refused:
            for texts in refused.problems.values():
                for text in texts:
                    messages.error(request, str(text))
        else:
            messages.success(request, _("Recorded. Thank you for reading."))
    return redirect("my-duties")


def _acknowledge(request: Request, version: Version) -> None:
    act, person = request.act(), request.account.person
    asked = Campaign.objects.started(act.on).filter(version=version).order_by("-starts_on").first()
    if asked:
        agree(act, asked, person)
    else:
        write(registry["acknowledgements"], act, {"version": version.pk, "person": person})
