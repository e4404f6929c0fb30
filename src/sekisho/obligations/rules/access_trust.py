"""Never trust, always check: zero trust of every system, and the exceptions that end."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.access_exception import Trusted
from sekisho.domains.access.models import (
    AccessException,
    System,
    SystemAccount,
)
from sekisho.domains.access.terms import GROUP
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of, manager_or_owner
from sekisho.obligations.rules.access_systems import FOUND_DAYS, SINCE, SOURCE, systems
from sekisho.obligations.words import NOTHING, exists, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import AfterMonths, BusinessAfter

TARGET = settings.declare(
    "access.trust_target", 5, _("Points of zero trust every system reaches (of 5)"),
    source=SOURCE, since=SINCE, least=1, most=5, group=GROUP,
)  # fmt: skip
QUARTER = settings.declare(
    "access.trust_review_months", 3, _("Zero trust of a system is looked at every"),
    source=SOURCE, since=SINCE, unit=_("months"), least=1, most=12, group=GROUP,
)  # fmt: skip


def point(met: Any) -> Case:
    return Case(When(met, then=Value(1)), default=Value(0), output_field=IntegerField())


def granted(kind: str, on: date) -> Any:
    """Whether an exception stands for what the system lacks."""
    return Q(exists(AccessException.objects.standing(on).filter(kind=kind), system="pk"))


@obligation(
    "systems-zero-trust",
    of=System,
    among=systems,
    duties=("O020",),
    title=_("Every system checks each access: who, with what device, how far, and logs it"),
    criterion=_(
        "At least %(access.trust_target)s of five: single sign-on, multi-factor authentication, device "
        "rule, least privilege looked at within %(access.trust_review_months)s months, and logs; an "
        "approved exception counts."
    ),
    remedy=_("Put in place what is missing, or ask for an exception that ends."),
    act=_("Fill in"),
    verb="change",
    reads={"systems": "", "access_exceptions": "exceptions", "appointments": "unit__appointments"},
    answers="admin",
    minutes=20,
    settings=("access.trust_target", "access.trust_review_months"),
)
def systems_zero_trust(rows: Rows, on: date) -> Rows:
    """Four points stand or not; the fifth, least privilege, must be earned again each quarter."""
    need = TARGET()
    rows = rows.annotate(
        looked_until=AfterMonths("least_privilege_on", QUARTER()),
        others=point(Q(sso=True))
        + point(Q(mfa=True) | granted(Trusted.NO_MFA, on))
        + point(Q(device_rule=True) | granted(Trusted.DEVICE, on))
        + point(Q(logs=True)),
    )
    due = Case(
        When(others__gte=need, then=NOTHING),
        When(others=need - 1, then=Coalesce("looked_until", "starts_on")),
        default=F("starts_on"),
        output_field=DateField(),
    )
    reached = Q(others__gte=need) | Q(others=need - 1, looked_until__gte=on)
    unsaid = Q(sso=None) | Q(mfa=None) | Q(device_rule=None) | Q(logs=None)
    return rows.annotate(
        due_on=due,
        unknown=truth(unsaid & ~reached),
        assignee=manager_or_owner("unit", "admin", on),
    )


@obligation(
    "trust-exceptions-decided",
    of=AccessException,
    among=AccessException.objects.in_use,
    duties=("O021", "O068", "O069"),
    title=_("What is trusted without checking is approved and ends"),
    criterion=_(
        "Approved by somebody else before it begins, for at most %(access.exception_days)s days; ended by its last day."
    ),
    remedy=_("Approve it, or end it."),
    act=_("End the exception"),
    verb="end",
    reads={"access_exceptions": ""},
    answers="director",
    notice=30,
    settings=("access.exception_days",),
)
def trust_exceptions_decided(rows: Rows, on: date) -> Rows:
    del on
    decided = Q(state="approved") & ~Q(approved_by=F("requester"))
    due = Case(When(decided, then=F("ends_on")), default=F("starts_on"), output_field=DateField())
    return rows.annotate(due_on=due)


@obligation(
    "trust-exceptions-reviewed",
    of=AccessException,
    among=AccessException.objects.standing,
    duties=("O021",),
    title=_("Exceptions from zero trust are looked at regularly"),
    criterion=_("Somebody confirms every %(access.trust_review_months)s months that it is still needed."),
    remedy=_("Confirm that it is still needed, or end it."),
    act=_("Confirm that it is still needed"),
    verb="review",
    reads={"access_exceptions": "", "systems": "system",
           "appointments": "system__unit__appointments"},
    answers="committee",
    settings=("access.trust_review_months",),
)  # fmt: skip
def trust_exceptions_reviewed(rows: Rows, on: date) -> Rows:
    last = Coalesce("reviewed_on", "starts_on")
    return rows.annotate(
        due_on=AfterMonths(last, QUARTER()), assignee=manager_of("system__unit", on)
    )


@obligation(
    "shared-accounts-excepted",
    of=SystemAccount,
    among=lambda on: SystemAccount.objects.open(on).filter(kind="shared"),
    duties=("O021",),
    title=_("Every shared account is an approved exception that ends"),
    criterion=_("Within %(access.found_days)s business days an exception for shared accounts of its system is approved and not over."),
    remedy=_("Ask for the exception, or give everybody an account of their own."),
    act=_("Ask for the exception"),
    verb="add",
    reads={"system_accounts": "", "systems": "system", "access_exceptions": "system__exceptions",
           "appointments": "system__unit__appointments"},
    answers="admin",
    settings=("access.found_days",),
)  # fmt: skip
def shared_accounts_excepted(accounts: Rows, on: date) -> Rows:
    standing = AccessException.objects.standing(on).filter(kind=Trusted.SHARED)
    met = Q(exists(standing, system="system"))
    return accounts.annotate(
        due_on=unless(met, due=BusinessAfter("starts_on", FOUND_DAYS())),
        assignee=manager_of("system__unit", on),
    )
