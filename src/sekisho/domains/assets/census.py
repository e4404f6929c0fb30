"""The yearly census of information assets: a unit signs that its register is whole."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.census_line import CensusLine
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class CensusState(models.TextChoices):
    OPEN = "open", _("Under way")
    SIGNED = "signed", _("Signed off")


class Paper(models.TextChoices):
    """What the unit says of information on paper; silence is no answer."""

    SOME = "some", _("There is some, and it is registered")
    NONE = "no", _("There is none")


LIFE = Workflow(
    CensusState,
    CensusState.OPEN,
    (
        Move("sign_off", "open", "signed", _("Sign off"), asks=("paper",),
             sets=(("signed_by", "person"), ("signed_on", "day"))),
        Move("reopen", "signed", "open", _("Reopen"), asks=("reason",)),
    ),
)  # fmt: skip


class CensusRows(Records):
    def signed(self) -> "CensusRows":
        return self.present().filter(state=CensusState.SIGNED)


class Census(Record):
    """One unit's census for one fiscal year (the year in which it begins)."""

    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"), validators=[MinValueValidator(1990), MaxValueValidator(2200)]
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="censuses", verbose_name=_("unit")
    )
    paper = models.CharField(_("information on paper"), max_length=4, choices=Paper, blank=True)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=CensusState, default="open")
    signed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="censuses_signed", verbose_name=_("signed off by"),
    )  # fmt: skip
    signed_on = models.DateField(_("signed off on"), null=True, blank=True)

    held = models.PositiveIntegerField(_("assets held"), null=True, blank=True, editable=False)
    seen = models.PositiveIntegerField(_("assets seen"), null=True, blank=True, editable=False)
    missing = models.PositiveIntegerField(
        _("assets missing"), null=True, blank=True, editable=False
    )

    objects: ClassVar[Any] = CensusRows.as_manager()

    class Meta:
        verbose_name = _("asset census")
        constraints = (models.UniqueConstraint(fields=("unit", "fiscal_year"), name="census_once"),)

    def __str__(self) -> str:
        return f"{self.fiscal_year} {self.unit}"


@register
class Censuses(Register[Census]):
    name = "censuses"
    title = _("Asset censuses")
    singular = _("asset census")
    about = _("Each year every unit confirms that its assets are all registered, paper included.")
    model = Census
    key = ("fiscal_year", "unit")
    label_with = ("unit",)
    columns = ("fiscal_year", "unit", "paper", "state", "signed_by", "signed_on")
    filters = ("fiscal_year", "unit", "state", "paper")
    search = ("unit__name", "note")
    order = ("-fiscal_year", "unit")
    unit_path = "unit"
    sealed = frozenset({"signed_by", "signed_on"})
    derived = frozenset({"held", "seen", "missing"})
    life: ClassVar[Workflow] = LIFE
    views = (View(_("Under way"), {"state": "open"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=(*LEADERS,),
        moves={"sign_off": ("manager:unit",), "reopen": ("manager:unit", "chair", "director")},
    )

    def prepare(self, values: dict[str, Any], record: Census | None, act: Act) -> None:
        del record, act
        if values["state"] == CensusState.OPEN:
            values["signed_by"] = values["signed_on"] = None

    def settle(self, records: Sequence[Census], act: Act) -> None:
        """What the unit signed for: how many assets it holds, how many were seen, which are missing."""
        for one in (r for r in records if r.state == CensusState.SIGNED):
            lines = CensusLine.objects.present().filter(census=one.pk)
            Census.objects.filter(pk=one.pk).update(
                held=Asset.objects.in_use(act.on).filter(unit=one.unit_id).count(),
                seen=lines.filter(found=True).count(),
                missing=lines.filter(found=False).count(),
            )

    def check(
        self, values: Mapping[str, Any], record: Census | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        """What was signed stays as signed until it is reopened."""
        del act
        if record is None or record.state == CensusState.OPEN:
            return
        now = {"fiscal_year": record.fiscal_year, "unit": record.unit_id, "paper": record.paper}
        for name, value in now.items():
            if values[name] != value:
                yield name, _("This census is signed off. Reopen it first.")
