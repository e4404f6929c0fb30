"""Agreements with others: secrecy described, renewed and ended in order, spoken words confirmed."""

from datetime import date
from typing import Any

from django.db.models import Case, DateField, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.models import Contract, Nda, OralDisclosure
from sekisho.domains.suppliers.nda_words import Return
from sekisho.domains.suppliers.term import Decision, Renewal
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import manager_or_owner
from sekisho.obligations.words import NOTHING, exists, registered, the_earlier, truth, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterDays

EXPIRY_DAYS = settings.declare(
    "contracts.expiry_days", 60, _("Days before an agreement ends by which to decide"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), least=1, most=365, group=_("Contracts"),
)  # fmt: skip
DESCRIBE_DAYS = settings.declare(
    "contracts.describe_days", 14, _("Days to describe a new agreement in full"), unit=_("days"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    most=90, group=_("Contracts"),
)  # fmt: skip
RETURN_DAYS = settings.declare(
    "contracts.return_days", 30, _("Days to return or destroy where none are agreed"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), most=180, group=_("Contracts"),
)  # fmt: skip


def still_open(on: date) -> Rows:
    """Agreements not over by ``on``; those of which nobody entered a day count as open."""
    return Nda.objects.present().exclude(pk__in=Nda.objects.over(on).values("pk"))


def with_secrets(on: date) -> Rows:
    return Contract.objects.signed(on).filter(secrets=True)


@obligation(
    "ndas-described",
    of=Nda,
    among=still_open,
    duties=("O011",),
    title=_("Every confidentiality agreement is described in full"),
    criterion=_(
        "Within %(contracts.describe_days)s days of its registration: direction, scope, term, secrecy afterwards, marking, "
        "oral disclosure, return and the person in charge."
    ),
    remedy=_("Read the agreement and fill in what is missing."),
    act=_("Fill in"),
    verb="change",
    reads={"ndas": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=15,
    settings=("contracts.describe_days",),
)
def ndas_described(ndas: Rows, on: date) -> Rows:
    """No question is open that somebody will have to answer when information leaves or returns."""
    open_ = exists(Nda.objects.undescribed(), pk="pk")
    return ndas.annotate(
        due_on=unless(~Q(open_), due=After(registered(), DESCRIBE_DAYS())),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "ndas-marking-known",
    of=Nda,
    among=Nda.objects.lets_out,
    duties=("O059",),
    title=_("For what we disclose, the marking each agreement asks for is known"),
    criterion=_("Whether marking is required; if so, the word and the holder's name to be shown."),
    remedy=_("Look up the marking clause and register the word and the holder's name."),
    act=_("Fill in"),
    verb="change",
    reads={"ndas": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=5,
)
def ndas_marking_known(ndas: Rows, on: date) -> Rows:
    """Unknown while nobody has read the clause: nobody can then mark as it asks."""
    unshown = Q(marking=True) & (Q(marking_word="") | Q(marking_holder=""))
    return ndas.annotate(
        due_on=unless(~unshown, due=F("valid_from")),
        unknown=truth(Q(marking__isnull=True)),
        assignee=manager_or_owner("unit", "owner", on),
    )


def expiring(rows: Rows, on: date) -> Rows:
    """Agreements with a last day that may still be renewed, or that were and it is not entered."""
    rows = rows.filter(ended_on=None, valid_until__isnull=False, signed_on__lte=on)
    going_on = Q(decision=Decision.RENEW) | Q(renewal=Renewal.AUTOMATIC)
    return rows.exclude(renewal=Renewal.ENDLESS).filter(Q(valid_until__gte=on) | going_on)


def decided(rows: Rows, on: date) -> Rows:
    """Decided well before the last day; the new last day is entered when the old one is over."""
    notice = AfterDays("valid_until", Value(0) - F("notice_days"))
    early = the_earlier(After("valid_until", -EXPIRY_DAYS()), notice)
    by = Case(
        When(decision=Decision.END, decided_on__lte=on, then=NOTHING),
        When(decision=Decision.RENEW, decided_on__lte=on, then=F("valid_until")),
        default=early,
        output_field=DateField(),
    )
    return rows.annotate(due_on=by, assignee=manager_or_owner("unit", "owner", on))


def renewal(of: Any, code: str, among: Any, **terms: Any) -> None:
    """The obligation that it is decided in time whether an agreement goes on."""
    name = {Nda: "ndas", Contract: "contracts"}[of]
    obligation(
        code,
        of=of,
        among=lambda on: expiring(among(on), on),
        duties=("O011",),
        criterion=_(
            "%(contracts.expiry_days)s days before the last day, or by the day of notice if that is "
            "earlier; once it is renewed, the new last day is registered."
        ),
        remedy=_("Decide whether it goes on; after a renewal, register the new last day."),
        act=_("Record the decision"),
        verb="change",
        reads={name: "", "appointments": "unit__appointments"},
        answers="manager",
        notice=30,
        minutes=15,
        settings=("contracts.expiry_days",),
        **terms,
    )(decided)


renewal(
    Nda, "ndas-renewal-decided", Nda.objects.signed,
    title=_("Before a confidentiality agreement ends, it is decided whether it goes on"),
)  # fmt: skip
renewal(
    Contract, "contracts-renewal-decided", with_secrets,
    title=_("Before a contract with confidential information ends, it is decided whether it goes on"),
)  # fmt: skip


@obligation(
    "contracts-keep-secrets",
    of=Contract,
    among=Contract.objects.valid,
    duties=("O011",),
    title=_("Every contract under which secrets pass is covered by an agreement on secrecy"),
    criterion=_(
        "It is said whether confidential information passes; if so, a valid confidentiality "
        "agreement with that counterparty is registered."
    ),
    remedy=_("Say whether secrets pass; register the clause or agreement that protects them."),
    act=_("Fill in"),
    verb="change",
    reads={
        "contracts": "", "ndas": ("ndas", "party__ndas"), "appointments": "unit__appointments",
    },
    answers="manager",
    minutes=15,
)  # fmt: skip
def contracts_keep_secrets(contracts: Rows, on: date) -> Rows:
    """Unknown while nobody has said whether secrets pass."""
    valid = Nda.objects.valid(on)
    covered = Q(exists(valid, contract="pk")) | Q(exists(valid, party="party"))
    return contracts.annotate(
        due_on=unless(Q(secrets=False) | covered, due=Coalesce(F("valid_from"), F("signed_on"))),
        unknown=truth(Q(secrets__isnull=True)),
        assignee=manager_or_owner("unit", "owner", on),
    )


def returning(on: date) -> Rows:
    """Agreements with a duty to return, that ended since the policy was put into operation."""
    began = settings.value("obligations.started_on") or date.min
    some = (Return.RETURN, Return.DESTROY, Return.EITHER)
    return Nda.objects.ended(on).filter(returning__in=some, ends_on__gte=began)


@obligation(
    "ndas-returned",
    of=Nda,
    among=returning,
    duties=("O011",),
    title=_("When an agreement ends, what was received is returned or destroyed"),
    criterion=_(
        "Within the days the agreement names, else within %(contracts.return_days)s days of its end."
    ),
    remedy=_(
        "Return or destroy what was received, ask for the same, and record the day and proof."
    ),
    act=_("Record the return"),
    verb="change",
    reads={"ndas": "", "appointments": "unit__appointments"},
    answers="manager",
    minutes=30,
    settings=("contracts.return_days",),
)
def ndas_returned(ndas: Rows, on: date) -> Rows:
    """Both sides: what we hold goes back, and we know what became of ours."""
    agreed = AfterDays("ends_on", Coalesce(F("return_days"), RETURN_DAYS()))
    done = Q(returned_on__lte=on) & ~Q(return_proof="")
    return ndas.annotate(
        due_on=unless(done, due=agreed), assignee=manager_or_owner("unit", "owner", on)
    )


def spoken(on: date) -> Rows:
    """What was said by ``on`` under an agreement that asks for confirmation, or does not say."""
    rows = OralDisclosure.objects.by(on).filter(nda__withdrawn_at=None)
    return rows.exclude(nda__oral=False)


@obligation(
    "oral-disclosures-confirmed",
    of=OralDisclosure,
    among=spoken,
    duties=("O011", "O059"),
    kind=Kind.EVENT,
    title=_("What was disclosed orally is confirmed in writing in time"),
    criterion=_("Within the days the agreement names; after that the words are not protected."),
    remedy=_(
        "Send the written confirmation, or ask for it. If it is too late, record the cause and a "
        "corrective action."
    ),
    act=_("Record the confirmation"),
    verb="change",
    reads={"oral_disclosures": "", "ndas": "nda"},
    answers="manager",
    notice=14,
    minutes=15,
)  # fmt: skip
def oral_confirmed(rows: Rows, on: date) -> Rows:
    """A confirmation that came too late stays a breach; one without an agreed day is unknown."""
    due = AfterDays("disclosed_on", "nda__oral_days")
    met = Q(confirmed_on__lte=on) & Q(confirmed_on__lte=F("limit"))
    unsaid = Q(nda__oral__isnull=True) | Q(nda__oral_days__isnull=True)
    rows = rows.annotate(limit=due)
    return rows.annotate(
        due_on=unless(met, due=F("limit")), unknown=truth(unsaid), assignee=F("person_id")
    )
