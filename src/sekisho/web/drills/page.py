"""One drill: what is left to do before it, then its figures, reports first."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.connectors.outbox import queue
from sekisho.domains.education import drill_following, drill_sight
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_words import OVER, State
from sekisho.domains.education.models import Course, CourseAssignment
from sekisho.domains.education.words import Reason
from sekisho.notices import drill_mail
from sekisho.packs.drills import LINK, NAME, scenarios
from sekisho.registers import limits
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.web.drills import figures
from sekisho.web.register import prints
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.record_page import buttons
from sekisho.web.request import Request

ROAD = (State.DRAFT, State.CONSENTED, State.ANNOUNCED, State.RUNNING, State.CLOSED, State.REVIEWED)
TRIALS = (5, 3600)
PEOPLE = 100


@require_safe
def drill(request: HttpRequest, key: str) -> HttpResponse:
    asked = cast("Request", request)
    register = registry["drills"]
    asked.place = register.place
    record: Drill = record_or_404(asked, register, key)
    found = figures.of(record) if record.by_mail else None
    context = {
        "title": record.title,
        "crumbs": [(register.title, reverse("list", kwargs={"name": "drills"})), (record.number, "")],
        "record": record,
        "steps": [(n, state.label) for n, state in enumerate(ROAD)],
        "current": ROAD.index(State(record.state)) if record.state in ROAD else -1,
        "buttons": [
            one for one in buttons(asked, register, record)
            if one.move.name != "wipe" or not one.refused
        ],
        "checks": _checks(record),
        "preview": record.body.replace(NAME, _("(name)")).replace(LINK, "https://…"),
        "scenario": scenarios().get(record.scenario),
        "found": found,
        "people": _people(asked, record),
        "teach": _teachable(asked, record),
        "prints": prints.links(register, record),
        "may_try": _may_try(asked, record),
        "may_change": allowed(asked, "change", register, record) and record.state == State.DRAFT,
        "record_url": reverse("record", kwargs={"name": "drills", "key": record.number}),
    }  # fmt: skip
    return render(request, "web/drills/drill.html", context)


def _checks(record: Drill) -> list[tuple[str, bool]]:
    """What decency asks of a mail drill, and whether it is so."""
    if not record.by_mail:
        return []
    return [
        (_("No real company, authority or colleague is imitated"), record.no_real_sender),
        (_("No lure about pay, appraisal or illness"), record.no_lure),
        (_("The director consented"), bool(record.consented_on)),
        (_("Announced in general beforehand"), bool(record.announced_on)),
        (_("The help desk knows"), bool(record.helpdesk_told_on)),
        (_("The labour side is informed"), bool(record.labour_told_on)),
    ]


def _people(request: Request, record: Drill) -> dict[str, Any] | None:
    """Single people, for the office alone, and only once it is over; in the order of names, by pages."""
    if not (record.by_mail and record.closed_at and drill_sight.is_office(request.actor)):
        return None
    rows = drill_sight.visible(request.actor, record)
    n = rows.count()
    given = {name: request.GET.get(name, "") for name in ("after", "before")}
    at = max(
        (int(word) for word in given.values() if word.isdecimal() and len(word) < 7), default=0
    )
    at = at - PEOPLE if given["before"] else at
    at = at if 0 <= at < n else 0
    last = min(at + PEOPLE, n)
    return {
        "rows": list(rows[at:last]), "open": any(given.values()),
        "previous": str(at) if at else "", "following": str(last) if last < n else "",
        "said": _("%(first)s–%(last)s of %(n)s") % {"first": at + 1, "last": last, "n": n},
    } if n else None  # fmt: skip


def _may_try(request: Request, record: Drill) -> bool:
    early = record.state in {State.DRAFT, State.CONSENTED, State.ANNOUNCED}
    return record.by_mail and early and bool(record.body) and drill_sight.is_office(request.actor)


@require_POST
def trial(request: HttpRequest, key: str) -> HttpResponse:
    """Send the mail to oneself, to see how it looks and whether it comes through. Its link leads nowhere."""
    asked = cast("Request", request)
    record: Drill = record_or_404(asked, registry["drills"], key)
    if not _may_try(asked, record):
        raise Denied("drills.trial")
    act, person = asked.act(), asked.account.person
    limits.demand(f"drill-trial:{asked.actor.id}", *TRIALS, act.at)
    if person is None or not person.email:
        messages.warning(request, _("You have no mail address in the register."))
    else:
        dedupe = f"drill-trial:{record.pk}:{act.at:%Y%m%d%H%M%S%f}"
        queue(drill_mail.letter(record, person, "trial", dedupe, act.at), act.at)
        messages.success(request, _("The mail is on its way to you."))
    return redirect("drill", key=record.number)


def _teachable(request: Request, record: Drill) -> dict[str, Any] | None:
    """The course that may be given after it: to how many, and which ones there are."""
    over = record.state in OVER and not record.wiped_on
    if not (record.by_mail and over and drill_sight.is_office(request.actor)):
        return None
    if CourseAssignment.objects.present().filter(reason=Reason.DRILL, cycle=record.number).exists():
        return None
    courses = Course.objects.present().filter(versions__state="published").distinct()
    return {"n": len(drill_following.learners(record)), "courses": courses.order_by("code")}


@require_POST
def teach(request: HttpRequest, key: str) -> HttpResponse:
    """Give a course to everybody who did not report; whoever clicked is among them."""
    asked = cast("Request", request)
    record: Drill = record_or_404(asked, registry["drills"], key)
    course = record_or_404(asked, registry["courses"], asked.POST.get("course", ""))
    try:
        n = drill_following.teach(asked.act(), record, course)
    except Invalid as invalid:
        for words in invalid.problems.get("course", []):
            messages.warning(request, str(words))
    else:
        messages.success(request, _("%(n)s people were given the course.") % {"n": n})
    return redirect("drill", key=record.number)
