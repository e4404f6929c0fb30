"""Oral disclosures: what was said, and whether it was confirmed in writing while it still counts."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.timezone import localtime
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
    disclosed_at = models.DateTimeField(
        _("time of disclosure"), null=True, blank=True,
        help_text=_("When it was said, as far as known."),
    )  # fmt: skip
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
    confirm_by = models.DateField(
        _("to be confirmed in writing by"), null=True, blank=True,
        help_text=_("By the days that the agreement names; empty: it names none."),
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
    columns = ("number", "nda", "disclosed_on", "speaker", "what", "person", "confirm_by",
               "confirmed_on")  # fmt: skip
    filters = ("nda", "speaker", "person", "disclosed_on", "confirm_by", "confirmed_on")
    search = ("number", "what", "occasion", "nda__party__name")
    order = ("-disclosed_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    derived = frozenset({"confirm_by"})
    views = (View(_("To be confirmed"), {"confirmed_on": "none"}),)

    def check(
        self, values: Mapping[str, Any], record: OralDisclosure | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        told, confirmed = values.get("disclosed_on"), values.get("confirmed_on")
        moment = values.get("disclosed_at")
        if moment and told and localtime(moment).date() != told:
            yield "disclosed_at", _("This time is not on the day of the disclosure.")
        for name, day in (("disclosed_on", told), ("confirmed_on", confirmed)):
            if day and day > act.on:
                yield name, _("This day has not come yet.")
        if told and confirmed and confirmed < told:
            yield "confirmed_on", _("It would be confirmed before it was disclosed.")
        if confirmed and not values.get("confirmation"):
            yield "confirmation", _("Please name the letter or e-mail that confirms it.")

    def settle(self, records: Sequence[OralDisclosure], act: Act) -> None:
        """The day follows from the days that the agreement names."""
        del act
        follow(OralDisclosure.objects.filter(pk__in=[record.pk for record in records]))


def follow(rows: "models.QuerySet[Any]") -> None:
    """Bring the day of confirmation in step with the agreements of ``rows``."""
    changed = []
    for one in rows.select_related("nda"):
        days = one.nda.oral_days if one.nda.oral is not False else None
        day = None if days is None else one.disclosed_on + timedelta(days=days)
        if one.confirm_by != day:
            one.confirm_by = day
            changed.append(one)
    OralDisclosure.objects.bulk_update(changed, ["confirm_by"], batch_size=500)
