"""Leave of absence: while it lasts, personal duties pause."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights
from sekisho.registers.spans import ordered


class LeaveKind(models.TextChoices):
    MATERNITY = "maternity", _("Maternity leave")
    CHILDCARE = "childcare", _("Childcare leave")
    FAMILY_CARE = "family_care", _("Family care leave")
    ABSENCE = "absence", _("Leave of absence")


class Leaves(Records):
    def running(self, on: date) -> "Leaves":
        """Those that keep the person from work on ``on``.

        The planned last day counts until a return is recorded: a forgotten record of the
        return must not hide duties for ever.
        """
        planned = Q(returned_on=None) & (Q(ends_on=None) | Q(ends_on__gte=on))
        return self.present().filter(planned | Q(returned_on__gt=on), starts_on__lte=on)


class Leave(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="leaves", verbose_name=_("person concerned")
    )
    kind = models.CharField(_("kind"), max_length=11, choices=LeaveKind)
    starts_on = models.DateField(_("on leave from"))
    ends_on = models.DateField(
        _("planned until"), null=True, blank=True, help_text=_("Last day of leave as planned.")
    )
    returned_on = models.DateField(
        _("returned on"), null=True, blank=True,
        help_text=_("First day back at work. Paused duties are due 14 days after it."),
    )  # fmt: skip

    objects: ClassVar[Any] = Leaves.as_manager()

    class Meta:
        verbose_name = _("leave of absence")

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"


@register
class LeaveRegister(Register[Leave]):
    name = "leaves"
    title = _("Leaves of absence")
    singular = _("leave of absence")
    about = _("Who is away for long. Personal duties pause until the return.")
    model = Leave
    rights = Rights(
        read=("director", "chair", "committee", "manager:unit", "employee:own", "auditor", "admin"),
        add=("chair", "committee", "admin"),
        change=("chair", "committee", "admin"),
        withdraw=("chair", "committee", "admin"),
    )
    number = "LV-{n:04d}"
    label_with = ("person",)
    columns = ("number", "person", "kind", "starts_on", "ends_on", "returned_on")
    filters = ("person", "kind", "starts_on", "ends_on", "returned_on")
    search = ("number", "person__name", "person__kana")
    order = ("-starts_on", "number")
    unit_path = "person__unit"
    person_path = "person"

    def check(
        self, values: Mapping[str, Any], record: Leave | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        yield from ordered(values, "ends_on", "returned_on")
