"""Laws, guidelines and contracts: watched, their changes answered, the manual up to them."""

from datetime import date

from django.db.models import Case, DateField, F, Q, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Coverage, Requirement, RequirementChange, Version
from sekisho.domains.documents.requirement_change import Decision, State
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.words import exists, registered, unless, yearly
from sekisho.registers import settings
from sekisho.registers.datesql import After

ASSESS_DAYS = settings.declare(
    "law.assess_days", 30, _("Days to assess a change of a law or contract"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=180, group=_("Laws and other requirements"),
)  # fmt: skip


def known(on: date) -> Rows:
    del on
    return Requirement.objects.present()


@obligation(
    "requirements-watched",
    of=Requirement,
    among=known,
    duties=("O009",),
    title=_("Every law, guideline, rule and contract is watched"),
    criterion=_(
        "Each has a person in charge and a linked duty, and is checked (%(cadence.yearly)s)."
    ),
    remedy=_("Check the text for changes and record the day; name the person in charge."),
    act=_("Record the check"),
    verb="change",
    reads={"requirements": ""},
    notice=30,
    minutes=15,
    settings=("cadence.yearly", "calendar.first_month"),
)
def requirements_watched(requirements: Rows, on: date) -> Rows:
    """Somebody watches it, something answers it, and the last look is not too long ago."""
    checked = Case(When(last_checked_on__lte=on, then=F("last_checked_on")))
    nameless = Q(owner__isnull=True) | Q(duties=())
    due = Case(
        When(nameless, then=registered()),
        default=yearly(checked, since=registered()),
        output_field=DateField(),
    )
    return requirements.annotate(due_on=due, assignee=F("owner_id"))


def changes(on: date) -> Rows:
    return RequirementChange.objects.known(on).filter(requirement__withdrawn_at=None)


@obligation(
    "changes-assessed",
    of=RequirementChange,
    among=changes,
    duties=("O010",),
    title=_("Every change of a law or contract is assessed"),
    criterion=_("Within %(law.assess_days)s days of knowing it we decide what it means for us."),
    remedy=_("Assess what the change means for us and record the decision."),
    act=_("Record the assessment"),
    verb="assess",
    reads={"requirement_changes": "", "requirements": "requirement"},
    minutes=30,
    settings=("law.assess_days",),
)
def changes_assessed(rows: Rows, on: date) -> Rows:
    """Days after the change became known, somebody has said what follows from it."""
    assessed = Q(assessed_on__lte=on) & ~Q(state=State.KNOWN) & ~Q(decision="")
    return rows.annotate(
        due_on=unless(assessed, due=After("known_on", ASSESS_DAYS())),
        assignee=F("requirement__owner_id"),
    )


@obligation(
    "changes-carried-out",
    of=RequirementChange,
    among=changes,
    duties=("O010",),
    title=_("What a change of law asks for is done when it takes effect"),
    criterion=_("All work is finished by the day the change takes effect."),
    remedy=_("Finish what the change asks for and record that it is done."),
    act=_("All work is done"),
    verb="finish",
    reads={"requirement_changes": "", "requirements": "requirement"},
    notice=30,
    minutes=60,
)
def changes_carried_out(rows: Rows, on: date) -> Rows:
    """By the day it takes effect the company follows the new text."""
    done = Q(done_on__lte=on, state=State.DONE) | ~Q(decision=Decision.CHANGE)
    return rows.annotate(
        due_on=unless(done, due=F("effective_on")), assignee=F("requirement__owner_id")
    )


@obligation(
    "requirements-in-manual",
    of=Requirement,
    among=lambda on: known(on).filter(manual=True),
    duties=("O024",),
    title=_("The manual answers every standard set by law"),
    criterion=_("Each requirement for the manual is linked to a section of a manual in force."),
    remedy=_("Link the requirement to the section that answers it, or write that section."),
    act=_("Link a section"),
    verb="add",
    reads={
        "requirements": "", "coverages": "coverage", "sections": "coverage__section",
        "documents": None, "versions": None,
    },
    minutes=20,
)  # fmt: skip
def requirements_in_manual(requirements: Rows, on: date) -> Rows:
    """A standard that no section answers is one the manual does not meet."""
    manuals = Version.objects.in_force(on).of_kind(Kind.MANUAL).values("document")
    answered = Coverage.objects.present().filter(
        section__withdrawn_at=None, section__document__in=manuals
    )
    covered = exists(answered, requirement="pk")
    return requirements.annotate(due_on=unless(covered, due=registered()), assignee=F("owner_id"))
