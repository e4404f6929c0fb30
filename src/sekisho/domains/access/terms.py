"""How long a right may last, and when rights tied to a post are looked at again."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sekisho.registers.fiscal import after_months, month_end
from sekisho.registers.settings import declare, value

GROUP = _("Access")
MAX_MONTHS = declare(
    "access.max_months", 12, _("Longest access right"), unit=_("months"), least=1, most=36,
    source=_("Default of practice; a class may set less."), since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
REVIEW_MONTHS = declare(
    "access.review_months", 6, _("Rights are reviewed every"), unit=_("months"), least=1, most=12,
    source=_("Default of practice; the policy says periodically."), since=date(2026, 4, 1),
    group=GROUP,
)  # fmt: skip
PRIVILEGED_MONTHS = declare(
    "access.privileged_review_months", 3, _("Privileged rights are reviewed every"),
    unit=_("months"), least=1, most=12,
    source=_("Default of practice; the policy says periodically."), since=date(2026, 4, 1),
    group=GROUP,
)  # fmt: skip
REMIND_DAYS = declare(
    "access.remind_days", 3, _("A review is reminded of before its last day by"),
    unit=_("business days"), least=1, most=20, source=_("Default of practice."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
ESCALATION_DAYS = declare(
    "access.escalation_days", 5, _("The superior decides what nobody decided within"),
    unit=_("business days"), least=1, most=30, source=_("Default of practice."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip
EMERGENCY_DAYS = declare(
    "access.emergency_days", 7, _("Longest emergency access"), unit=_("days"), least=1, most=31,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=GROUP,
)  # fmt: skip


def next_review(on: date) -> date:
    """The last day of the review period that holds ``on``; periods begin with the fiscal year."""
    months = REVIEW_MONTHS()
    into = (on.month - value("calendar.first_month")) % 12 % months
    return month_end(on, months - 1 - into)


def longest(starts_on: date, months: int | None) -> date:
    """The latest last day of a right from ``starts_on`` on; ``months``: what its class allows."""
    most = MAX_MONTHS()
    return after_months(starts_on, most if months is None else min(most, months))
