"""Interpretations: what an ambiguous word of a clause means here, in numbers, by decision."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.words import READERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    OPEN = "open", _("To be decided")
    DECIDED = "decided", _("Decided")


class Unit(models.TextChoices):
    MINUTES = "minutes", _("minutes")
    HOURS = "hours", _("hours")
    DAYS = "days", _("days")
    BUSINESS_DAYS = "business_days", _("business days")
    MONTHS = "months", _("months")
    YEARS = "years", _("years")
    PER_YEAR = "per_year", _("times a year")
    PERSONS = "persons", _("persons")
    PERCENT = "percent", _("per cent")


LIFE = Workflow(
    states=State,
    initial=State.OPEN,
    moves=(
        Move(
            "decide", State.OPEN, State.DECIDED, _("Decide"), asks=("meaning",),
            sets=(("decided_by", "person"), ("decided_on", "day")),
        ),
        Move("reopen", State.DECIDED, State.OPEN, _("Decide again"), asks=("reason",)),
    ),
)  # fmt: skip


class Interpretations(Records):
    def decided(self, on: date) -> Self:
        return self.present().filter(state=State.DECIDED, decided_on__lte=on)


class Interpretation(Record):
    """One ambiguous word of one clause and what the company takes it to mean."""

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="interpretations", verbose_name=_("clause")
    )
    word = models.CharField(_("word"), max_length=60)
    amount = models.PositiveIntegerField(_("number decided"), null=True, blank=True)
    unit = models.CharField(_("unit of the number"), max_length=13, choices=Unit, blank=True)
    meaning = models.TextField(
        _("meaning"), blank=True, help_text=_("In one sentence: when, how often or from where on.")
    )
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="interpretations", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to",
        verbose_name=_("carried over from"),
        help_text=_("The decision on the same words in the version before."),
    )  # fmt: skip

    objects: ClassVar[Any] = Interpretations.as_manager()

    class Meta:
        verbose_name = _("meaning of a word")
        constraints = [
            models.UniqueConstraint(fields=["clause", "word"], name="word_once"),
        ]

    def __str__(self) -> str:
        return f"{self.word}: {self.meaning}" if self.meaning else self.word


@register
class InterpretationRegister(Register[Interpretation]):
    name = "interpretations"
    title = _("Meanings of words")
    singular = _("meaning of a word")
    about = _("Words such as “regularly” or “at once”, and the number the company gave them.")
    model = Interpretation
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=(*LEADERS, "operator"),
        moves={"decide": LEADERS, "reopen": LEADERS},
    )
    key = ("clause", "word")
    columns = ("clause", "word", "amount", "unit", "meaning", "state", "decided_by", "decided_on")
    filters = ("state", "clause", "unit")
    search = ("word", "meaning", "clause__number")
    order = ("clause__version", "clause__position", "word")
    unit_path = "clause__version__document__unit"
    life = LIFE
    sealed = frozenset({"decided_by", "decided_on"})
    place = "policy"
    views = (View(_("To be decided"), {"state": State.OPEN}),)

    def check(
        self, values: Mapping[str, Any], record: Interpretation | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if (values.get("amount") is None) != (not values.get("unit")):
            yield "unit", _("A number needs its unit, and a unit its number.")

    def prepare(self, values: dict[str, Any], record: Interpretation | None, act: Act) -> None:
        """A meaning carried over is decided already."""
        if record is None and values["carried_from"]:
            values["state"] = State.DECIDED
            values["decided_by"], values["decided_on"] = act.actor.person, act.on

    def settle(self, records: Sequence[Interpretation], act: Act) -> None:
        """Only a meaning decided for the very same words may be carried over."""
        del act
        carried = [r for r in records if r.ver == 1 and r.carried_from_id]
        rows = Interpretation.objects.filter(pk__in={r.pk for r in carried})
        same = rows.filter(
            carried_from__state=State.DECIDED,
            carried_from__word=F("word"),
            carried_from__meaning=F("meaning"),
            carried_from__clause__text=F("clause__text"),
        )
        if carried and same.count() != len(carried):
            raise Invalid({"carried_from": [_("The words differ, so a person must decide anew.")]})
