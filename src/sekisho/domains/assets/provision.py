"""Records of giving personal data to third parties and receiving it from them (APPI art. 29, 30)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.personal_words import Provision
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

YEARS = settings.declare(
    "personal.provision_years", 3, _("Years to keep a record of giving or receiving personal data"),
    least=3, most=30, unit=_("years"), group=_("Personal information"), since=date(2017, 5, 30),
    source=_("APPI rules art. 21 and 25: three years, one for some ways of recording."),
)  # fmt: skip


class Direction(models.TextChoices):
    GAVE = "gave", _("Given to a third party")
    RECEIVED = "received", _("Received from a third party")


class ProvisionRows(Records):
    def by(self, on: date) -> "ProvisionRows":
        return self.present().filter(given_on__lte=on)


class ProvisionRecord(Record):
    """One act of giving or receiving personal data."""

    number = models.CharField(_("record number"), max_length=20, unique=True, editable=False)
    direction = models.CharField(_("given or received"), max_length=8, choices=Direction)
    line = models.ForeignKey(
        "assets.PersonalData", models.PROTECT,
        related_name="provisions", verbose_name=_("personal data line"),
    )  # fmt: skip
    given_on = models.DateField(_("given or received on"))
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT,
        related_name="provisions", verbose_name=_("counterparty"),
    )  # fmt: skip
    representative = models.CharField(
        _("name and address of its representative"), max_length=200, blank=True
    )
    items = models.TextField(_("items of data"))
    whom = models.CharField(
        _("persons concerned"), max_length=200,
        help_text=_("So that each person can be told from the record."),
    )  # fmt: skip
    ground = models.CharField(_("ground"), max_length=12, choices=[
        (p.value, p.label) for p in Provision if p != Provision.NONE
    ])  # fmt: skip
    consent = models.CharField(_("how consent was confirmed"), max_length=200, blank=True)
    history = models.TextField(
        _("how the giver obtained it"), blank=True, help_text=_("For data received (art. 30).")
    )
    keep_until = models.DateField(_("keep until"), null=True, blank=True)

    objects: ClassVar[Any] = ProvisionRows.as_manager()

    class Meta:
        verbose_name = _("record of provision")

    def __str__(self) -> str:
        return self.number


@register
class Provisions(Register[ProvisionRecord]):
    name = "provisions"
    title = _("Records of giving and receiving personal data")
    singular = _("record of provision")
    about = _(
        "To or from whom personal data went, what, whose, on which ground; kept for three years."
    )
    model = ProvisionRecord
    number = "PV-{year}-{n:03d}"
    label_with = ("party",)
    columns = ("number", "given_on", "direction", "line", "party", "ground", "keep_until")
    filters = ("direction", "line", "party", "ground", "given_on", "keep_until")
    search = ("number", "items", "whom", "party__name", "line__asset__name")
    order = ("-given_on", "-number")
    unit_path = "line__asset__unit"
    sealed = frozenset({"keep_until"})
    views = (
        View(_("Given to a third party"), {"direction": "gave"}),
        View(_("Received from a third party"), {"direction": "received"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "given_on": ("提供日", "受領日", "提供年月日"),
        "party": ("提供先", "提供元", "第三者の氏名・名称"),
        "items": ("個人データの項目", "項目"),
        "whom": ("本人", "本人の氏名等"),
        "history": ("取得の経緯",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=("director", "chair"),
    )

    def prepare(self, values: dict[str, Any], record: ProvisionRecord | None, act: Act) -> None:
        del record, act
        if values["given_on"]:
            values["keep_until"] = after_months(values["given_on"], 12 * YEARS())

    def check(
        self, values: Mapping[str, Any], record: ProvisionRecord | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["given_on"] > act.on:
            yield "given_on", _("This day has not come yet.")
        if values["direction"] == Direction.RECEIVED and not values["history"]:
            yield "history", _("Please write how the giver obtained the data.")
        if values["ground"] == Provision.CONSENT and not values["consent"]:
            yield "consent", _("Please write how the consent was confirmed.")
