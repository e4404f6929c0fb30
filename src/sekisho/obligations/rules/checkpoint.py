"""What the checkpoint leaves to people: emergencies are reviewed, freezes are decided about."""

from datetime import date

from django.db.models import DateField, Q
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.safeguards.emergency import EmergencyState
from sekisho.domains.safeguards.models import EmergencyAccess
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.words import unless
from sekisho.registers.datesql import After
from sekisho.registers.settings import declare

REVIEW_DAYS = declare(
    "checkpoint.emergency_review_days", 3, _("Days to review an emergency access"), unit=_("days"),
    least=1, most=31, source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=_("Checkpoint"),
)  # fmt: skip
OPENED = (EmergencyState.GRANTED, EmergencyState.ENDED, EmergencyState.REVIEWED)


def opened(on: date) -> Rows:
    """Emergency accesses that were opened by the end of ``on``."""
    return EmergencyAccess.objects.present().filter(state__in=OPENED, granted_at__date__lte=on)


@obligation(
    "emergencies-reviewed",
    of=EmergencyAccess,
    among=opened,
    duties=("O053", "O075"),
    title=_("Every emergency access has been reviewed by a third person"),
    criterion=_(
        "Within %(checkpoint.emergency_review_days)s days of being opened, by somebody who neither asked for it nor opened it."
    ),
    remedy=_("Review what was done, and record whether it was right."),
    act=_("Review"),
    verb="review",
    reads={"emergency_accesses": ""},
    answers="committee",
    notice=3,
    settings=("checkpoint.emergency_review_days",),
)
def emergencies_reviewed(accesses: Rows, on: date) -> Rows:
    """Some days after it was opened, unless the review was done by ``on``."""
    rows = accesses.annotate(opened=TruncDate("granted_at", output_field=DateField()))
    rows = rows.annotate(by=After("opened", REVIEW_DAYS()))
    reviewed = Q(reviewed_on__isnull=False, reviewed_on__lte=on)
    return rows.annotate(due_on=unless(reviewed, due="by"))
