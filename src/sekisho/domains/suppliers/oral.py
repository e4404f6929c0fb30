"""Oral disclosures: what was said, and whether it was confirmed in writing while it still counts."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.words import KEEPERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

OWN = ("employee:own", "manager:unit")


class Speaker(models.TextChoices):
    WE = "we", _("We said it")
    THEY = "they", _("They said it")


class OralDisclosures(Records):
    def by(self, on: date) -> Self:
        return self.present().filter(disclosed_on__lte=on)


class OralDisclosure(Record):
    """Confidential information told by word of mouth or shown under one agreement."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    nda = models.ForeignKey(
        "suppliers.Nda", models.PROTECT, related_name="oral_disclosures",
        verbose_name=_("confidentiality agreement"),
    )  # fmt: skip
    speaker = models.CharField(_("who said it"), max_length=4, choices=Speaker)
    disclosed_on = models.DateField(_("disclosed on"))
    what = models.TextField(
        _("what was disclosed"),
        help_text=_("So that it can be found again; not the secret itself."),
    )
    occasion = models.CharField(
        _("where it was said"), max_length=200, blank=True, help_text=_("Meeting, call or visit.")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="oral_disclosures",
        verbose_name=_("our person there"),
    )  # fmt: skip
    confirmed_on = models.DateField(
        _("confirmed in writing on"), null=True, blank=True,
        help_text=_("The day the written confirmation went out, or came in."),
    )  # fmt: skip
    confirmation = models.CharField(
        _("written confirmation"), max_length=200, blank=True,
        help_text=_("Letter or e-mail, with its number. Attach a copy below."),
    )  # fmt: skip

    objects: ClassVar[Any] = OralDisclosures.as_manager()

    class Meta:
        verbose_name = _("oral disclosure")

    def __str__(self) -> str:
        return self.number


@register
class OralDisclosureRegister(Register[OralDisclosure]):
    name = "oral_disclosures"
    title = _("Oral disclosures")
    singular = _("oral disclosure")
    about = _("What was told by word of mouth under an agreement, and its written confirmation.")
    model = OralDisclosure
    rights = Rights(
        read=(*LEADERS, *OWN, "auditor", "admin", "operator"),
        add=(*LEADERS, *OWN, "operator"),
        change=(*LEADERS, *OWN, "operator"),
        withdraw=KEEPERS,
    )
    number = "OD-{year}-{n:03d}"
    label_with = ("nda",)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "nda": ("NDA番号", "契約", "秘密保持契約番号"),
        "disclosed_on": ("開示日",),
        "what": ("開示内容", "開示情報"),
        "person": ("担当", "担当者"),
        "confirmed_on": ("書面確認日", "書面化した日"),
    }
    columns = ("number", "nda", "disclosed_on", "speaker", "what", "person", "confirmed_on")
    filters = ("nda", "speaker", "person", "disclosed_on", "confirmed_on")
    search = ("number", "what", "occasion", "nda__party__name")
    order = ("-disclosed_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    views = (View(_("To be confirmed"), {"confirmed_on": "none"}),)

    def check(
        self, values: Mapping[str, Any], record: OralDisclosure | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        told, confirmed = values.get("disclosed_on"), values.get("confirmed_on")
        for name, day in (("disclosed_on", told), ("confirmed_on", confirmed)):
            if day and day > act.on:
                yield name, _("This day has not come yet.")
        if told and confirmed and confirmed < told:
            yield "confirmed_on", _("It would be confirmed before it was disclosed.")
        if confirmed and not values.get("confirmation"):
            yield "confirmation", _("Please name the letter or e-mail that confirms it.")
