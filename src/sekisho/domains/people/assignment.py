"""Posts: in which units a person works, besides or instead of the main one, and when."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights
from sekisho.registers.spans import ordered, running


class Assignments(Records):
    def in_force(self, on: date) -> "Assignments":
        return self.present().filter(running(on))

    def leading(self, on: date) -> "Assignments":
        """Those of heads of departments and leaders of projects on the day ``on``."""
        return self.in_force(on).filter(leads=True)


class Assignment(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person",
        models.PROTECT,
        related_name="assignments",
        verbose_name=_("person concerned"),
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="assignments", verbose_name=_("unit")
    )
    title = models.CharField(_("job title"), max_length=60, blank=True)
    main = models.BooleanField(
        _("main post"),
        default=False,
        help_text=_("No: the person works here besides another post."),
    )
    leads = models.BooleanField(
        _("leads the unit"), default=False,
        help_text=_("Head of the department or leader of the project."),
    )  # fmt: skip
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Last day. Empty: no end planned.")
    )

    objects: ClassVar[Any] = Assignments.as_manager()

    class Meta:
        verbose_name = _("post")

    def __str__(self) -> str:
        return f"{self.person} {self.unit} {self.title}".strip()


@register
class AssignmentRegister(Register[Assignment]):
    name = "assignments"
    title = _("Posts")
    singular = _("post")
    about = _("Main and additional posts with their dates; changes may lie in the future.")
    model = Assignment
    rights = Rights(
        read=("director", "chair", "committee", "manager:unit", "employee:own", "contractor:own",
              "auditor", "admin", "scim"),
        add=("chair", "committee", "admin", "scim"),
        change=("chair", "committee", "admin", "scim"),
        withdraw=("chair", "committee", "admin", "scim"),
    )  # fmt: skip
    number = "AS-{n:05d}"
    label_with = ("person", "unit")
    columns = ("number", "person", "unit", "title", "main", "leads", "starts_on", "ends_on")
    filters = ("person", "unit", "main", "leads", "starts_on", "ends_on")
    search = ("number", "title", "person__name", "person__kana", "unit__name")
    order = ("-starts_on", "number")
    unit_path = "unit"
    person_path = "person"
    views = (
        View(_("Additional posts"), {"main": "false"}),
        View(_("Heads and leaders"), {"leads": "true"}),
    )

    def check(
        self, values: Mapping[str, Any], record: Assignment | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values)
