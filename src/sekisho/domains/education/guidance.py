"""The guidance log (指導記録): what a manager told the unit, when, and what shows it.

Passing on an awareness post with a word of one's own is such a record too: one act, which counts as
awareness and as guidance (auditor.md C33).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.awareness_post import AwarenessPost
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Way(models.TextChoices):
    SHARED = "shared", _("An awareness post shared")
    BRIEFING = "briefing", _("Told at a meeting or briefing")
    INSTRUCTION = "instruction", _("Instruction")


AWARENESS = (Way.SHARED, Way.BRIEFING)


class GuidanceLog(Records):
    def given(self, on: date) -> Self:
        return self.present().filter(given_on__lte=on)


class Guidance(Record):
    """It is told to a unit and names nobody: talks with one person do not belong here."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="guidance", verbose_name=_("unit")
    )
    way = models.CharField(_("way"), max_length=11, choices=Way)
    post = models.ForeignKey(
        AwarenessPost, models.PROTECT, null=True, blank=True, related_name="shares",
        verbose_name=_("awareness post"),
    )  # fmt: skip
    text = models.TextField(
        _("what was said"), blank=True,
        help_text=_("In your own words, for the work of the unit. Please name nobody."),
    )  # fmt: skip
    audience = models.CharField(
        _("to whom"), max_length=120, blank=True, help_text=_("Empty: everyone in the unit.")
    )
    given_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="guidance_given",
        verbose_name=_("given by"), help_text=_("Empty: whoever enters it."),
    )  # fmt: skip
    given_on = models.DateField(_("given on"), blank=True, help_text=_("Empty: today."))
    evidence = models.CharField(
        _("what shows it"), max_length=200, blank=True,
        help_text=_("Such as minutes of the meeting and where they are kept; files can be added."),
    )  # fmt: skip

    objects: ClassVar[Any] = GuidanceLog.as_manager()

    class Meta:
        verbose_name = _("guidance")
        indexes = (models.Index(fields=("unit", "given_on"), name="guidance_by_day"),)

    def __str__(self) -> str:
        return f"{self.number} {self.unit}"


@register
class GuidanceRegister(Register[Guidance]):
    name = "guidance_log"
    title = _("Guidance log")
    singular = _("guidance")
    about = _("What managers told their units on information security, when, and what shows it.")
    model = Guidance
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "auditor", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=(*LEADERS, "manager:unit"),
    )
    number = "GL-{n:04d}"
    label_with = ("unit",)
    columns = ("number", "given_on", "unit", "way", "post", "given_by", "audience", "evidence")
    filters = ("unit", "way", "post", "given_by", "given_on")
    search = ("number", "text", "audience", "evidence")
    order = ("-given_on", "-number")
    unit_path = "unit"
    person_path = "given_by"
    views = (View(_("Instructions"), {"way": Way.INSTRUCTION}),)

    def own(self, person: UUID, on: date) -> Q:
        """What somebody gave, and what was told to their unit or to one above it."""
        del on
        return Q(given_by=person) | Q(unit__in=_units_of(person))

    def owned(self, person: UUID, values: Mapping[str, Any]) -> bool:
        return values.get("unit") in _units_of(person)

    def prepare(self, values: dict[str, Any], record: Guidance | None, act: Act) -> None:
        if record is None:
            values["given_on"] = values["given_on"] or act.on
            values["given_by"] = values["given_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: Guidance | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["given_on"] and values["given_on"] > act.on:
            yield "given_on", _("This day has not come yet.")
        if not values["given_by"]:
            yield "given_by", _("Say who gave it.")
        if (values["way"] == Way.SHARED) != bool(values["post"]):
            yield "post", _("Name the post that was shared, and only then.")
        if values["way"] != Way.SHARED and not values["text"]:
            yield "text", _("Write down what was said.")

    def settle(self, records: Sequence[Guidance], act: Act) -> None:
        """Only what is published can be shared."""
        del act
        ids = {record.post_id for record in records if record.post_id}
        if ids and AwarenessPost.objects.filter(pk__in=ids, published_on=None).exists():
            raise Invalid({"post": [_("This post is not published yet.")]})


def _units_of(person: UUID) -> list[UUID]:
    """The unit a person belongs to and those above it."""
    units = Guidance._meta.get_field("unit").related_model._base_manager
    paths = units.filter(people=person).values_list("path", flat=True)
    return [UUID(hex_) for path in paths for hex_ in path.split("/") if hex_]
