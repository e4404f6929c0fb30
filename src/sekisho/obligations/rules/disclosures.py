"""Disclosure outside: permitted before, on a ground, recorded the same day, marked, settled after."""

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.disclosure_permit import DIRECTOR_RANK, MONTHS
from sekisho.domains.assets.disclosure_words import DisclosureState, Ground, PermitState
from sekisho.domains.assets.models import Disclosure, DisclosurePermit
from sekisho.domains.suppliers.term import GOES_ON
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import in_charge, in_office, manager_of
from sekisho.obligations.words import registered, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterMonths
from sekisho.registers.rights import Role

RECORD_DAYS = settings.declare(
    "disclosure.record_days", 0, _("Days to record a disclosure"), unit=_("days"), most=7,
    source=_("Default of practice: on the same day."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip
READS = {
    "disclosures": "", "disclosure_permits": "permit", "assets": "asset", "ndas": "permit__nda",
    "appointments": None,
}  # fmt: skip


def by(on: date) -> Rows:
    return Disclosure.objects.by(on)


def in_time() -> Q:
    """Permitted before it was disclosed, and not outside the days of the permit."""
    ended = Q(permit__ended_on=None) | Q(permit__ended_on__gt=F("disclosed_on"))
    day = Q(permit__starts_on__lte=F("disclosed_on"), permit__ends_on__gte=F("disclosed_on"))
    earlier = Q(permit__approved_on__lt=F("disclosed_on"))
    same = Q(permit__approved_on=F("disclosed_on"))
    hour = Q(disclosed_at=None) | Q(permit__approved_at__lte=F("disclosed_at"))
    return ended & day & (earlier | (same & hour))


def by_director() -> Q:
    """For the strictest class the director (or the deputy) permitted as well, before."""
    lower = Q(rank__lt=DIRECTOR_RANK()) | Q(rank=None)
    before = Q(permit__director_on__lte=F("disclosed_on"))
    later = Q(permit__director_at__gt=F("disclosed_at"))
    office = in_office("permit__director", "permit__director_on", Role.DIRECTOR, Role.DEPUTY)
    return lower | (before & ~later & Q(office))


def grounded() -> Q:
    """By an agreement that is valid on the day, or on another ground."""
    begun = Q(permit__nda__signed_on__lte=F("disclosed_on"),
              permit__nda__valid_from__lte=F("disclosed_on"))  # fmt: skip
    running = Q(permit__nda__ends_on__gte=F("disclosed_on")) | Q(
        permit__nda__ends_on=None, permit__nda__renewal__in=GOES_ON
    )
    other = Q(permit__ground__isnull=False) & ~Q(permit__ground=Ground.NDA)
    return other | (begun & running)


@obligation(
    "disclosures-permitted",
    of=Disclosure,
    among=by,
    duties=("O057", "O069"),
    kind=Kind.EVENT,
    title=_("Nothing is disclosed outside before it is permitted"),
    criterion=_(
        "A permit in force for this receiver and class, given before by the manager (strictest class: "
        "the director too), with a valid agreement or another ground."
    ),
    remedy=_("Record the cause and a corrective action for the disclosure without a valid permit."),
    act=_("Add a corrective action"),
    verb="change",
    reads=READS | {"classes": None},
    answers="manager",
)
def permitted(rows: Rows, on: date) -> Rows:
    """Every condition at the moment of the disclosure; a permit given later heals nothing."""
    for_them = Q(permit__party=F("party")) | Q(permit__party=None, party=None)
    covers = Q(rank=None) | Q(permit__classification__rank__gte=F("rank"))
    this = Q(permit__asset=None) | Q(permit__asset=F("asset"))
    given = in_charge("permit__approved_by", "permit__approved_on", "permit__unit")
    other = ~Q(permit__approved_by=F("permit__requested_by"))
    met = in_time() & for_them & covers & this & given & other & by_director() & grounded()
    return rows.annotate(
        due_on=unless(met, due=F("disclosed_on")), assignee=manager_of("asset__unit", on)
    )


@obligation(
    "disclosures-recorded",
    of=Disclosure,
    among=by,
    duties=("O058",),
    kind=Kind.EVENT,
    title=_("Every disclosure is recorded at once"),
    criterion=_(
        "The record was entered within %(disclosure.record_days)s days of the day of the disclosure."
    ),
    remedy=_("Record the cause of the late entry and a corrective action."),
    act=_("Add a corrective action"),
    verb="change",
    reads={"disclosures": "", "assets": "asset", "appointments": None},
    answers="manager",
    settings=("disclosure.record_days",),
)
def recorded(rows: Rows, on: date) -> Rows:
    limit = After("disclosed_on", RECORD_DAYS())
    rows = rows.annotate(entered=TruncDate("created_at"), limit=limit)
    return rows.annotate(
        due_on=unless(Q(entered__lte=F("limit")), due=F("limit")),
        assignee=manager_of("asset__unit", on),
    )


@obligation(
    "disclosures-marked",
    of=Disclosure,
    among=by,
    duties=("O059",),
    title=_("What is disclosed under an agreement bears the marking it asks for"),
    criterion=_(
        "Holder and word were shown as the marking clause asks; what was said is followed up."
    ),
    remedy=_("Confirm the marking, or mark it now and tell the receiver."),
    act=_("Confirm the marking"),
    verb="change",
    reads=READS,
    answers="manager",
    minutes=3,
)
def marked(rows: Rows, on: date) -> Rows:
    """Unknown while nobody confirmed it, or nobody has read the clause; other grounds ask nothing."""
    under = Q(permit__ground=Ground.NDA)
    oral = Q(channel="oral")
    unsaid = Q(permit__nda__marking=None) | Q(permit__nda__marking=True, marked=None)
    unfollowed = oral & Q(permit__nda__oral=True, oral_record=None)
    wrong = Q(permit__nda__marking=True, marked=False) & ~oral
    return rows.annotate(
        due_on=unless(~(under & (wrong | unfollowed)), due=F("disclosed_on")),
        unknown=truth(under & ~oral & unsaid),
        assignee=Coalesce(F("disclosed_by"), manager_of("asset__unit", on)),
    )


@obligation(
    "disclosures-settled",
    of=Disclosure,
    among=by,
    duties=("O058", "O069"),
    title=_("What was disclosed for a time is back or destroyed by its day"),
    criterion=_("Return or destruction is recorded with its proof by the day agreed."),
    remedy=_("Ask the receiver to return or destroy it, and record the proof."),
    act=_("Record return or destruction"),
    verb="close",
    reads={"disclosures": "", "assets": "asset", "appointments": None},
    answers="manager",
    notice=14,
)
def settled(rows: Rows, on: date) -> Rows:
    met = Q(state=DisclosureState.CLOSED, closed_on__lte=on) & ~Q(proof="")
    return rows.annotate(
        due_on=unless(met, due=F("return_due_on")),
        assignee=Coalesce(F("disclosed_by"), manager_of("asset__unit", on)),
    )


@obligation(
    "disclosure-permits-limited",
    of=DisclosurePermit,
    among=lambda on: DisclosurePermit.objects.present().filter(
        approved_on__lte=on, state__in=(PermitState.APPROVED, PermitState.ENDORSED)
    ),
    duties=("O068",),
    title=_("Every permit to disclose ends within the longest term"),
    criterion=_(
        "Its last day is set and lies no more than %(disclosure.most_months)s months ahead."
    ),
    remedy=_("End the permit and ask for a shorter one."),
    act=_("End the permit"),
    verb="end",
    reads={"disclosure_permits": "", "appointments": "unit__appointments"},
    answers="manager",
    settings=("disclosure.most_months",),
)
def limited(rows: Rows, on: date) -> Rows:
    met = Q(ends_on__lte=AfterMonths("starts_on", MONTHS()))
    return rows.annotate(due_on=unless(met, due=F("approved_on")), assignee=manager_of("unit", on))


@obligation(
    "disclosures-purposed",
    of=Disclosure,
    among=by,
    duties=("O058", "O067"),
    title=_("Every disclosure names receiver, way and the purpose of its permit"),
    criterion=_("Receiver, way and purpose are recorded; the asset has purposes of use."),
    remedy=_("Write the purposes of use of the asset."),
    act=_("Fill in"),
    verb="change",
    reads={"disclosures": "", "assets": "asset", "appointments": None},
    answers="manager",
    minutes=2,
)
def purposed(rows: Rows, on: date) -> Rows:
    """What the asset is for must be known before anyone can say that this served it."""
    blank = Q(purpose="") | Q(recipient="") | Q(channel="")
    return rows.annotate(
        due_on=unless(~blank, due=registered()),
        unknown=truth(Q(asset__purposes="")),
        assignee=manager_of("asset__unit", on),
    )
