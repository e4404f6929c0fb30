"""The kit for the hour when nothing works: printed each month, and anew when a number changes."""

from datetime import date

from django.db.models import Case, F, Q, Subquery, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.models import EmergencyContact, OfflineKit
from sekisho.domains.people.models import Company
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterMonths
from sekisho.registers.rights import Role

SINCE = date(2026, 4, 1)
GROUP = _("Incidents")
SOURCE = _("Default of practice; the policy names no number.")
MONTHS = settings.declare(
    "incidents.kit_months", 1, _("Months after which the offline kit is printed anew"),
    unit=_("months"), source=SOURCE, since=SINCE, least=1, most=12, group=GROUP,
)  # fmt: skip
CHANGED = settings.declare(
    "incidents.kit_days", 7, _("Days to print the kit anew after an emergency contact changed"),
    unit=_("days"), source=SOURCE, since=SINCE, least=1, most=31, group=GROUP,
)  # fmt: skip


@obligation(
    "offline-kit-current",
    of=Company,
    among=the_company,
    duties=("O100",),
    title=_("The kit for emergencies is printed and up to date"),
    criterion=_(
        "Issued within %(incidents.kit_months)s months, and within %(incidents.kit_days)s days of a change "
        "of an emergency contact."
    ),
    remedy=_("Print the offline kit, put the copies in their places and record the issue."),
    act=_("Issue the kit"),
    verb="add",
    reads={"companies": "", "offline_kits": None, "emergency_contacts": None, "appointments": None},
    notice=7,
    minutes=15,
    settings=("incidents.kit_months", "incidents.kit_days"),
)
def kit(companies: Rows, on: date) -> Rows:
    """From the last issue by ``on``; without one, from the day records began."""
    issues = OfflineKit.objects.present().filter(issued_at__date__lte=on).order_by("-issued_at")
    changes = EmergencyContact.objects.filter(changed_at__date__lte=on).order_by("-changed_at")
    rows = companies.annotate(
        issued=Subquery(issues.values("issued_at")[:1]),
        changed=Subquery(changes.values("changed_at")[:1]),
    ).annotate(
        since_issue=Coalesce(TruncDate("issued"), F("since")), change_day=TruncDate("changed")
    )
    rows = rows.annotate(
        monthly=AfterMonths("since_issue", MONTHS()), anew=After("change_day", CHANGED())
    )
    stale = Q(issued__isnull=False, changed__gt=F("issued"))
    return rows.annotate(
        due_on=Case(When(stale, then=Least("monthly", "anew")), default=F("monthly")),
        assignee=holder(Role.CHAIR, on),
    )
