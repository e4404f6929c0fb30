"""Services in use that nobody approved: looked for, looked at, and brought to an end or into order."""

from datetime import date

from django.db.models import Case, DateField, F, Max, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.models import FoundService
from sekisho.domains.people.models import Company
from sekisho.obligations.company import the_company
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder
from sekisho.registers import settings
from sekisho.registers.datesql import After, BusinessAfter
from sekisho.registers.rights import Role

DEFAULT = _("Default of practice; the policy names no number.")
GROUP = _("Cloud services")
TRIAGE_DAYS = settings.declare(
    "cloud.triage_days", 10, _("Business days to decide about a service found in a list"), least=1,
    most=60, source=DEFAULT, since=date(2026, 4, 1), unit=_("business days"), group=GROUP,
)  # fmt: skip
REQUEST_DAYS = settings.declare(
    "cloud.request_days", 30, _("Days until a found service is requested and decided on"), least=1,
    most=180, source=DEFAULT, since=date(2026, 4, 1), unit=_("days"), group=GROUP,
)  # fmt: skip
LOOK_DAYS = settings.declare(
    "cloud.look_days", 35, _("Days between lists that show services in use"), least=7, most=190,
    source=DEFAULT, since=date(2026, 4, 1), unit=_("days"), group=GROUP,
)  # fmt: skip


@obligation(
    "found-services-triaged",
    of=FoundService,
    among=FoundService.objects.seen,
    duties=("O120",),
    title=_("Cloud services in use that nobody approved are found and handled"),
    criterion=_("Decided within %(cloud.triage_days)s business days; what stays is requested and approved within %(cloud.request_days)s days; what is blocked is not seen again."),
    remedy=_("Decide what becomes of the service: request it, tolerate it with a reason, or block it."),
    act=_("Decide about it"),
    verb="recognise",
    reads={"found_services": "", "services": "service", "appointments": None},
    answers="admin",
    notice=5,
    settings=("cloud.triage_days", "cloud.request_days"),
)  # fmt: skip
def triaged(found: Rows, on: date) -> Rows:
    """Decided is not done: to request, to tolerate and to block each have an end of their own."""
    in_time = BusinessAfter("first_seen_on", TRIAGE_DAYS())
    approved = Q(service__approval__in=("approved", "conditional"), service__ended_on=None)
    owed = Case(
        When(Q(state="new") | Q(decided_on__gt=on), then=in_time),
        When(Q(state="known") & approved, then=None),
        When(state__in=("known", "to_request"), then=After("decided_on", REQUEST_DAYS())),
        When(state="tolerated", then=F("until")),
        When(state="blocked", last_seen_on__gt=After("decided_on", 7),
             then=BusinessAfter("last_seen_on", TRIAGE_DAYS())),
        default=None,
        output_field=DateField(),
    )  # fmt: skip
    return found.annotate(due_on=owed, assignee=Coalesce(F("owner_id"), holder(Role.ADMIN, on)))


@obligation(
    "services-looked-for",
    of=Company,
    among=the_company,
    duties=("O120",),
    title=_("Lists that show which cloud services are used are read regularly"),
    criterion=_("A list of sign-on, expenses, names asked for or browsers at least every %(cloud.look_days)s days."),
    remedy=_("Import a list of services in use."),
    act=_("Import a list"),
    verb="add",
    reads={"companies": "", "found_services": None, "appointments": None},
    answers="admin",
    settings=("cloud.look_days",),
    minutes=15,
)  # fmt: skip
def looked_for(companies: Rows, on: date) -> Rows:
    """Where nobody looks, nothing is found: silence is not kept."""
    lists = FoundService.objects.present().filter(listed_on__lte=on)
    newest = Subquery(
        lists.order_by()
        .annotate(one=Value(1))
        .values("one")
        .annotate(d=Max("listed_on"))
        .values("d")
    )
    last = Coalesce(newest, After("since", 0), output_field=DateField())
    return companies.annotate(last=last).annotate(
        due_on=After("last", LOOK_DAYS()), assignee=holder(Role.ADMIN, on)
    )
