"""Publishing a version; for the policy also the day its operation starts, and the transition."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Version
from sekisho.domains.documents.publishing import publish
from sekisho.domains.documents.version import State
from sekisho.findings.clauses import Stood, stand
from sekisho.findings.evaluate import Judged, judge_all
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Conflict, Invalid, Text
from sekisho.registers.register import registry
from sekisho.registers.settings import Setting
from sekisho.registers.wareki import parse_day
from sekisho.web.inputs import Input
from sekisho.web.policy import texts
from sekisho.web.policy.answering import holders
from sekisho.web.policy.draft import version_or_404
from sekisho.web.policy.standing import Fact, day_of, fact
from sekisho.web.policy.upload import STEPS
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.words import STATES, glyph

STARTED, GRACE = "obligations.started_on", "obligations.grace_days"
LONGEST = 365
READY = frozenset({State.APPROVED, State.IN_FORCE})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form says, cleaned."""

    effective_on: date
    due_days: int | None
    started_on: date | None
    grace_days: int | None


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, version: UUID) -> HttpResponse:
    """Before going live: what would not be kept on day one; then the act itself."""
    request = cast("Request", request)
    request.place = "policy"
    found = version_or_404(request, version)
    given = _given(request, found)
    problems: dict[str, list[Text]] = {}
    if request.method == "POST":
        problems = _go(request, found, given)
        if not problems:
            return redirect(
                "policy" if first(found) else reverse("document", args=[found.document_id])
            )
    context = page(request, found, given, problems)
    return render(request, "web/policy/start.html", context, status=422 if problems else 200)


def first(version: Version) -> bool:
    """The policy decides from when on everything is judged; other documents do not."""
    return version.document.kind == Kind.POLICY


def needs_start(version: Version) -> bool:
    """Is this a policy whose operation has not been started yet?"""
    return first(version) and settings.value(STARTED) is None


def _given(request: Request, version: Version) -> dict[str, str]:
    if request.method == "POST":
        return {
            name: request.POST.get(name, "")
            for name in ("effective_on", "due_days", "started_on", "grace_days")
        }
    day = max(version.effective_on or request.act().on, request.act().on)
    return {
        "effective_on": f"{day:%Y/%m/%d}",
        "due_days": "14",
        "started_on": f"{day:%Y/%m/%d}",
        "grace_days": str(settings.value(GRACE)),
    }


def _wanted(
    given: Mapping[str, str], version: Version
) -> tuple[Wanted | None, dict[str, list[Text]]]:
    problems: dict[str, list[Text]] = {}

    def day(name: str) -> date | None:
        found = parse_day(given[name])
        if found is None:
            problems[name] = [_("Please write a day, such as 2026/04/01.")]
        return found

    def days(name: str) -> int | None:
        raw = given[name].strip()
        if raw and not (raw.isascii() and raw.isdigit() and int(raw) <= LONGEST):
            problems[name] = [
                _("Please write a number of days from 0 to %(most)s.") % {"most": LONGEST}
            ]
            return None
        return int(raw) if raw else None

    effective, due = day("effective_on"), days("due_days")
    started = day("started_on") if needs_start(version) else None
    grace = days("grace_days") if needs_start(version) else None
    if problems or effective is None:
        return None, problems
    if started and started < effective:
        return None, {"started_on": [_("Operation starts on the day it takes effect, or later.")]}
    return Wanted(effective, due, started, grace or 0 if started else None), {}


def _go(request: Request, version: Version, given: Mapping[str, str]) -> dict[str, list[Text]]:
    wanted, problems = _wanted(given, version)
    if wanted is None:
        return problems
    try:
        carry_out(request.act(), version, wanted)
    except Invalid as invalid:
        return invalid.problems
    except Conflict:
        return {"": [_("Somebody else changed this first. Please reload the page.")]}
    name = f"{texts.title(version.document)} {version.label}"
    messages.success(request, _("%(name)s is published.") % {"name": name})
    return {}


@transaction.atomic
def carry_out(act: Act, version: Version, wanted: Wanted) -> None:
    """Publish, ask people to acknowledge, and decide start and transition: all of it or nothing."""
    publish(act, version, wanted.effective_on, wanted.due_days)
    if wanted.started_on:
        why = _("Decided when %(name)s was put into operation.") % {"name": str(version)}
        decide(act, STARTED, wanted.started_on.isoformat(), why)
        decide(act, GRACE, str(wanted.grace_days or 0), why)


