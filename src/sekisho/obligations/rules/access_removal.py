"""Access that is no longer needed: of leavers, movers, what was decided, and what nobody uses."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.models import (
    AccessRight,
    StaffChange,
    StaffChangeItem,
    SystemAccount,
)
from sekisho.domains.access.right_rows import LIVE, OPEN
from sekisho.domains.access.terms import GROUP
from sekisho.domains.access.words import Cause
from sekisho.domains.people.account import ACCESS_ENDS
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.obligations.words import the_earlier, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, BusinessAfter

SOURCE = _("Default of practice; the policy names no number.")
LEAVER_DAYS = settings.declare(
    "access.leaver_days", 1, _("Business days to remove a leaver's access"), source=SOURCE,
    since=date(2026, 4, 1), unit=_("business days"), most=5, group=GROUP,
)  # fmt: skip
MOVER_DAYS = settings.declare(
    "access.mover_days", 5, _("Business days to look at a mover's access"), source=SOURCE,
    since=date(2026, 4, 1), unit=_("business days"), most=20, group=GROUP,
)  # fmt: skip
REMOVE_DAYS = settings.declare(
    "access.remove_days", 5, _("Business days to remove access"), source=SOURCE,
    since=date(2026, 4, 1), unit=_("business days"), most=20, group=GROUP,
)  # fmt: skip
VERIFY_DAYS = settings.declare(
    "access.verify_days", 35, _("Days until a list of accounts shows that access is gone"),
    source=SOURCE, since=date(2026, 4, 1), unit=_("days"), most=100, group=GROUP,
)  # fmt: skip
DORMANT_DAYS = settings.declare(
    "access.dormant_days", 90, _("Days without sign-in after which an account is looked at"),
    source=SOURCE, since=date(2026, 4, 1), unit=_("days"), least=14, most=366, group=GROUP,
)  # fmt: skip


def closing(person: str = "") -> Any:
    """The last day on which the one at the lookup ``person`` may sign in; NULL: none is known.

    The day the company chose; at a dismissal the first of the two; never beyond a contract's end.
    """
    at = f"{person}__" if person else ""
    last, left = F(f"{at}last_working_on"), F(f"{at}ends_on")
    chosen = Coalesce(last, left) if ACCESS_ENDS() == "last_working_on" else left
    day = Case(
        When(**{f"{at}leaving": "dismissal"}, then=the_earlier(last, left)),
        default=chosen,
        output_field=DateField(),
    )
    return the_earlier(day, F(f"{at}contract_ends_on"))


@obligation(
    "leavers-rights-removed",
    of=AccessRight,
    among=lambda on: leaving(AccessRight.objects.open(on).filter(state__in=OPEN)),
    duties=("O056",),
    title=_("Leavers' access rights are removed"),
    criterion=_("Within %(access.leaver_days)s business day(s) after the last day with access."),
    remedy=_("Remove the right in the system and record the proof."),
    act=_("Record the removal"),
    verb="confirm_removal",
    reads={"access_rights": "", "people": "person"},
    notice=30,
    answers="admin",
    minutes=5,
    settings=("access.leaver_days", "people.access_ends"),
)
def leavers_rights_removed(rights: Rows, on: date) -> Rows:
    del on
    return rights.annotate(due_on=BusinessAfter("closes", LEAVER_DAYS()))


def leaving(rows: Rows) -> Rows:
    """Those whose person is known to leave, with the day as ``closes``."""
    return rows.annotate(closes=closing("person")).filter(closes__isnull=False)


@obligation(
    "leavers-accounts-closed",
    of=SystemAccount,
    among=lambda on: leaving(SystemAccount.objects.open(on).exclude(kind="shared")),
    duties=("O056",),
    title=_("Leavers' accounts are closed in every system"),
    criterion=_(
        "Switched off or gone within %(access.leaver_days)s business day(s) after the last day with access."
    ),
    remedy=_("Switch the account off; the next list of accounts shows it."),
    act=_("Open the account"),
    verb="change",
    reads={"system_accounts": "", "people": "person"},
    notice=30,
    answers="admin",
    settings=("access.leaver_days", "people.access_ends"),
)
def leavers_accounts_closed(accounts: Rows, on: date) -> Rows:
    """A service's account is handed over to somebody else instead."""
    del on
    return accounts.annotate(due_on=BusinessAfter("closes", LEAVER_DAYS()))


def moved(on: date) -> Rows:
    moves = StaffChange.objects.happening().filter(
        kind="mover", person=OuterRef("person"), effective_on__lte=on
    )
    last = Subquery(moves.order_by("-effective_on").values("effective_on")[:1])
    rights = AccessRight.objects.open(on).filter(state__in=LIVE)
    return rights.annotate(moved_on=last).filter(moved_on__isnull=False)


