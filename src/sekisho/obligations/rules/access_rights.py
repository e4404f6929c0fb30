"""Access rights: decided by the manager, with a purpose and a last day, and ended when it is over."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.entitlement import EntitlementState
from sekisho.domains.access.models import AccessRight, EntitlementAsset
from sekisho.domains.access.right_rows import LIVE
from sekisho.domains.access.terms import GROUP, MAX_MONTHS
from sekisho.domains.access.words import Basis
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import exists, missing, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterMonths, BusinessAfter

CONFIRM_DAYS = settings.declare(
    "access.confirm_days", 5, _("Business days to approve access that is open already"), most=30,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("business days"), group=GROUP,
)  # fmt: skip
CARRIED_DAYS = settings.declare(
    "access.carried_days", 90, _("Days to approve rights carried over from an earlier list"),
    source=_("Practice: they are approved in the first review."), since=date(2026, 4, 1),
    unit=_("days"), most=366, group=GROUP,
)  # fmt: skip


def open_on(on: date) -> Rows:
    return AccessRight.objects.open(on)


def standing(on: date) -> Rows:
    return AccessRight.objects.open(on).filter(state__in=LIVE)


@obligation(
    "rights-approved",
    of=AccessRight,
    among=open_on,
    duties=("O053",),
    title=_("Every access right is approved by the manager of what it opens"),
    criterion=_("Within %(access.confirm_days)s business days (carried over ones %(access.carried_days)s days), by the manager of the asset's unit, the director or the deputy, never by who asked or benefits; standard roles once for all. What may be done is said."),
    remedy=_("Approve the access afterwards, or have it removed."),
    act=_("Approve afterwards"),
    verb="confirm",
    reads={"access_rights": "", "entitlements": "entitlement",
           "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    minutes=2,
    settings=("access.confirm_days", "access.carried_days"),
)  # fmt: skip
def rights_approved(rights: Rows, on: date) -> Rows:
    """What was open before anybody approved it has some days; an earlier list, until the review."""
    standard = Q(basis=Basis.BIRTHRIGHT, entitlement__state=EntitlementState.BIRTHRIGHT)
    said = ~Q(actions="") | Q(entitlement__isnull=False)
    decided = Q(approved_at__isnull=False) & ~Q(approved_by=F("requester"))
    decided &= ~Q(approved_by=F("person"))
    first = TruncDate("created_at")
    due = Case(
        When(basis=Basis.CARRIED_OVER, then=After(first, CARRIED_DAYS())),
        default=BusinessAfter(first, CONFIRM_DAYS()),
        output_field=DateField(),
    )
    return rights.annotate(
        due_on=unless((decided | standard) & said, due=due), assignee=manager_of("unit", on)
    )


@obligation(
    "rights-purposed",
    of=AccessRight,
    among=standing,
    duties=("O019", "O053"),
    title=_("Every access right says what it is for"),
    criterion=_("A purpose is registered for each right in effect; for one carried over within %(access.carried_days)s days."),
    remedy=_("Fill in the purpose, or have the right removed."),
    act=_("Fill in"),
    verb="change",
    reads={"access_rights": "", "entitlements": "entitlement",
           "appointments": "unit__appointments"},
    answers="manager",
    minutes=2,
    settings=("access.carried_days",),
)  # fmt: skip
def rights_purposed(rights: Rows, on: date) -> Rows:
    """A standard role serves the work of everybody it is given to: its own words say what for."""
    standard = Q(basis=Basis.BIRTHRIGHT) & ~Q(entitlement__given_to="")
    first = TruncDate("created_at")
    due = Case(
        When(basis=Basis.CARRIED_OVER, then=After(first, CARRIED_DAYS())),
        default=first,
        output_field=DateField(),
    )
    return rights.annotate(
        due_on=unless(~missing("purpose") | standard, due=due), assignee=manager_of("unit", on)
    )


def longest_months() -> Any:
    """The least number of months that a class of what the right opens allows; NULL: none says."""
    months = "asset__classification__grant_months"
    opens = EntitlementAsset.objects.present().filter(
        entitlement=OuterRef("entitlement"), ends_on=None
    )
    strictest = Subquery(
        opens.filter(**{f"{months}__isnull": False}).order_by(months).values(months)[:1]
    )
    return Coalesce(F(months), strictest)


@obligation(
    "rights-limited",
    of=AccessRight,
    among=standing,
    duties=("O068",),
    title=_("Every access right has a last day within its longest term"),
    criterion=_("A last day is set, within what the class allows and at most %(access.max_months)s months; for one carried over within %(access.carried_days)s days."),
    remedy=_("Set the last day by approving or renewing the right, or have it removed."),
    act=_("Renew"),
    verb="renew",
    reads={"access_rights": "", "assets": ("asset", "entitlement__opens__asset"),
           "classes": ("asset__classification", "entitlement__opens__asset__classification"),
           "entitlement_assets": "entitlement__opens", "appointments": "unit__appointments"},
    answers="manager",
    notice=7,
    minutes=2,
    settings=("access.max_months", "access.carried_days"),
)  # fmt: skip
def rights_limited(rights: Rows, on: date) -> Rows:
    """Counted from the last renewal, else from the beginning; carried over ones until the review."""
    most = MAX_MONTHS()
    since = Coalesce("renewed_on", "starts_on")
    rights = rights.annotate(months=Least(Coalesce(longest_months(), Value(most)), Value(most)))
    cases = [When(months=n, then=AfterMonths(since, n)) for n in range(1, most + 1)]
    rights = rights.annotate(latest=Case(*cases, default=since, output_field=DateField()))
    first = TruncDate("created_at")
    due = Case(
        When(basis=Basis.CARRIED_OVER, then=After(first, CARRIED_DAYS())),
        default=Coalesce("renewed_on", "opens_on"),
        output_field=DateField(),
    )
    limited = Q(ends_on__isnull=False, ends_on__lte=F("latest"))
    return rights.annotate(due_on=unless(limited, due=due), assignee=manager_of("unit", on))


@obligation(
    "rights-ended",
    of=AccessRight,
    among=standing,
    duties=("O069",),
    title=_("Access rights end or are renewed by their last day"),
    criterion=_("No right stands after its last day."),
    remedy=_("Renew the right, or have it removed."),
    act=_("Renew"),
    verb="renew",
    reads={"access_rights": "", "appointments": "unit__appointments"},
    answers="manager",
    notice=14,
    minutes=2,
)
def rights_ended(rights: Rows, on: date) -> Rows:
    """Due on its last day; one without a last day is judged for that alone."""
    return rights.annotate(due_on=F("ends_on"), assignee=manager_of("unit", on))


def open_links(on: date) -> Rows:
    links = EntitlementAsset.objects.open(on)
    in_use = Q(asset__ended_on=None) | Q(asset__ended_on__gt=on)
    return links.filter(in_use, asset__withdrawn_at=None)


@obligation(
    "access-fits-class",
    of=EntitlementAsset,
    among=open_links,
    duties=("O027",),
    title=_("Access to every asset fits its class"),
    criterion=_(
        "The system may hold the class, and has multi-factor authentication and encryption where "
        "the class asks for them."
    ),
    remedy=_("Protect the system as the class asks, or open the asset elsewhere."),
    act=_("Fill in"),
    verb="change",
    reads={"entitlement_assets": "", "entitlements": "entitlement",
           "systems": "entitlement__system", "assets": "asset",
           "classes": ("asset__classification", "entitlement__system__max_class"),
           "appointments": "asset__unit__appointments"},
    answers="manager",
    minutes=20,
)  # fmt: skip
def access_fits_class(links: Rows, on: date) -> Rows:
    """Unknown where the class, or what the system has, was never said."""
    cls, system = "asset__classification", "entitlement__system"
    mfa = Q(**{f"{cls}__mfa_required": True})
    encrypted = Q(**{f"{cls}__encryption_required": True})
    bad = (
        (mfa & Q(**{f"{system}__mfa": False}))
        | (encrypted & Q(**{f"{system}__encrypted": False}))
        | Q(**{f"{system}__max_class__rank__lt": F(f"{cls}__rank")})
    )
    unsaid = (
        Q(**{f"{cls}__isnull": True})
        | Q(**{f"{system}__max_class__isnull": True})
        | (mfa & Q(**{f"{system}__mfa": None}))
        | (encrypted & Q(**{f"{system}__encrypted": None}))
    )
    return links.annotate(
        due_on=unless(~bad, due=F("starts_on")),
        unknown=truth(unsaid & ~bad),
        assignee=manager_of("asset__unit", on),
    )


@obligation(
    "strict-classes-named",
    of=AccessRight,
    among=lambda on: standing(on).filter(account__isnull=False),
    duties=("O027",),
    title=_("The strictest class is opened to named persons alone"),
    criterion=_("No shared account has a right to an asset whose class names its users."),
    remedy=_("Give the right to persons, and have this one removed."),
    act=_("Have it removed"),
    verb="remove",
    reads={"access_rights": "", "assets": ("asset", "entitlement__opens__asset"),
           "classes": ("asset__classification", "entitlement__opens__asset__classification"),
           "entitlement_assets": "entitlement__opens", "appointments": "unit__appointments"},
    answers="manager",
)  # fmt: skip
def strict_classes_named(rights: Rows, on: date) -> Rows:
    opens = EntitlementAsset.objects.open(on).filter(asset__classification__named_users=True)
    named = Q(asset__classification__named_users=True)
    named |= Q(asset=None) & Q(exists(opens, entitlement="entitlement"))
    return rights.annotate(
        due_on=unless(~named, due=F("opens_on")), assignee=manager_of("unit", on)
    )
