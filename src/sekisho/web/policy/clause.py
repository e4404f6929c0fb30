"""One clause: why it stands as it does, what brings it back, and everything behind it (mock 2)."""

from dataclasses import dataclass
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.documents.models import Clause, Interpretation, Version
from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.findings.clauses import Stood
from sekisho.findings.evaluate import Judged
from sekisho.obligations.obligation import obligations
from sekisho.packs.duties import Duty, duties
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.policy import behind, texts
from sekisho.web.policy.answering import holders
from sekisho.web.policy.items import items_of
from sekisho.web.policy.living import asked_day
from sekisho.web.policy.precedence import comes_first
from sekisho.web.policy.standing import Day, day_of
from sekisho.web.policy.unmet import unmet
from sekisho.web.policy.why import cure, why
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.words import STATES, glyph


@dataclass(frozen=True, slots=True)
class Place:
    """A clause in its version, on a day; ``stood`` None: this version is not the one judged."""

    clause: Clause
    version: Version
    day: Day | None
    stood: Stood | None
    on: date

    @property
    def judged(self) -> list[Judged]:
        if self.day is None or self.stood is None:
            return []
        return [self.day.judged[c] for c in self.stood.obligations if c in self.day.judged]

    @property
    def codes(self) -> list[str]:
        return list(self.stood.obligations) if self.stood else []


def place_of(request: Request, number: str, on: date) -> Place:
    """The clause of this number in the policy of ``on``, or in the version ``?v=``. Raises Http404."""
    today = request.act().on
    asked = request.GET.get("v", "")
    counting = policy_in_force_or_draft(on)
    version = _version(request, asked) if asked else counting
    if version is None:
        raise Http404(number)
    rows = guard.visible(request.actor, registry["clauses"], today)
    clause = rows.filter(version=version, number=number).first()
    if clause is None:
        raise Http404(number)
    if counting is None or version.pk != counting.pk:
        return Place(clause, version, None, None, on)
    found = day_of(on, today)
    stood = next((s for s in found.clauses if s.clause.pk == clause.pk), None)
    return Place(clause, version, found, stood, on)


def _version(request: Request, raw: str) -> Version | None:
    rows = guard.visible(request.actor, registry["versions"], request.act().on)
    try:
        found: Version | None = rows.select_related("document").filter(pk=UUID(raw)).first()
    except ValueError:
        return None
    return found


@require_safe
def clause(request: HttpRequest, number: str) -> HttpResponse:
    request = cast("Request", request)
    request.place = "policy"
    today = request.act().on
    on, problem = asked_day(request, today)
    try:
        place = place_of(request, number, on)
    except Http404:
        if on == today:
            raise
        place = place_of(request, number, today)
        problem = _("There was no such clause on that day. This is how it stands now.")
    context = page(request, place, today) | {"problem": problem}
    return render(request, "web/policy/clause.html", context)


def page(request: Request, place: Place, today: date) -> dict[str, Any]:
    document = place.version.document
    language = place.version.language
    name = texts.title(document)
    label = f"{place.clause.number} {texts.heading(place.clause)}".strip()
    first = comes_first(request, place.clause, place.on)
    return {
        "title": label,
        "crumbs": crumbs(place, name, label),
        "place": place,
        "clause": place.clause,
        "said": texts.said(place.clause, language),
        "other": texts.other(place.clause, language),
        "document": name,
        "first": first,
        "first_title": texts.title(first) if first else "",
        "on": place.on,
        "today": today,
        "now": place.on == today,
        "around": around(place),
        "below": below(place),
        "versions": versions(request, place),
        "meanings": Interpretation.objects.decided(place.on).filter(clause=place.clause),
        "may_edit": allowed(request, "change", registry["bindings"]),
        "may_contact": bool(guard.guard().reach(request.actor, "add", registry["tasks"])),
        **(standing(request, place) if place.stood else {"state": ""}),
    }


def standing(request: Request, place: Place) -> dict[str, Any]:
    """What only the version that is judged can say."""
    assert place.stood is not None and place.day is not None  # noqa: S101, PT018 the caller looked
    known = holders(request.actor, place.on)
    found = items_of(place.stood, place.day, known, unmeasured=other_duties(place.stood))
    return {
        "state": str(place.stood.seal),
        "word": STATES[str(place.stood.seal)],
        "items": found,
        "answers": next((item.who for item in found if item.who), ""),
        "why": why(place.stood, place.judged),
        "cure": cure(request, place.stood, place.judged, now=place.on == request.act().on),
        "sources": behind.sources(request, place.judged),
        "unmet": unmet(request, place.codes, place.on),
        "units": behind.units(request, place.judged, place.on),
        "months": behind.months(place.codes, place.on),
        "evidence": behind.evidence(request, place.judged),
        "exceptions": behind.exceptions(request, place.codes),
        "tasks": behind.tasks(request, place.codes),
        "at": place.day.at,
    }


def other_duties(stood: Stood) -> list[Duty]:
    """Confirmed duties that nothing computes yet."""
    known = duties()
    return [known[d] for d in stood.duties if d in known and not obligations.of_duty(d)]


def crumbs(place: Place, name: str, label: str) -> list[tuple[Any, str]]:
    if place.stood is None:
        href = reverse("document", args=[place.version.document_id]) + f"?v={place.version.pk}"
        return [(f"{name} {place.version.label}", href), (label, "")]
    return [(name, reverse("policy")), (label, "")]


def around(place: Place) -> tuple[Clause | None, Clause | None]:
    """The clauses before and after, in the order of the text."""
    rows = Clause.objects.of(place.version)
    before = rows.filter(position__lt=place.clause.position).order_by("-position", "-id").first()
    after = rows.filter(position__gt=place.clause.position).first()
    return before, after


def below(place: Place) -> list[tuple[str, str, Clause]]:
    """The clauses under this one: (state, glyph, clause)."""
    if place.day is None:
        return []
    mine = [s for s in place.day.clauses if s.clause.parent_id == place.clause.pk]
    return [(str(s.seal), glyph(str(s.seal)), s.clause) for s in mine]


def versions(request: Request, place: Place) -> list[dict[str, Any]]:
    """The same clause in the other versions that hold it, newest first."""
    rows = guard.visible(request.actor, registry["clauses"], request.act().on)
    same = rows.filter(stable=place.clause.stable).exclude(version__state="discarded")
    found = same.select_related("version").order_by("-version__created_at", "-id")
    return [
        {
            "label": row.version.label,
            "state": row.version.get_state_display(),
            "href": f"{reverse('clause', args=[row.number])}?v={row.version_id}",
            "current": row.pk == place.clause.pk,
        }
        for row in found
    ]
