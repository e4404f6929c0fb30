"""Information in cloud services: every service leads to its assets, every asset to its service."""

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Asset, Service
from sekisho.domains.assets.words import Medium
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of, manager_or_owner
from sekisho.obligations.words import exists, registered, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After

LINK_DAYS = settings.declare(
    "services.link_days", 14, _("Days to register what a new cloud service holds"), most=90,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), group=_("Information assets"),
)  # fmt: skip


def allowed(on: date) -> Rows:
    return Service.objects.in_use(on).allowed()


@obligation(
    "services-linked",
    of=Service,
    among=allowed,
    duties=("O007",),
    title=_("Every approved cloud service has its assets registered"),
    criterion=_("Within %(services.link_days)s days, at least one asset in use names the service."),
    remedy=_("Register the information the service holds, or end its use."),
    act=_("Register an asset"),
    verb="add",
    reads={"services": "", "assets": "assets", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    settings=("services.link_days",),
)
def services_linked(services: Rows, on: date) -> Rows:
    """A service that holds nothing we know of holds something we do not know of."""
    linked = exists(Asset.objects.in_use(on), service="pk")
    start = Coalesce(F("approved_on"), F("first_used_on"), registered())
    return services.annotate(
        due_on=unless(linked, due=After(start, LINK_DAYS())),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "assets-in-approved-services",
    of=Asset,
    among=lambda on: Asset.objects.in_use(on).of_medium(Medium.CLOUD),
    duties=("O007",),
    title=_("What is kept in the cloud is in an approved service"),
    criterion=_("Each asset on this medium names a service that is approved and in use."),
    remedy=_("Name the service; have it approved, or keep the information elsewhere."),
    act=_("Name the service"),
    verb="change",
    reads={"assets": "", "services": "service", "appointments": "unit__appointments"},
    answers="manager",
)
def in_approved_services(assets: Rows, on: date) -> Rows:
    """An unnamed service is not approved either."""
    met = Q(exists(allowed(on), pk="service"))
    return assets.annotate(
        due_on=unless(met, due=F("registered_on")), assignee=manager_of("unit", on)
    )
