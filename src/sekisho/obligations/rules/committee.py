"""The committee: it meets, its minutes are approved, what it decided is done."""

from datetime import date

from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.meeting import MeetingState
from sekisho.domains.people.models import (
    CommitteeDecision,
    CommitteeMeeting,
    Company,
    MeetingAction,
)
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.obligations.words import every, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.rights import Role

MEETING_DAYS = settings.declare(
    "committee.meeting_days", 92, _("Days between two meetings of the committee"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=366, group=_("Direction and committee"),
)  # fmt: skip
MINUTES_DAYS = settings.declare(
    "committee.minutes_days", 14, _("Days to approve the minutes"), unit=_("days"), most=92,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Direction and committee"),
)  # fmt: skip


def held(on: date) -> Rows:
    return CommitteeMeeting.objects.took_place().filter(held_on__lte=on)


@obligation(
    "committee-meets",
    of=Company,
    among=the_company,
    duties=("O034",),
    title=_("The committee meets regularly"),
    criterion=_("No more than %(committee.meeting_days)s days between two meetings."),
    remedy=_("Hold a meeting of the committee and record its minutes."),
    act=_("Record as held"),
    verb="hold",
    reads={"companies": "", "committee_meetings": None, "appointments": None},
    answers="chair",
    dated=True,
    minutes=60,
    settings=("committee.meeting_days",),
)
def committee_meets(companies: Rows, on: date) -> Rows:
    """Days after the last meeting, or after the records began, the next one has been held."""
    days = MEETING_DAYS()
    last = Subquery(held(on).order_by("-held_on").values("held_on")[:1])
    return companies.annotate(
        due_on=every(days, last=last, first=After("since", days)),
        assignee=holder(Role.CHAIR, on),
    )


@obligation(
    "minutes-approved",
    of=CommitteeMeeting,
    among=held,
    duties=("O034",),
    title=_("The minutes of every meeting are approved"),
    criterion=_(
        "Within %(committee.minutes_days)s days of the meeting, by somebody else than their author."
    ),
    remedy=_("Read the minutes of the meeting and approve them."),
    act=_("Approve minutes"),
    verb="approve",
    reads={"committee_meetings": "", "appointments": None},
    answers="chair",
    notice=7,
    settings=("committee.minutes_days",),
)
def minutes_approved(meetings: Rows, on: date) -> Rows:
    """Minutes opened again count as not approved until they are approved anew."""
    met = Q(state=MeetingState.APPROVED, minutes_approved_on__lte=on)
    return meetings.annotate(
        due_on=unless(met, due=After("held_on", MINUTES_DAYS())), assignee=holder(Role.CHAIR, on)
    )


@obligation(
    "committee-actions-done",
    of=MeetingAction,
    among=lambda on: MeetingAction.objects.present().filter(meeting__held_on__lte=on),
    duties=("O034",),
    title=_("What the committee decided is done in time"),
    criterion=_("No action is open after its day."),
    remedy=_("Do what the committee asked for and record the day and the result."),
    act=_("Record the result"),
    verb="change",
    reads={"meeting_actions": "", "committee_meetings": "meeting"},
    dated=True,
    minutes=30,
)
def actions_done(actions: Rows, on: date) -> Rows:
    """Done by its day, or open and late."""
    return actions.annotate(
        owed_on=unless(Q(done_on__lte=on), due=F("due_on")), assignee=F("owner_id")
    )


def decided(on: date) -> Rows:
    return CommitteeDecision.objects.carried(on)


@obligation(
    "committee-decisions-carried-out",
    of=CommitteeDecision,
    among=decided,
    duties=("O034",),
    title=_("Every decision of the committee is carried out by its day"),
    criterion=_("Whoever is in charge reports the result by the day that was decided."),
    remedy=_("Carry out the decision and report the result."),
    act=_("Report as carried out"),
    verb="carry_out",
    reads={"committee_decisions": ""},
    minutes=30,
)
def decisions_carried_out(decisions: Rows, on: date) -> Rows:
    """A decision without a day asks for nothing further."""
    met = Q(done_on__lte=on)
    return decisions.annotate(
        owed_on=unless(met, due=F("due_on")),
        assignee=Coalesce(F("responsible_id"), holder(Role.CHAIR, on)),
    )
