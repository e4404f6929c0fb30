"""Terms of the rules about incidents: how long each may take, and whom the rules are about.

Exercises count nowhere. A restricted incident is judged by its own people on its own page: a count
on a page that everybody reads would be a trace of it.
"""

from datetime import date

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import Severity, Stage
from sekisho.obligations.obligation import Rows
from sekisho.registers import settings
from sekisho.registers.datesql import BusinessAfter

SOURCE = _("Default of practice; the policy names no number.")
GROUP = _("Incidents")
SINCE = date(2026, 4, 1)


REPORT = settings.declare(
    "incidents.report_minutes", 60, _("Minutes from noticing an incident to reporting it"),
    unit=_("minutes"), source=SOURCE, since=SINCE, least=1, most=10_080, group=GROUP,
)  # fmt: skip
COMMITTEE = settings.declare(
    "incidents.committee_minutes", 30, _("Minutes until the committee is told of an incident"),
    unit=_("minutes"), source=SOURCE, since=SINCE, least=1, most=10_080, group=GROUP,
)  # fmt: skip
ORDER = settings.declare(
    "incidents.order_minutes", 60, _("Minutes until the first instructions and the commander"),
    unit=_("minutes"), source=SOURCE, since=SINCE, least=1, most=10_080, group=GROUP,
)  # fmt: skip
FOLLOW = settings.declare(
    "incidents.late_days", 30, _("Days to follow up a late report"), unit=_("days"),
    source=SOURCE, since=SINCE, least=1, most=366, group=GROUP,
)  # fmt: skip
NEXT = settings.declare(
    "incidents.next_days", 1, _("Business days to judge an incident, order what is minor, decide on evidence"),
    unit=_("business days"), source=SOURCE, since=SINCE, least=1, most=20, group=GROUP,
)  # fmt: skip
REPORT_MODERATE = settings.declare(
    "incidents.moderate_report_days", 1, _("Business days to the manager's report of a moderate incident"),
    unit=_("business days"), source=SOURCE, since=SINCE, most=20, group=GROUP,
)  # fmt: skip
REPORT_MINOR = settings.declare(
    "incidents.minor_report_days", 3, _("Business days to the manager's report of a minor incident"),
    unit=_("business days"), source=SOURCE, since=SINCE, most=20, group=GROUP,
)  # fmt: skip
CONTAIN_MAJOR = settings.declare(
    "incidents.major_contain_days", 1, _("Business days to contain a major incident"),
    unit=_("business days"), source=SOURCE, since=SINCE, most=20, group=GROUP,
)  # fmt: skip
CONTAIN_MODERATE = settings.declare(
    "incidents.moderate_contain_days", 3, _("Business days to contain a moderate incident"),
    unit=_("business days"), source=SOURCE, since=SINCE, most=20, group=GROUP,
)  # fmt: skip
STEPS = settings.declare(
    "incidents.steps_days", 10, _("Business days to do the mandatory steps of the manual"),
    unit=_("business days"), source=SOURCE, since=SINCE, least=1, most=60, group=GROUP,
)  # fmt: skip
MAJOR, MODERATE = Q(severity=Severity.MAJOR), Q(severity=Severity.MODERATE)
FULL = MAJOR | MODERATE
READS = {"incidents": "", "units": "unit", "appointments": None}


def incidents(on: date) -> Rows:
    """What was reported by ``on`` and was an incident."""
    rows = Incident.objects.real().filter(restricted=False).annotate(told=TruncDate("reported_at"))
    return rows.filter(told__lte=on).exclude(state__in=(Stage.DISMISSED, Stage.LEAVING))


def full(on: date) -> Rows:
    return incidents(on).filter(FULL)


def major(on: date) -> Rows:
    return incidents(on).filter(MAJOR)


def by_severity(start: str, *days: int) -> Case:
    """``days`` business days after ``start``: for major, moderate and all other ones."""
    worst, middle, rest = (BusinessAfter(start, n) if n else F(start) for n in days)
    return Case(
        When(MAJOR, then=worst), When(MODERATE, then=middle), default=rest,
        output_field=DateField(),
    )  # fmt: skip
