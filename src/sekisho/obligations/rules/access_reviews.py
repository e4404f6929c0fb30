"""Rights are looked at again within the cycle, standard roles once for all, reviews end in time."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, Q, When
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.models import AccessRight, Entitlement, ReviewItem
from sekisho.domains.access.review_words import PENDING
from sekisho.domains.access.right_rows import LIVE
from sekisho.domains.access.terms import (
    ESCALATION_DAYS,
    PRIVILEGED_MONTHS,
    REVIEW_MONTHS,
)
from sekisho.domains.access.words import Basis
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import unless
from sekisho.registers.datesql import AfterMonths, BusinessAfter

SETTINGS = ("access.review_months", "access.privileged_review_months")
STANDARD = Q(basis=Basis.BIRTHRIGHT, entitlement__state="birthright")


def one_by_one(on: date) -> Rows:
    """Rights that stand and are reviewed each for itself."""
    return AccessRight.objects.open(on).filter(state__in=LIVE).exclude(STANDARD)


def by(day: str, on: date) -> Any:
    """The day in a column, as far as it had come by ``on``."""
    return Case(When(**{f"{day}__lte": on}, then=F(day)), output_field=DateField())


def next_due(last: Any, privileged: Q) -> Case:
    """When something last looked at on ``last`` is looked at again."""
    return Case(
        When(privileged, then=AfterMonths(last, PRIVILEGED_MONTHS())),
        default=AfterMonths(last, REVIEW_MONTHS()),
        output_field=DateField(),
    )


@obligation(
    "rights-reviewed",
    of=AccessRight,
    among=one_by_one,
    duties=("O055",),
    title=_("Every access right was reviewed within the cycle"),
    criterion=_(
        "Confirmed or renewed within %(access.review_months)s months, privileged rights within "
        "%(access.privileged_review_months)s months, counted from the approval at first."
    ),
    remedy=_("Confirm the right in a review, or have it removed."),
    act=_("Confirm in a review"),
    verb="keep",
    reads={"access_rights": "", "entitlements": "entitlement", "system_accounts": "account",
           "appointments": "unit__appointments"},
    answers="manager",
    notice=30,
    minutes=1,
    settings=SETTINGS,
)  # fmt: skip
def rights_reviewed(rights: Rows, on: date) -> Rows:
    approved = TruncDate("approved_at")
    first = Coalesce(Case(When(approved_at__date__lte=on, then=approved)), "opens_on")
    last = Coalesce(by("last_reviewed_on", on), first, output_field=DateField())
    privileged = Q(entitlement__privileged=True) | Q(account__privileged=True)
    privileged |= Q(actions__contains=",administer,")
    rights = rights.annotate(looked_at=last)
    return rights.annotate(
        due_on=next_due(F("looked_at"), privileged), assignee=manager_of("unit", on)
    )


def standard(on: date) -> Rows:
    return Entitlement.objects.present().filter(
        Q(approved_on=None) | Q(approved_on__lte=on), state="birthright"
    )


@obligation(
    "standard-roles-reviewed",
    of=Entitlement,
    among=standard,
    duties=("O055",),
    title=_("Every standard role was reviewed within the cycle"),
    criterion=_(
        "Confirmed once for all its holders within %(access.review_months)s months, a privileged "
        "one within %(access.privileged_review_months)s months."
    ),
    remedy=_("Confirm the standard role in a review, or end it."),
    act=_("Confirm in a review"),
    verb="keep",
    reads={"entitlements": "", "systems": "system", "appointments": "system__unit__appointments"},
    answers="manager",
    notice=30,
    minutes=2,
    settings=SETTINGS,
)
def standard_roles_reviewed(roles: Rows, on: date) -> Rows:
    first = Coalesce("approved_on", TruncDate("created_at"))
    last = Coalesce(by("last_reviewed_on", on), first, output_field=DateField())
    roles = roles.annotate(looked_at=last)
    return roles.annotate(
        due_on=next_due(F("looked_at"), Q(privileged=True)),
        assignee=manager_of("system__unit", on),
    )


def under_review(on: date) -> Rows:
    return ReviewItem.objects.present().filter(
        campaign__state="running", campaign__withdrawn_at=None, campaign__starts_on__lte=on
    )


@obligation(
    "reviews-decided",
    of=ReviewItem,
    among=under_review,
    duties=("O055",),
    title=_("Every right under review is decided by the last day"),
    criterion=_(
        "Decided and confirmed by the last day of the review; what goes to the superior within "
        "%(access.escalation_days)s more business days."
    ),
    remedy=_("Decide on the rights under review."),
    act=_("Open the review"),
    verb="change",
    reads={"review_items": "", "review_campaigns": "campaign"},
    answers="manager",
    notice=60,
    minutes=1,
    settings=("access.escalation_days",),
)
def reviews_decided(items: Rows, on: date) -> Rows:
    del on
    due = Case(
        When(state="escalated", then=BusinessAfter("campaign__due_on", ESCALATION_DAYS())),
        default=F("campaign__due_on"),
        output_field=DateField(),
    )
    return items.annotate(due_on=unless(~Q(state__in=PENDING), due=due), assignee=F("reviewer"))
