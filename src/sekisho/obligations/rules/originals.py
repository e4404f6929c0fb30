"""Originals: of every agreement and pledge one can say where it is, how it was signed, by whom."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.models import Pledge
from sekisho.domains.suppliers.models import Contract, Nda
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_or_owner
from sekisho.obligations.words import exists, registered, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After
from sekisho.registers.notes import Attachment
from sekisho.registers.originals import Place, located
from sekisho.registers.register import registry

ORIGINAL_DAYS = settings.declare(
    "contracts.original_days", 30, _("Days to register where an original is kept"),
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    unit=_("days"), most=180, group=_("Contracts"),
)  # fmt: skip


def found(of: Any) -> Q:
    """Its place is known; a file that came by mail is kept with the record as it was received."""
    name = registry.of(of).name
    attached = exists(Attachment.objects.present().filter(kind=name), rec="pk")
    return located() & (~Q(original=Place.FILE) | Q(attached))


def agreements(of: Any, code: str, among: Any, **terms: Any) -> None:
    """The obligation that the originals of a kind of agreement can be found."""
    name = registry.of(of).name

    @obligation(
        code,
        of=of,
        among=among,
        duties=("O011",),
        criterion=_(
            "Place, way of signing and, for an e-contract service, its id within "
            "%(contracts.original_days)s days; a file received electronically is attached as it was received."
        ),
        remedy=_("Find the original and register where it is; attach the file that was received."),
        act=_("Fill in"),
        verb="change",
        reads={name: "", "attachments": None, "appointments": "unit__appointments"},
        answers="manager",
        settings=("contracts.original_days",),
        **terms,
    )
    def kept(rows: Rows, on: date) -> Rows:
        day = After(Coalesce(F("signed_on"), registered()), ORIGINAL_DAYS())
        return rows.annotate(
            due_on=unless(found(of), due=day), assignee=manager_or_owner("unit", "owner", on)
        )


agreements(
    Nda, "nda-originals-kept", Nda.objects.binding,
    title=_("The original of every confidentiality agreement can be found"),
)  # fmt: skip
agreements(
    Contract, "contract-originals-kept", Contract.objects.valid,
    title=_("The original of every contract can be found"),
)  # fmt: skip


def pledges(on: date) -> Rows:
    """Pledges signed by ``on`` by people who had not left before the policy was in operation."""
    began = settings.value("obligations.started_on") or date.min
    rows = Pledge.objects.present().filter(outcome="signed", signed_on__lte=on)
    return rows.filter(Q(person__ends_on=None) | Q(person__ends_on__gte=began))


@obligation(
    "pledge-originals-kept",
    of=Pledge,
    among=pledges,
    duties=("O012",),
    title=_("The original of every signed pledge can be found"),
    criterion=_(
        "Place, way of signing and, for an e-contract service, its id within %(contracts.original_days)s days."
    ),
    remedy=_("Find the pledge and register where it is kept."),
    act=_("Fill in"),
    verb="change",
    reads={"pledges": "", "people": "person", "attachments": None},
    answers="committee",
    settings=("contracts.original_days",),
)
def pledge_originals(rows: Rows, on: date) -> Rows:
    """A record of consent is kept here; a signature is on paper or with a service."""
    del on
    return rows.annotate(due_on=unless(found(Pledge), due=After("signed_on", ORIGINAL_DAYS())))
