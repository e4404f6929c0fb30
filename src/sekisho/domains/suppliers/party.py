"""Counterparties: the companies, authorities and persons outside with whom information is exchanged."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.suppliers.words import KEEPERS, READERS, WRITERS, sound
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights


class PartyKind(models.TextChoices):
    CLIENT = "client", _("Client")
    SUPPLIER = "supplier", _("Supplier or contractor company")
    PARTNER = "partner", _("Partner of cooperation")
    GROUP = "group", _("Company of the group")
    PROFESSIONAL = "professional", _("Professional bound by law (lawyer, accountant)")
    AUTHORITY = "authority", _("Public authority")
    PERSON = "person", pgettext_lazy("counterparty", "Individual")
    OTHER = "other", _("Other counterparty")


class Parties(Records):
    def current(self, on: date) -> "Parties":
        """Those we deal with on ``on``; a day that is not given does not limit."""
        begun = models.Q(starts_on=None) | models.Q(starts_on__lte=on)
        return self.present().filter(begun, models.Q(ends_on=None) | models.Q(ends_on__gte=on))

    def of_kind(self, kind: str) -> "Parties":
        return self.filter(kinds__contains=f",{kind},")


class Party(Record):
    """Somebody outside the company; may be client and supplier at once."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    name = models.CharField(
        _("name of the counterparty"), max_length=160, unique=True,
        help_text=_("As registered. Tell two of the same name apart by the place in brackets."),
    )  # fmt: skip
    kana = models.CharField(_("name in kana"), max_length=160, blank=True, db_index=True)
    kinds = SetField(_("kind of counterparty"), choices=PartyKind.choices)
    corporate_number = models.CharField(
        _("corporate number"), max_length=20, blank=True, db_index=True,
        help_text=_("13 digits; empty for individuals and companies abroad."),
    )  # fmt: skip
    code = models.CharField(
        _("code of the counterparty"), max_length=32, blank=True,
        help_text=_("As in accounting or sales. Leading zeros are kept."),
    )  # fmt: skip
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("Empty: Japan.")
    )
    address = models.CharField(_("postal address"), max_length=240, blank=True)
    contact = models.CharField(
        _("contact there"), max_length=120, blank=True, help_text=_("Department, title and name.")
    )
    contact_email = models.EmailField(_("contact's e-mail address"), blank=True)
    contact_phone = models.CharField(_("contact's telephone"), max_length=32, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="parties", verbose_name=_("unit in charge"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="parties", verbose_name=_("person in charge"),
    )  # fmt: skip
    starts_on = models.DateField(_("dealings since"), null=True, blank=True)
    ends_on = models.DateField(_("dealings ended on"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Parties.as_manager()

    class Meta:
        verbose_name = _("counterparty")
        verbose_name_plural = _("counterparties")

    def __str__(self) -> str:
        return self.name


@register
class PartyRegister(Register[Party]):
    name = "parties"
    title = _("Counterparties")
    singular = _("counterparty")
    about = _("Clients, suppliers, partners and authorities with whom information is exchanged.")
    model = Party
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=KEEPERS)
    number = "PT-{n:04d}"
    key = ("name",)
    handles = ("name", "corporate_number", "code")
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("取引先", "取引先名称", "会社名", "相手先", "相手方", "名称", "委託先名"),
        "kana": ("取引先名カナ", "フリガナ", "カナ"),
        "kinds": ("取引先区分", "区分", "種別"),
        "code": ("取引先コード", "コード"),
        "contact": ("先方担当者", "担当者名", "連絡先"),
        "contact_email": ("メール", "メールアドレス", "E-mail"),
        "contact_phone": ("電話", "電話番号", "TEL"),
        "unit": ("担当部署", "担当部門"),
        "owner": ("担当者", "当社担当者"),
    }
    columns = ("number", "name", "kinds", "corporate_number", "contact", "unit", "owner")
    filters = ("kinds", "unit", "owner", "country", "starts_on", "ends_on")
    search = ("number", "name", "kana", "corporate_number", "code", "contact")
    order = ("kana", "name")
    unit_path = "unit"
    views = (
        View(_("Clients"), {"kinds": PartyKind.CLIENT}),
        View(_("Suppliers"), {"kinds": PartyKind.SUPPLIER}),
    )

    def prepare(self, values: dict[str, Any], record: Party | None, act: Act) -> None:
        del record, act
        number = unicodedata.normalize("NFKC", values.get("corporate_number") or "")
        values["corporate_number"] = number.replace("-", "").replace(" ", "")
        values["name"] = " ".join((values.get("name") or "").split())

    def check(
        self, values: Mapping[str, Any], record: Party | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        if not values.get("kinds"):
            yield "kinds", _("Please say what kind of counterparty it is.")
        if values["corporate_number"] and not sound(values["corporate_number"]):
            yield (
                "corporate_number",
                _("This is no corporate number: 13 digits with a check digit."),
            )
        first, last = values.get("starts_on"), values.get("ends_on")
        if first and last and last < first:
            yield (
                "ends_on",
                _("The last day lies before the first day. Please correct one of the two."),
            )
