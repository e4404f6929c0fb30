"""Use of information: looked at under a rule, and what stands out asked about each month."""

from datetime import date

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.models import (
    AccessRight,
    MonitoringRule,
    UsageCheck,
)
from sekisho.domains.people.models import Company
from sekisho.domains.safeguards.models import Route
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.rules.access_removal import DORMANT_DAYS
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


def _seen(on: date) -> Rows:
    """Rights to information of which the checkpoint sees the use, by a route or by a use it saw."""
    guarded = Exists(Route.objects.present().filter(asset=OuterRef("asset")))
    return (
        AccessRight.objects.open(on).exclude(asset=None).filter(guarded | Q(last_used_on__lte=on))
    )


@obligation(
    "unused-rights-looked-at",
    of=AccessRight,
    among=_seen,
    duties=("O056",),
    title=_("Rights that nobody uses are looked at"),
    criterion=_(
        "After %(access.dormant_days)s days without use at the checkpoint the right is confirmed or removed."
    ),
    remedy=_("Ask whether the right is still needed, and keep or remove it."),
    act=_("Keep or remove"),
    verb="keep",
    reads={"access_rights": "", "routes": "asset__routes", "appointments": "unit__appointments"},
    answers="manager",
    notice=14,
    minutes=5,
    settings=("access.dormant_days",),
)
def unused_rights(rights: Rows, on: date) -> Rows:
    """Reckoned from the last use, the last look, or the day it was opened, whichever came last."""
    last = Greatest(_by("last_used_on", on), _by("last_reviewed_on", on), output_field=DateField())
    return rights.annotate(due_on=After(last, DORMANT_DAYS()), assignee=manager_of("unit", on))


def _by(name: str, on: date) -> Case:
    """The day in the column ``name`` where it had come by ``on``, else the day of opening."""
    return Case(When(**{f"{name}__lte": on}, then=F(name)), default=F("opens_on"))
