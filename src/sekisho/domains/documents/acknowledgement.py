"""Acknowledgements: one person agreed to one version. Such a record is never taken back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.campaign import Campaign
from sekisho.domains.documents.version import Version
from sekisho.domains.documents.words import Topic
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Kind(models.TextChoices):
    AGREED = "agreed", _("Agreed here")
    DECLARED = "declared", _("Declared from an earlier record")


OWN = ("director:own", "deputy:own", "chair:own", "committee:own", "manager:own", "employee:own",
       "contractor:own", "auditor:own", "admin:own")  # fmt: skip


class Acknowledgements(Records):
    def by(self, on: date) -> Self:
        """Those given by the end of the day ``on``."""
        return self.present().filter(on__lte=on)


class Acknowledgement(Record):
    """The record that a person agreed (同意の記録); it claims to be no electronic signature."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="acknowledgements", verbose_name=_("version")
    )
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="acknowledgements",
        verbose_name=_("who acknowledges"),
    )
    campaign = models.ForeignKey(
        Campaign, models.PROTECT, null=True, blank=True,
        related_name="acknowledgements", verbose_name=_("request to acknowledge"),
    )  # fmt: skip
    kind = models.CharField(_("kind of record"), max_length=8, choices=Kind, default=Kind.AGREED)
    on = models.DateField(_("acknowledged on"), null=True, blank=True)
    at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)
    via = models.CharField(_("given through"), max_length=40, blank=True)
    sections = SetField(_("sections acknowledged"), choices=Topic.choices)
    source = models.TextField(
        _("where the earlier record is"), blank=True,
        help_text=_("For declared ones: the signed sheet, its date and where it is kept."),
    )  # fmt: skip

    objects: ClassVar[Any] = Acknowledgements.as_manager()

    class Meta:
        verbose_name = _("acknowledgement")
        indexes = [models.Index(fields=["version", "on"], name="acknowledged_by_day")]
        constraints = [
            models.UniqueConstraint(fields=["version", "person"], name="acknowledged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.version}"


@register
class AcknowledgementRegister(Register[Acknowledgement]):
    name = "acknowledgements"
    title = _("Acknowledgements")
    singular = _("acknowledgement")
    about = _("Who agreed to which version, when and by which door. Kept for good.")
    model = Acknowledgement
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "contractor:own", "auditor", "admin:own",
              "operator"),
        add=(*LEADERS, *OWN[4:], "operator"),
    )  # fmt: skip
    key = ("version", "person")
    label_with = ("person", "version__document")
    columns = ("person", "version", "kind", "on", "via", "sections")
    filters = ("version", "person", "kind", "campaign", "on")
    search = ("person__name", "version__document__title")
    order = ("-on",)
    unit_path = "person__unit"
    person_path = "person"
    sealed = frozenset({"at", "via"})
    place = "policy"
    withdrawable = False
    views = (View(_("Declared"), {"kind": Kind.DECLARED}),)

    def prepare(self, values: dict[str, Any], record: Acknowledgement | None, act: Act) -> None:
        """The moment and the door of an agreement are those of the act itself."""
        if record is None and values["kind"] == Kind.AGREED:
            values |= {"on": act.on, "at": act.at, "via": act.via}

    def check(
        self, values: Mapping[str, Any], record: Acknowledgement | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["kind"] == Kind.AGREED:
            if values["person"] != act.actor.person:
                yield "person", _("Each person acknowledges for themselves.")
            return
        if not values["on"] or values["on"] > act.on:
            yield "on", _("Give the day of the earlier record, today or before.")
        if not values["source"]:
            yield "source", _("Say where the earlier record is kept.")
        if values["person"] == act.actor.person:
            yield "kind", _("For yourself, acknowledge here; somebody else declares records.")

    def settle(self, records: Sequence[Acknowledgement], act: Act) -> None:
        """Nobody can have agreed to what was not published."""
        del act
        ids = {record.version_id for record in records}
        if Version.objects.filter(pk__in=ids, published_on=None).exists():
            raise Invalid({"version": [_("This version is not published yet.")]})
