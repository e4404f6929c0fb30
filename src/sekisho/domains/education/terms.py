"""How long people have for what: the company's decisions about education, with their defaults."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sekisho.registers.settings import declare

GROUP = _("Education")
PRACTICE = _("Default of practice; the policy names no number.")
SINCE = date(2026, 4, 1)
DAYS = _("days")

JOINING_DAYS = declare(
    "education.joining_days", 14, _("Days from joining to pass the joining course"), unit=DAYS,
    most=90, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
YEARLY_DAYS = declare(
    "education.yearly_days", 60, _("Days to pass the yearly course"), unit=DAYS, least=7, most=365,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
YEARLY_MONTH = declare(
    "education.yearly_month", 4, _("Month in which the yearly course is assigned"), least=1, most=12,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
OFFICE_DAYS = declare(
    "education.office_days", 30, _("Days to pass the course for an office"), unit=DAYS, least=1,
    most=365, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
RETAKE_DAYS = declare(
    "education.retake_days", 14, _("Days to pass after a failed test"), unit=DAYS, most=90,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
SESSION_DAYS = declare(
    "education.session_days", 30, _("Days by which a planned session may be late"), unit=DAYS,
    most=180, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
CONFIRM_DAYS = declare(
    "education.confirm_days", 14, _("Days to confirm an attendance list"), unit=DAYS, most=90,
    source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
