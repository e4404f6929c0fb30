"""Changes of requirements: what is new in a law or contract, and what it makes us do."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.requirement import Requirement
from sekisho.domains.documents.words import READERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    KNOWN = "known", _("To be assessed")
    ASSESSED = "assessed", _("Assessed, work to do")
    DONE = "done", _("Done")


class Decision(models.TextChoices):
    CHANGE = "change", _("Rules or measures change")
    NOTHING = "nothing", _("Nothing to change")


LIFE = Workflow(
    states=State,
    initial=State.KNOWN,
    moves=(
        Move(
            "assess", State.KNOWN, State.ASSESSED, _("Record the assessment"),
            asks=("decision", "findings"),
            sets=(("assessed_on", "day"), ("assessed_by", "person")),
        ),
        Move(
            "finish", State.ASSESSED, State.DONE, _("All work is done"),
            sets=(("done_on", "day"),),
        ),
        Move("reassess", (State.ASSESSED, State.DONE), State.KNOWN, _("Assess again"),
             asks=("reason",)),
    ),
)  # fmt: skip


class RequirementChanges(Records):
    def known(self, on: date) -> Self:
        return self.present().filter(known_on__lte=on)

    def assessed(self, on: date) -> Self:
        return self.known(on).filter(assessed_on__lte=on)


class RequirementChange(Record):
    """One change (改正) of one requirement and how the company answered it."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="changes", verbose_name=_("requirement")
    )
    what = models.TextField(_("what changes"))
    known_on = models.DateField(_("known on"))
    effective_on = models.DateField(_("takes effect on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.KNOWN)
    decision = models.CharField(_("what we decided"), max_length=7, choices=Decision, blank=True)
    findings = models.TextField(
        _("assessment"), blank=True, help_text=_("What it means for us and what must be done.")
    )
    assessed_on = models.DateField(_("assessed on"), null=True, blank=True)
    assessed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="assessed_changes", verbose_name=_("assessed by"),
    )  # fmt: skip
    done_on = models.DateField(_("done on"), null=True, blank=True)

    objects: ClassVar[Any] = RequirementChanges.as_manager()

    class Meta:
        verbose_name = _("change of a requirement")

    def __str__(self) -> str:
        return f"{self.requirement}: {self.what}"[:120]


@register
class RequirementChangeRegister(Register[RequirementChange]):
    name = "requirement_changes"
    title = _("Changes of laws and requirements")
    singular = _("change of a requirement")
    about = _("Each change of a law or contract: assessed in time, work done before it applies.")
    model = RequirementChange
    rights = Rights(
        read=READERS,
        add=WRITERS,
        change=WRITERS,
        withdraw=LEADERS,
        moves={"assess": LEADERS, "finish": LEADERS, "reassess": LEADERS},
    )
    key = ("requirement", "what")
    label_with = ("requirement",)
    columns = (
        "requirement",
        "what",
        "known_on",
        "effective_on",
        "state",
        "decision",
        "assessed_on",
    )
    filters = ("requirement", "state", "decision", "known_on", "effective_on")
    search = ("what", "findings", "requirement__title")
    order = ("-known_on",)
    sealed = frozenset({"assessed_on", "assessed_by", "done_on"})
    life = LIFE
    place = "policy"
    views = (View(_("To be assessed"), {"state": State.KNOWN}),)

    def check(
        self, values: Mapping[str, Any], record: RequirementChange | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["known_on"] > act.on:
            yield "known_on", _("This day has not come yet.")
