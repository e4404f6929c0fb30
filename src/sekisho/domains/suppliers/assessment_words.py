"""The life of an assessment: asked, answered, looked at, decided by somebody else."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.engagement_words import GROUP
from sekisho.registers.settings import declare
from sekisho.registers.workflow import Move, Workflow

SUPPLIER_ACTOR = "supplier"
"""The built-in service as which a supplier answers by a link; it reaches nothing else."""


class AssessmentKind(models.TextChoices):
    PRE_USE = "pre_use", _("Before the start")
    YEARLY = "yearly", _("Regular")
    INCIDENT = "incident", _("After an incident")
    CHANGE = "change", _("After a change")


class AssessmentState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    SENT = "sent", _("Sent to the supplier")
    ANSWERING = "answering", _("Being answered")
    SUBMITTED = "submitted", _("Answered")
    REVIEWING = "reviewing", _("Being looked at")
    RETURNED = "returned", _("Returned with questions")
    APPROVED = "approved", _("Approved")
    CONDITIONAL = "conditional", _("Approved with conditions")
    REJECTED = "rejected", _("Not approved")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_TO_SUPPLIER = (AssessmentState.SENT, AssessmentState.ANSWERING, AssessmentState.RETURNED)
APPROVING = (AssessmentState.APPROVED, AssessmentState.CONDITIONAL)
DECIDED = (*APPROVING, AssessmentState.REJECTED)


class Cost(models.TextChoices):
    """Who bears what the demands cost (auditor.md A21)."""

    NONE = "no_cost", _("No cost arises")
    OURS = "ours", _("We bear it")
    THEIRS = "theirs", _("The supplier bears it, as agreed")
    SHARED = "shared", _("Shared, as agreed")


DIRECTOR_TIER = declare(
    "suppliers.director_tier", 3, _("From this tier on the director decides about a supplier"),
    most=4, source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=GROUP,
)  # fmt: skip
STRICT_MONTHS = declare(
    "suppliers.reassess_strict", 12, _("Months to the next assessment: personal data, strictest class"),
    least=1, most=36, unit=_("months"), source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
PLAIN_MONTHS = declare(
    "suppliers.reassess_plain", 24, _("Months to the next assessment: all others"),
    least=1, most=60, unit=_("months"), source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
ANSWER_DAYS = declare(
    "suppliers.answer_days", 14, _("Days a supplier has to answer a questionnaire"),
    least=3, most=90, unit=_("days"), source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip

MADE = ("add", "review")
SAID = (("decided_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    AssessmentState,
    AssessmentState.REQUESTED,
    (
        Move("send", "requested", "sent", _("Send the questions"),
             asks=("necessity", "cost"), may=("consultation",), sets=(("sent_on", "day"),)),
        Move("begin", "sent", "answering", _("Begin to answer")),
        Move("submit", ("sent", "answering", "returned"), "submitted", _("Hand in the answers"),
             asks=("submitted_by",), sets=(("submitted_on", "day"),)),
        Move("review", "submitted", "reviewing", _("Look at the answers"),
             sets=(("reviewer", "person"),)),
        Move("return", "reviewing", "returned", _("Return with questions"), asks=("remark",)),
        Move("approve", "reviewing", "approved", _("Approve"), asks=("decision",),
             other_than=MADE, sets=SAID, may=("valid_until",)),
        Move("approve_conditionally", "reviewing", "conditional", _("Approve with conditions"),
             asks=("conditions", "decision"), other_than=MADE, sets=SAID, may=("valid_until",)),
        Move("reject", "reviewing", "rejected", _("Do not approve"), asks=("decision",),
             other_than=MADE, sets=SAID, danger=True),
        Move("cancel", ("requested", "sent", "answering", "returned", "submitted", "reviewing"),
             "cancelled", _("Cancel"), asks=("remark",), danger=True),
    ),
)  # fmt: skip
