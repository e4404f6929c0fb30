"""Use of information: looked at under a rule, and what stands out asked about each month."""

from datetime import date

from django.db.models import DateField, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.models import (
    MonitoringRule,
    UsageCheck,
)
from sekisho.domains.people.models import Company
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import unless
from sekisho.registers.datesql import After, AfterMonths, MonthEnd


@obligation(
    "monitoring-ruled",
    of=Company,
    among=the_company,
    duties=("O019",),
    title=_("Use is looked at only under a monitoring rule everybody was told of"),
    criterion=_("A rule is in force, people were told, and it was checked within a year."),
    remedy=_("Make the monitoring rule, tell everybody, and check once a year that it is kept."),
    act=_("Make the rule"),
    verb="add",
    reads={"companies": "", "monitoring_rules": None},
    answers="committee",
    minutes=60,
)
def monitoring_ruled(companies: Rows, on: date) -> Rows:
    """Until there is one, nobody may look, and off-purpose use cannot be noticed."""
    rules = MonitoringRule.objects.in_force(on)
    checked = Coalesce("audited_on", "noticed_on")
    last = Subquery(
        rules.annotate(checked=checked).order_by("-checked").values("checked")[:1],
        output_field=DateField(),
    )
    return companies.annotate(due_on=Coalesce(AfterMonths(last, 12), After("since", 0)))


@obligation(
    "usage-checks-closed",
    of=UsageCheck,
    among=lambda on: UsageCheck.objects.present().filter(found_on__lte=on),
    duties=("O019",),
    title=_("Points to ask about are closed with a reason each month"),
    criterion=_("Closed by the manager by the end of the next month."),
    remedy=_("Talk to the person, and close the point with a reason."),
    act=_("Close with a reason"),
    verb="close",
    reads={"usage_checks": "", "people": "person", "appointments": "person__unit__appointments"},
    answers="manager",
    notice=14,
    minutes=15,
)
def usage_checks_closed(checks: Rows, on: date) -> Rows:
    closed = Q(state="closed", closed_on__lte=on)
    return checks.annotate(
        due_on=unless(closed, due=MonthEnd("found_on", 1)),
        assignee=manager_of("person__unit", on),
    )
