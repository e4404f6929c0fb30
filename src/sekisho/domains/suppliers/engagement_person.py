"""The supplier's people in an engagement: who works for us, who is in charge there, what they have to learn."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running


class Training(models.TextChoices):
    NEEDED = "needed", _("Needed")
    NOT_NEEDED = "not_needed", _("Not needed")


class Workers(Records):
    def working(self, on: date) -> Self:
        rows = self.present().filter(running(on), engagement__withdrawn_at=None)
        return rows.filter(person__withdrawn_at=None)


class EngagementPerson(Record):
    """Training and instructions go through the supplier's person in charge (auditor.md A17)."""

    engagement = models.ForeignKey(
        "suppliers.Engagement", models.PROTECT, related_name="workers", verbose_name=_("engagement")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="engagements_worked",
        verbose_name=_("person concerned"),
    )  # fmt: skip
    leads = models.BooleanField(
        _("supplier's person in charge"), default=False,
        help_text=_("Instructions, training and reminders go through this person."),
    )  # fmt: skip
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Empty: ends with the work.")
    )
    training = models.CharField(
        _("training by us"), max_length=10, choices=Training, blank=True,
        help_text=_("Empty: nobody has decided yet."),
    )  # fmt: skip
    training_reason = models.CharField(
        _("why not"), max_length=200, blank=True,
        help_text=_("Such as: handles public information only, trained by the supplier."),
    )  # fmt: skip
    trained_on = models.DateField(_("trained on"), null=True, blank=True)
    training_proof = models.CharField(
        _("record of the training"), max_length=200, blank=True,
        help_text=_("Course, and how its person in charge told us."),
    )  # fmt: skip

    objects: ClassVar[Any] = Workers.as_manager()

    class Meta:
        verbose_name = _("supplier's worker")
        constraints = (
            models.UniqueConstraint(fields=("engagement", "person"), name="engagement_person_once"),
        )

    def __str__(self) -> str:
        return str(self.person)


@register
class EngagementPeople(Register[EngagementPerson]):
    name = "engagement_people"
    title = _("People of suppliers")
    singular = _("supplier's worker")
    about = _(
        "Who of a supplier works for us, who is in charge there, and whether they are trained."
    )
    model = EngagementPerson
    key = ("engagement", "person")
    label_with = ("engagement__party", "person")
    columns = ("engagement", "person", "leads", "starts_on", "ends_on", "training", "trained_on")
    filters = ("engagement", "person", "leads", "training", "starts_on", "ends_on", "trained_on")
    search = ("person__name", "person__kana", "engagement__title", "engagement__party__name")
    order = ("engagement", "-leads", "id")
    place = "supplier"  # found from the page of its supplier, not in the menu
    unit_path = "engagement__unit"
    person_path = "person"
    own_paths = ("engagement__owner",)
    views = (View(_("Training not decided"), {"training": "none"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "person": ("氏名", "要員", "委託先要員"),
        "leads": ("業務責任者",),
        "training": ("教育要否",),
        "trained_on": ("受講日",),
    }
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "contractor:own", "auditor", "admin",
              "operator"),
        add=(*WRITERS, "admin"), change=(*WRITERS, "admin", "engine"), withdraw=KEEPERS,
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: EngagementPerson | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        yield from ordered(values)
        if values["training"] == Training.NOT_NEEDED and not values["training_reason"]:
            yield "training_reason", _("Please write the reason.")
        if values["trained_on"] and values["trained_on"] > act.on:
            yield "trained_on", _("This day has not come yet.")
        if values["trained_on"] and not values["training_proof"]:
            yield "training_proof", _("Please name the course and how you know.")
