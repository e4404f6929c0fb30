"""Departments and projects: the tree of the company, with the days each part exists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.spans import ordered, running
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights, everyone


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    PROJECT = "project", _("Project")


class Units(Records):
    def active(self, on: date) -> "Units":
        """Those that exist on the day ``on``."""
        return self.present().filter(running(on))


class Unit(Record):
    """A department or a project. ``path`` lists the ids from the root: ``/<hex>/<hex>/``."""

    code = models.CharField(
        _("unit code"), max_length=32, unique=True,
        help_text=_("As in your organisation chart. Leading zeros are kept."),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=UnitKind, default="department")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children",
        verbose_name=_("belongs to"),
        help_text=_("The unit above. Leave empty for the top, or for a project of its own."),
    )  # fmt: skip
    starts_on = models.DateField(
        _("exists from"), help_text=_("A day in the future prepares a reorganisation.")
    )
    ends_on = models.DateField(
        _("exists until"), null=True, blank=True, help_text=_("Last day. Empty: no end planned.")
    )
    leader_title = models.CharField(
        _("title of its leader"), max_length=40, blank=True,
        help_text=_("What the leader is called here, such as “General manager”."),
    )  # fmt: skip
    path = models.CharField(max_length=1000, default="", editable=False, db_index=True)

    objects = Units.as_manager()

    class Meta:
        verbose_name = _("unit")

    def __str__(self) -> str:
        return self.name


@register
class UnitRegister(Register[Unit]):
    name = "units"
    title = _("Departments and projects")
    singular = _("department or project")
    about = _("The organisation as a tree. Reorganisations are entered ahead with their dates.")
    model = Unit
    rights = Rights(
        read=everyone(),
        add=("director", "chair", "committee", "admin"),
        change=("director", "chair", "committee", "admin"),
        withdraw=("director", "chair", "committee", "admin"),
    )
    key = ("code",)
    columns = ("code", "name", "kind", "parent", "leader_title", "starts_on", "ends_on")
    filters = ("kind", "parent", "starts_on", "ends_on")
    search = ("code", "name", "short_name")
    order = ("path",)
    derived = frozenset({"path"})
    unit_path = "id"

    def check(
        self, values: Mapping[str, Any], record: Unit | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if record is not None and values.get("parent") == record.pk:
            yield "parent", _("A unit cannot belong to itself.")

    def settle(self, records: Sequence[Unit], act: Act) -> None:
        """Rewrite the paths that changed, of the records and of everything below them.

        Raises Invalid when units would belong to each other in a circle.
        """
        del records, act
        units = {unit.pk: unit for unit in Unit.objects.only("id", "parent_id", "path")}
        paths = _paths({pk: unit.parent_id for pk, unit in units.items()})
        moved = [unit for pk, unit in units.items() if unit.path != paths[pk]]
        for unit in moved:
            unit.path = paths[unit.pk]
        Unit.objects.bulk_update(moved, ["path"], batch_size=500)


def _paths(parents: Mapping[UUID, UUID | None]) -> dict[UUID, str]:
    """The path of every unit; raises Invalid when there is a circle."""
    paths: dict[UUID, str] = {}
    for unit in parents:
        climb: list[UUID] = []
        at: UUID | None = unit
        while at is not None and at not in paths:
            if at in climb:
                raise Invalid(
                    {"parent": [_("These units would belong to each other in a circle.")]}
                )
            climb.append(at)
            at = parents[at]
        for step in reversed(climb):
            above = parents[step]
            paths[step] = f"{paths[above] if above else '/'}{step.hex}/"
    return paths