@obligation(
    "movers-rights-decided",
    of=AccessRight,
    among=moved,
    duties=("O056",),
    title=_("Movers' access rights are looked at again"),
    criterion=_("Each is kept or removed within %(access.mover_days)s business days after the move."),
    remedy=_("Confirm the right for the new post, or have it removed."),
    act=_("Confirm in a review"),
    verb="keep",
    reads={"access_rights": "", "people": "person", "staff_changes": "person__staff_changes",
           "appointments": "unit__appointments"},
    answers="manager",
    notice=5,
    minutes=2,
    settings=("access.mover_days",),
)  # fmt: skip
def movers_rights_decided(rights: Rows, on: date) -> Rows:
    """Met by a right given, renewed or confirmed since the move."""
    met = Q(last_reviewed_on__gte=F("moved_on"), last_reviewed_on__lte=on)
    met |= Q(opens_on__gte=F("moved_on"))
    return rights.annotate(
        due_on=unless(met, due=BusinessAfter("moved_on", MOVER_DAYS())),
        assignee=manager_of("unit", on),
    )


@obligation(
    "removals-done",
    of=AccessRight,
    among=lambda on: AccessRight.objects.open(on).filter(state="removal"),
    duties=("O056", "O069"),
    title=_("Access that is to be removed is removed"),
    criterion=_(
        "Within %(access.remove_days)s business days; of leavers within %(access.leaver_days)s. Pending until there is proof."
    ),
    remedy=_("Remove the right in the system and record the proof."),
    act=_("Record the removal"),
    verb="confirm_removal",
    reads={"access_rights": ""},
    answers="admin",
    notice=5,
    minutes=5,
    settings=("access.leaver_days", "access.remove_days"),
)
def removals_done(rights: Rows, on: date) -> Rows:
    del on
    due = Case(
        When(removal_cause=Cause.LEAVER, then=BusinessAfter("removal_asked_on", LEAVER_DAYS())),
        default=BusinessAfter("removal_asked_on", REMOVE_DAYS()),
        output_field=DateField(),
    )
    return rights.annotate(due_on=due)


def removed_in_systems(on: date) -> Rows:
    rights = AccessRight.objects.present().filter(state="removed", entitlement__isnull=False)
    return rights.filter(closed_on__lte=on)


@obligation(
    "removals-verified",
    of=AccessRight,
    among=removed_in_systems,
    duties=("O056",),
    title=_("The next list of accounts shows that removed access is gone"),
    criterion=_(
        "Within %(access.verify_days)s days a list taken after the removal no longer shows it."
    ),
    remedy=_("Import the list of accounts of the system; remove what it still shows."),
    act=_("Compare accounts"),
    verb="verify_removal",
    reads={"access_rights": ""},
    answers="admin",
    settings=("access.verify_days",),
)
def removals_verified(rights: Rows, on: date) -> Rows:
    met = Q(removal_verified_on__lte=on)
    return rights.annotate(due_on=unless(met, due=After("closed_on", VERIFY_DAYS())))


@obligation(
    "dormant-accounts-looked-at",
    of=SystemAccount,
    among=lambda on: SystemAccount.objects.open(on).filter(kind="person"),
    duties=("O056",),
    title=_("Accounts that nobody uses are looked at"),
    criterion=_("After %(access.dormant_days)s days without sign-in the right is confirmed or removed."),
    remedy=_("Confirm that the account is needed, or switch it off."),
    act=_("Open the account"),
    verb="change",
    reads={"system_accounts": "", "systems": "system", "access_rights": "person__access_rights", "people": "person",
           "entitlements": "person__access_rights__entitlement", "appointments": "system__unit__appointments"},
    answers="admin",
    settings=("access.dormant_days",),
)  # fmt: skip
def dormant_accounts(accounts: Rows, on: date) -> Rows:
    """Unknown where the system's list does not say when an account was last used."""
    days = DORMANT_DAYS()
    looked = AccessRight.objects.present().filter(
        person=OuterRef("person"), entitlement__system=OuterRef("system"),
        last_reviewed_on__gt=After(OuterRef("last_used_on"), days), last_reviewed_on__lte=on,
    )  # fmt: skip
    due = After("last_used_on", days)
    return accounts.annotate(
        due_on=unless(Exists(looked), due=due),
        unknown=truth(Q(last_used_on=None)),
        assignee=manager_of("system__unit", on),
    )


@obligation(
    "checklists-done",
    of=StaffChangeItem,
    among=lambda _on: StaffChangeItem.objects.present()
    .filter(change__withdrawn_at=None)
    .exclude(change__state="cancelled"),
    duties=("O056",),
    title=_("The checklists of joining, moving and leaving are done"),
    criterion=_("Each point is done or marked as not needed by its day."),
    remedy=_("Do what is left and record it."),
    act=_("Done"),
    verb="finish",
    reads={"staff_change_items": "", "staff_changes": "change", "people": "change__person",
           "appointments": "change__person__unit__appointments"},
    answers="admin",
    notice=10,
    minutes=10,
)  # fmt: skip
def checklists_done(items: Rows, on: date) -> Rows:
    done = ~Q(state="open") & Q(done_on__lte=on)
    return items.annotate(
        owed_on=unless(done, due=F("due_on")), assignee=manager_of("change__person__unit", on)
    )