def decide(act: Act, name: str, value: str, why: str) -> None:
    """Set a setting by a recorded decision."""
    known = Setting.objects.present().filter(name=name).first()
    values = {"name": name, "value": value, "reason": why, "decided_on": act.on}
    write(registry["settings"], act, values, known)


def page(
    request: Request, version: Version, given: Mapping[str, str], problems: Mapping[str, list[Text]]
) -> dict[str, Any]:
    name = f"{texts.title(version.document)} {version.label}"
    begins = needs_start(version)
    title = _("Start the operation of this policy") if begins else _("Publish this version")
    asked = inputs(given, problems, begins=begins)
    return {
        "title": title,
        "crumbs": [
            (_("Policies, regulations, manuals"), reverse("documents")),
            (name, reverse("document", args=[version.document_id]) + f"?v={version.pk}"),
            (title, ""),
        ],
        "steps": STEPS,
        "step": 3 if version.state in READY else 2,
        "version": version,
        "name": name,
        "begins": begins,
        "ready": version.state == State.APPROVED,
        "done": version.state in (State.IN_FORCE, State.SUPERSEDED),
        "may": may(request, version),
        "inputs": asked,
        "whole": [
            t for n, ts in problems.items() if n not in {one.name for one in asked} for t in ts
        ],
        "wrong": bool(problems),
        **(first_day(request, version, given) if first(version) else {}),
    }


def may(request: Request, version: Version) -> bool:
    """Whether the reader may publish and, where it is needed, decide the start."""
    publishes = allowed(request, "publish", registry["versions"], version)
    return publishes and (not needs_start(version) or allowed(request, "add", registry["settings"]))


def inputs(
    given: Mapping[str, str], problems: Mapping[str, list[Text]], *, begins: bool
) -> list[Input]:
    def one(name: str, label: Text, kind: str, help_: Text, *, required: bool = True) -> Input:
        return Input(name, label, kind, given[name], help_, problems.get(name, ()), required)

    found = [
        one("effective_on", _("Takes effect on"), "date", _("The first day on which it binds.")),
        one("due_days", _("Days to acknowledge"), "number",
            _("Everyone whom it binds is asked to read it and agree within so many days. Empty: nobody is asked."),
            required=False),
    ]  # fmt: skip
    if begins:
        found += [
            one("started_on", _("Operation starts on"), "date",
                _("From this day on every item is judged.")),
            one("grace_days", _("Days of transition"), "number",
                _("Until then nobody is late. What is not in order becomes a task with that date.")),
        ]  # fmt: skip
    return found


def first_day(request: Request, version: Version, given: Mapping[str, str]) -> dict[str, Any]:
    """How the clauses would stand on day one, from today's records."""
    today = request.act().on
    judged = dict(day_of(today, today).judged) or {j.one.code: j for j in judge_all(today)}
    clauses = stand(version, today, {code: str(j.seal) for code, j in judged.items()})
    counts = Counter(str(s.seal) for s in clauses)
    known = holders(request.actor, today)
    facts = [(s, fact(s, judged, known)) for s in clauses if s.seal == "not_kept"]
    return {
        "chips": [(s, glyph(s), STATES[s], counts[s]) for s in STATES if counts[s]],
        "total": len(clauses),
        "unmet": _drawn(facts),
        "overdue": _overdue(clauses, judged),
        "until": _until(given),
    }


def _drawn(facts: list[tuple[Stood, Fact]]) -> list[dict[str, Any]]:
    return [
        {
            "state": str(s.seal),
            "number": s.clause.number,
            "text": texts.said(s.clause).text,
            "fact": f,
        }
        for s, f in facts
    ]


def _overdue(clauses: list[Stood], judged: Mapping[str, Judged]) -> int:
    """How many subjects of the confirmed items are past their due date now."""
    codes = {code for s in clauses for code in s.obligations}
    return sum(judged[code].counts.overdue for code in codes if code in judged)


def _until(given: Mapping[str, str]) -> date | None:
    begin, raw = parse_day(given["started_on"]), given["grace_days"].strip()
    if begin is None or not raw.isascii() or not raw.isdigit():
        return None
    return begin + timedelta(days=min(int(raw), LONGEST))
