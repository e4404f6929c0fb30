"""What leaves the office: permitted before, by an allowed way, back in time, confirmed by another."""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import Takeout
from sekisho.domains.assets.takeout import same_person
from sekisho.domains.assets.takeout_life import TakeoutState
from sekisho.domains.assets.takeout_register import MONTHS
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import in_charge, manager_of
from sekisho.obligations.rules.storage import CONFIRM_DAYS
from sekisho.obligations.words import truth, unless
from sekisho.registers.datesql import After, AfterMonths

READS = {"takeouts": "", "assets": "asset", "appointments": None}


def gone(on: date) -> Rows:
    return Takeout.objects.gone(on)


@obligation(
    "takeouts-permitted",
    of=Takeout,
    among=gone,
    duties=("O061",),
    kind=Kind.EVENT,
    title=_("Nothing is taken out before it is permitted"),
    criterion=_("The manager of the asset's unit, neither requester nor carrier, approved before."),
    remedy=_("Record the cause and a corrective action for the take-out without a permit."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS,
    answers="manager",
)
def permitted(rows: Rows, on: date) -> Rows:
    """The director or the deputy may approve instead of the manager."""
    before = Q(approved_at__lte=F("left_at")) & in_charge(
        "approved_by", "approved_on", "asset__unit"
    )
    met = before & ~same_person("approved_by")
    return rows.annotate(
        due_on=unless(met, due=F("left_on")), assignee=manager_of("asset__unit", on)
    )


@obligation(
    "takeouts-by-allowed-way",
    of=Takeout,
    among=gone,
    duties=("O061",),
    kind=Kind.EVENT,
    title=_("Information is taken out only by the ways its class allows"),
    criterion=_("The way is among those of the take-out rule of its class."),
    remedy=_("Record the cause and a corrective action; then use a way the class allows."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS | {"transport_rules": None},
    answers="manager",
)
def by_allowed_way(rows: Rows, on: date) -> Rows:
    """Unknown while the asset has no class."""
    met = Exists(Takeout.objects.by_allowed_way().filter(pk=OuterRef("pk")))
    return rows.annotate(
        due_on=unless(met, due=F("left_on")),
        unknown=truth(Q(asset__classification=None)),
        assignee=manager_of("asset__unit", on),
    )


@obligation(
    "takeouts-returned",
    of=Takeout,
    among=gone,
    duties=("O061", "O069"),
    title=_("What was taken out is back or received by its day"),
    criterion=_("Return or receipt is recorded by the last day of the permit."),
    remedy=_("Bring it back and record it; if it cannot be found, report an incident at once."),
    act=_("Record as returned"),
    verb="give_back",
    reads=READS,
    answers="manager",
    notice=3,
    minutes=2,
)
def returned(rows: Rows, on: date) -> Rows:
    return rows.annotate(
        due_on=unless(Q(returned_on__lte=on), due=F("due_back_on")),
        assignee=Coalesce(F("carrier"), manager_of("asset__unit", on)),
    )


@obligation(
    "takeouts-confirmed",
    of=Takeout,
    among=gone,
    duties=("O063",),
    title=_("Every return and receipt is confirmed by another person"),
    criterion=_(
        "Someone other than carrier and recorder has confirmed it within %(confirmation.days)s days."
    ),
    remedy=_("Look whether all is back or there, and confirm it."),
    act=_("Confirm"),
    verb="confirm",
    reads=READS,
    answers="manager",
    notice=7,
    minutes=2,
    settings=("confirmation.days",),
)
def confirmed(rows: Rows, on: date) -> Rows:
    other = ~Q(confirmed_by=F("carrier")) & ~Q(confirmed_by=F("returned_by"))
    met = Q(confirmed_on__lte=on) & other
    return rows.annotate(
        due_on=unless(met, due=After("returned_on", CONFIRM_DAYS())),
        assignee=manager_of("asset__unit", on),
    )


@obligation(
    "takeouts-limited",
    of=Takeout,
    among=lambda on: (
        Takeout.objects.present().filter(approved_on__lte=on).exclude(state=TakeoutState.REFUSED)
    ),
    duties=("O068",),
    title=_("Every take-out permit ends within the longest term"),
    criterion=_("Its last day is set and lies no more than %(takeouts.most_months)s months ahead."),
    remedy=_("Take the permit back and ask for a shorter one."),
    act=_("Take the request back"),
    verb="take_back",
    reads=READS,
    answers="manager",
    settings=("takeouts.most_months",),
)
def limited(rows: Rows, on: date) -> Rows:
    met = Q(due_back_on__lte=AfterMonths("starts_on", MONTHS()))
    return rows.annotate(
        due_on=unless(met, due=F("approved_on")), assignee=manager_of("asset__unit", on)
    )
