"""Systems: their accounts compared with what was approved, and never trusted without checking."""

from datetime import date

from django.db.models import F, IntegerField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.found_right import stands
from sekisho.domains.access.models import (
    AccountList,
    AccountMember,
    FoundRight,
    System,
    SystemAccount,
)
from sekisho.domains.access.terms import GROUP
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import exists, latest, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import AfterDays, BusinessAfter

SOURCE = _("Default of practice; the policy names no number.")
SINCE = date(2026, 4, 1)
IMPORT_DAYS = settings.declare(
    "access.import_days", 31, _("Days between two lists of accounts of a system"), source=SOURCE,
    since=SINCE, unit=_("days"), least=1, most=100, group=GROUP,
)  # fmt: skip
FOUND_DAYS = settings.declare(
    "access.found_days", 5, _("Business days to settle access found without approval"),
    source=SOURCE, since=SINCE, unit=_("business days"), most=20, group=GROUP,
)  # fmt: skip


def systems(on: date) -> Rows:
    return System.objects.in_use(on)


@obligation(
    "systems-compared",
    of=System,
    among=systems,
    duties=("O054",),
    title=_("The accounts of every system are compared with what was approved"),
    criterion=_("A complete list is imported at least every %(access.import_days)s days."),
    remedy=_("Import the list of accounts of the system."),
    act=_("Import accounts"),
    verb="change",
    reads={"systems": "", "account_lists": "lists"},
    answers="admin",
    notice=5,
    minutes=15,
    settings=("access.import_days",),
)
def systems_compared(rows: Rows, on: date) -> Rows:
    """Never compared: nobody knows who can get in."""
    whole = AccountList.objects.whole().filter(taken_on__lte=on)
    rows = rows.annotate(
        last=latest(whole, "taken_on", system="pk"),
        days=Coalesce("import_days", Value(IMPORT_DAYS()), output_field=IntegerField()),
    )
    return rows.annotate(
        due_on=AfterDays("last", "days"), unknown=truth(Q(last=None)), assignee=F("admin_id")
    )


@obligation(
    "found-rights-approved",
    of=FoundRight,
    among=lambda on: FoundRight.objects.seen().filter(starts_on__lte=on),
    duties=("O054",),
    title=_("No system gives access that was not approved"),
    criterion=_("Each account and role on the system's own list stands on a right within %(access.found_days)s business days."),
    remedy=_("Request it afterwards, have it removed, or say whose account it is."),
    act=_("Settle it"),
    verb="change",
    reads={"found_rights": "", "access_rights": ("account__rights", "entitlement__rights",
           "account__person__access_rights"), "system_accounts": "account", "systems": "system",
           "entitlements": ("entitlement", "system__entitlements", "account__rights__entitlement",
                            "account__person__access_rights__entitlement"),
           "appointments": "system__unit__appointments"},
    answers="admin",
    notice=5,
    minutes=3,
    settings=("access.found_days",),
)  # fmt: skip
def found_rights_approved(found: Rows, on: date) -> Rows:
    return found.annotate(
        due_on=unless(stands(), due=BusinessAfter("starts_on", FOUND_DAYS())),
        assignee=manager_of("system__unit", on),
    )


@obligation(
    "accounts-owned",
    of=SystemAccount,
    among=SystemAccount.objects.open,
    duties=("O054",),
    title=_("Somebody answers for every account in a system"),
    criterion=_("Within %(access.found_days)s business days each account has its person; shared, service and privileged ones have a reason, and shared ones their users."),
    remedy=_("Say whose account it is and why it is needed, or switch it off."),
    act=_("Fill in"),
    verb="change",
    reads={"system_accounts": "", "account_members": "members", "systems": "system",
           "appointments": "system__unit__appointments"},
    answers="admin",
    notice=5,
    minutes=3,
    settings=("access.found_days",),
)  # fmt: skip
def accounts_owned(accounts: Rows, on: date) -> Rows:
    users = AccountMember.objects.in_use(on)
    common = Q(kind__in=("shared", "service"))
    lacking = Q(kind="unknown") | Q(person=None) | ((common | Q(privileged=True)) & Q(reason=""))
    lacking |= Q(kind="shared") & ~Q(exists(users, account="pk"))
    return accounts.annotate(
        due_on=unless(~lacking, due=BusinessAfter("starts_on", FOUND_DAYS())),
        assignee=manager_of("system__unit", on),
    )
