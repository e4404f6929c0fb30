"""Contracts: with whom, about what, for how long, and whether they let confidential information pass."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers import term
from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers import originals
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.originals import Original
from sekisho.registers.record import Record
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class ContractKind(models.TextChoices):
    BASIC = "basic", _("Basic agreement")
    OUTSOURCING = "outsourcing", _("Outsourcing (contract for work or services)")
    SALES = "sales", _("Sale or purchase")
    LICENCE = "licence", _("Licence")
    TERMS = "terms", _("Standard terms of service")
    DISPATCH = "dispatch", _("Dispatch of workers")
    JOINT = "joint", _("Joint development or business")
    OTHER = "other", _("Other contract")


class Contract(Original, term.Term, Record):
    """A contract in force or once in force. ``secrets``: None as long as nobody has said."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, related_name="contracts", verbose_name=_("counterparty")
    )
    title = models.CharField(_("title of the contract"), max_length=200)
    kind = models.CharField(_("kind of contract"), max_length=11, choices=ContractKind)
    reference = models.CharField(
        _("number on the contract"),
        max_length=60,
        blank=True,
        help_text=_("As it stands on the paper."),
    )
    amount = models.PositiveBigIntegerField(
        _("amount (yen)"),
        null=True,
        blank=True,
        help_text=_("Tax included; empty if none is named."),
    )
    secrets = models.BooleanField(
        _("confidential information passes"), null=True, blank=True,
        help_text=_("Does either side receive confidential information under it?"),
    )  # fmt: skip
    incident_hours = models.PositiveSmallIntegerField(
        _("hours to tell of incidents"), null=True, blank=True,
        help_text=_("Within which the one side has to tell the other; empty if none is named."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="contracts", verbose_name=_("unit in charge"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="contracts", verbose_name=_("person in charge"),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = term.Terms.as_manager()

    class Meta:
        verbose_name = _("contract")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@register
class ContractRegister(Register[Contract]):
    name = "contracts"
    title = _("Contracts")
    singular = _("contract")
    about = _("Contracts with counterparties: term, amount, original, and whether secrets pass.")
    model = Contract
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "auditor", "admin", "operator"),
        add=WRITERS, change=WRITERS, withdraw=KEEPERS,
    )  # fmt: skip
    number = "CT-{year}-{n:03d}"
    key = ("party", "title")
    handles = ("reference", "title")
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "party": ("取引先", "契約先", "相手方", "相手", "会社名"),
        "title": ("契約名", "件名", "契約書名"),
        "kind": ("契約種別", "種別", "区分"),
        "reference": ("契約書番号", "契約番号"),
        "amount": ("金額", "契約金額", "取引金額"),
        "signed_on": ("契約日", "締結年月日"),
        "valid_from": ("開始日", "契約開始日"),
        "valid_until": ("終了日", "契約終了日", "満了日"),
        "unit": ("担当部署",),
        "owner": ("担当", "担当者"),
        "document_id": ("電子契約ID",),
        "incident_hours": ("事故報告期限", "事故報告期限（時間）"),
    }
    columns = ("number", "party", "title", "kind", "signed_on", "valid_until", "amount", "secrets",
               "original")  # fmt: skip
    filters = ("party", "kind", "signed_on", "amount", "secrets", "valid_until", "renewal", "original",
               "unit", "owner")  # fmt: skip
    search = ("number", "title", "reference", "party__name", "party__kana", "document_id")
    order = ("-signed_on", "number")
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"ends_on"})
    views = (
        View(_("Secrets: not said"), {"secrets": "none"}),
        View(_("Original not registered"), {"original": "none"}),
    )

    def prepare(self, values: dict[str, Any], record: Contract | None, act: Act) -> None:
        del act
        term.renew(values, record)

    def check(
        self, values: Mapping[str, Any], record: Contract | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from term.unfit(values)
        yield from originals.unfit(values)
        if values.get("original") == originals.Place.HERE:
            yield "original", _("A contract with others is not kept as a record of consent here.")
