"""Departments and projects: the tree of the company, with the days each part exists."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people import sheets
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights, everyone
from sekisho.registers.spans import ordered, running

DEEPEST = 30
TANGLED = _("These units would belong to each other in a circle, or lie more than 30 deep.")


class UnitKind(models.TextChoices):
    DEPARTMENT = "department", _("Department")
    PROJECT = "project", _("Project")


class Units(Records):
    def active(self, on: date) -> "Units":
        """Those that exist on the day ``on``."""
        return self.present().filter(running(on))


class Unit(Record):
    """A department or a project.

    ``path`` lists the ids from the root, ``/<hex>/<hex>/``; ``outline`` the codes, to sort by.
    """

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
    external_id = models.CharField(
        _("id in the directory"), max_length=254, blank=True, db_index=True,
        help_text=_("Kept by SCIM provisioning: the group that this unit is there."),
    )  # fmt: skip
    path = models.CharField(max_length=1000, default="", editable=False)
    outline = models.CharField(max_length=1000, default="", editable=False, db_index=True)

    objects: ClassVar[Any] = Units.as_manager()

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
    open_labels = True
    rights = Rights(
        read=everyone("scim"),
        add=("director", "chair", "committee", "admin", "scim"),
        change=("director", "chair", "committee", "admin", "scim"),
        withdraw=("director", "chair", "committee", "admin", "scim"),
    )
    key = ("code",)
    handles = ("code", "name", "short_name")
    headers = sheets.UNIT_HEADERS
    values = sheets.UNIT_WORDS
    columns = ("code", "name", "kind", "parent", "leader_title", "starts_on", "ends_on")
    filters = ("kind", "parent", "starts_on", "ends_on")
    search = ("code", "name", "short_name")
    order = ("outline", "code")
    derived = frozenset({"path", "outline"})
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

        Raises Invalid when units would belong to each other in a circle, or lie too deep.
        """
        del records, act
        units = {unit.pk: unit for unit in Unit.objects.all()}
        placed = _placed(units)
        moved = [unit for pk, unit in units.items() if (unit.path, unit.outline) != placed[pk]]
        for unit in moved:
            unit.path, unit.outline = placed[unit.pk]
        Unit.objects.bulk_update(moved, ["path", "outline"], batch_size=500)


def _placed(units: Mapping[UUID, Unit]) -> dict[UUID, tuple[str, str]]:
    """Path and outline of every unit; raises Invalid when there is a circle."""
    placed: dict[UUID, tuple[str, str]] = {}
    for start in units:
        climb: list[UUID] = []
        at: UUID | None = start
        while at is not None and at not in placed:
            if at in climb or len(climb) == DEEPEST:
                raise Invalid({"parent": [TANGLED]})
            climb.append(at)
            at = units[at].parent_id
        for step in reversed(climb):
            unit = units[step]
            path, outline = placed[unit.parent_id] if unit.parent_id else ("/", "/")
            placed[step] = (f"{path}{step.hex}/", f"{outline}{unit.code}/")
            if path.count("/") > DEEPEST:
                raise Invalid({"parent": [TANGLED]})
    return placed
