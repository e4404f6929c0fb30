"""The agenda drawn from the records: what is overdue or falls due is proposed; the chair decides.

Nothing comes onto an agenda by itself, and nothing is proposed twice for one meeting. Restricted
incidents are never named here, for more people read an agenda than may know of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.access.models import AccessException
from sekisho.domains.documents.models import Document
from sekisho.domains.incidents.models import Prevention
from sekisho.domains.incidents.prevention import State as PreventionState
from sekisho.domains.people.agenda_item import Source
from sekisho.domains.people.meeting import MeetingState
from sekisho.domains.people.models import (
    AgendaItem,
    CommitteeDecision,
    CommitteeMeeting,
    MeetingAction,
)
from sekisho.domains.risk.models import RiskAcceptance
from sekisho.findings.finding import Finding
from sekisho.findings.standing import latest_seals
from sekisho.findings.waiver import Waiver
from sekisho.obligations.judge import Seal, State
from sekisho.obligations.obligation import obligations
from sekisho.registers import dates, settings
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

DAYS = settings.declare(
    "committee.agenda_days", 14, gettext_lazy("Days before a meeting to draw up its agenda"),
    unit=gettext_lazy("days"), most=92, since=date(2026, 4, 1),
    source=gettext_lazy("Default of practice; the policy names no number."),
    group=gettext_lazy("Direction and committee"),
)  # fmt: skip
AHEAD = timedelta(days=60)
"""What ends within these days after the meeting is looked at in it: the next one may be too late."""
MOST = 8
REVIEWED = ("documents-reviewed", "policy-reviewed")


@dataclass(frozen=True, slots=True)
class Proposal:
    source: str
    about: str
    title: str
    text: str = ""


def draw(act: Act, meeting: CommitteeMeeting) -> int:
    """Propose what is new since the last time for a planned ``meeting``; how many items."""
    if meeting.state != MeetingState.PLANNED:
        return 0
    there = set(AgendaItem.objects.filter(meeting=meeting).values_list("about", flat=True))
    found = {one.about: one for one in proposals(meeting.held_on) if one.about not in there}
    lines = [
        Line({"meeting": meeting.pk, "title": one.title[:200], "text": one.text,
              "source": one.source, "about": one.about})
        for one in found.values()
    ]  # fmt: skip
    if lines:
        write_many(registry["agenda_items"], act, lines)
    return len(lines)


def draw_due(act: Act) -> int:
    """Draw up the agenda of every meeting that is planned for the coming days."""
    until = act.on + timedelta(days=DAYS())
    rows = CommitteeMeeting.objects.present().filter(state=MeetingState.PLANNED)
    return sum(draw(act, one) for one in rows.filter(held_on__range=(act.on, until)))


def proposals(held_on: date) -> Iterator[Proposal]:
    """What the committee should look at in a meeting on ``held_on``, from the records of now."""
    until = held_on + AHEAD
    yield from _duties()
    yield from _open_actions(held_on)
    yield from _preventions(held_on)
    yield from _exceptions(until)
    yield from _reviews(until)


def _duties() -> Iterator[Proposal]:
    """Obligations that are not kept, the worst first, then those at risk."""
    known = [row for row in latest_seals().values() if row.obligation in obligations]
    for seal, words in (
        (Seal.NOT_KEPT, gettext_lazy("Not kept: %(what)s")),
        (Seal.AT_RISK, gettext_lazy("At risk: %(what)s")),
    ):
        rows = [row for row in known if row.seal == seal]
        for row in sorted(rows, key=lambda r: (-r.overdue, -r.due_soon, r.obligation))[:MOST]:
            counts = {"n": row.overdue, "soon": row.due_soon, "all": row.population}
            yield Proposal(
                Source.DUTY, f"duty:{row.obligation}",
                str(words) % {"what": obligations[row.obligation].title},
                _("Overdue %(n)s, due soon %(soon)s, of %(all)s.") % counts,
            )  # fmt: skip


def _open_actions(held_on: date) -> Iterator[Proposal]:
    """What earlier meetings asked for and what is late by then."""
    for one in MeetingAction.objects.late(held_on).order_by("due_on", "number")[:MOST]:
        yield _late(f"meeting_actions:{one.pk}", f"{one.number} {one.what}", one.due_on)
    rows = CommitteeDecision.objects.open().filter(due_on__lt=held_on)
    for row in rows.order_by("due_on", "number")[:MOST]:
        yield _late(f"committee_decisions:{row.pk}", f"{row.number} {row.text[:80]}", row.due_on)


def _late(about: str, what: str, due: date) -> Proposal:
    title = _("Not done in time: %(what)s") % {"what": what}
    return Proposal(Source.ACTION, about, title, _("Due %(day)s.") % {"day": dates.day(due)})


def _preventions(held_on: date) -> Iterator[Proposal]:
    """Measures late by the meeting, and effects to be checked, of incidents open to all readers."""
    late = Q(state=PreventionState.PLANNED, due_on__lte=held_on)
    unchecked = Q(state=PreventionState.DONE, check_on__lte=held_on)
    rows = Prevention.objects.present().filter(late | unchecked, incident__restricted=False)
    rows = rows.filter(incident__withdrawn_at=None).select_related("incident")
    for one in rows.order_by("due_on", "id")[:MOST]:
        planned = one.state == PreventionState.PLANNED
        words = (
            _("Prevention to be carried out: %(n)s")
            if planned
            else _("Effect to be checked: %(n)s")
        )
        day = one.due_on if planned else one.check_on
        yield Proposal(
            Source.PREVENTION, f"preventions:{one.pk}", words % {"n": one.incident.number},
            _("Due %(day)s.") % {"day": dates.day(day)},
        )  # fmt: skip


def _exceptions(until: date) -> Iterator[Proposal]:
    approved: list[tuple[str, Any]] = [
        ("exceptions", Waiver.objects.present().filter(state="approved", ends_on__lte=until)),
        ("access_exceptions", AccessException.objects.present().filter(
            state="approved", ends_on__lte=until)),
        ("risk_acceptances", RiskAcceptance.objects.present().filter(
            state="accepted", ends_on__lte=until)),
    ]  # fmt: skip
    for name, rows in approved:
        for one in rows.order_by("ends_on", "number")[:MOST]:
            title = _("Exception that expires: %(n)s") % {"n": one.number}
            text = _("Valid until %(day)s.") % {"day": dates.day(one.ends_on)}
            yield Proposal(Source.EXCEPTION, f"{name}:{one.pk}", title, text)


def _reviews(until: date) -> Iterator[Proposal]:
    """Documents whose review is late or falls due before the next meeting may be held."""
    open_ = Finding.objects.open().filter(obligation__in=REVIEWED)
    rows = open_.filter(Q(due__lte=until) | Q(due=None) | Q(state=State.UNKNOWN))
    due = dict(rows.order_by(F("due").asc(nulls_first=True)).values_list("rec", "due"))
    for one in Document.objects.present().filter(pk__in=list(due)).order_by("code")[:MOST]:
        day = due[one.pk]
        text = _("Due %(day)s.") % {"day": dates.day(day)} if day else _("No review is on record.")
        title = _("Review of a document: %(what)s") % {"what": one.title}
        yield Proposal(Source.REVIEW, f"documents:{one.pk}", title, text)
