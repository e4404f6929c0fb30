"""Statements: where records cannot tell, a named person says once a year how a clause is kept."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.words import READERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import month_end
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

LONGEST = timedelta(days=400)


class Verdict(models.TextChoices):
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Kept in part")
    NOT_KEPT = "not_kept", _("Not kept")


class Statements(Records):
    def known(self, on: date) -> "Statements":
        """What had been stated by ``on``, the newest first."""
        return self.present().filter(stated_on__lte=on).order_by("-stated_on", "-id")


class Statement(Record):
    """One person's word on one clause (申告), with what it rests on. Shown with the mark 申."""

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="statements", verbose_name=_("clause")
    )
    verdict = models.CharField(_("how it is kept"), max_length=8, choices=Verdict)
    basis = models.TextField(
        _("what this rests on"), help_text=_("What you looked at: records, places, people asked.")
    )
    stated_on = models.DateField(_("stated on"), blank=True, help_text=_("Empty: today."))
    valid_until = models.DateField(
        _("counts until"), blank=True, help_text=_("Empty: the end of the same month next year.")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="statements", verbose_name=_("stated by"),
        blank=True,
    )  # fmt: skip

    objects: ClassVar[Any] = Statements.as_manager()

    class Meta:
        verbose_name = _("yearly statement")
        indexes = (models.Index(fields=("clause", "stated_on"), name="statement_of_clause"),)

    def __str__(self) -> str:
        return f"{self.clause} {self.get_verdict_display()}"


@register
class StatementRegister(Register[Statement]):
    name = "statements"
    title = _("Yearly statements")
    singular = _("yearly statement")
    about = _("Where records cannot tell, a named person says once a year how a clause is kept.")
    model = Statement
    key = ("clause", "stated_on")
    label_with = ("clause",)
    columns = ("stated_on", "clause", "verdict", "person", "valid_until")
    filters = ("verdict", "clause", "person", "stated_on")
    search = ("basis", "clause__number", "clause__text")
    order = ("-stated_on", "-id")
    unit_path = "clause__version__document__unit"
    place = "policy"
    views = (View(_("Not kept"), {"verdict": Verdict.NOT_KEPT}),)
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "manager", "admin", "operator"),
        change=(*LEADERS, "operator"),
        withdraw=LEADERS,
    )

    def prepare(self, values: dict[str, Any], record: Statement | None, act: Act) -> None:
        """Today, by whoever writes, for a year."""
        del record
        values["stated_on"] = values["stated_on"] or act.on
        values["valid_until"] = values["valid_until"] or month_end(values["stated_on"], 12)
        values["person"] = values["person"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: Statement | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if not values["person"]:
            yield "person", _("A statement needs a person who makes it.")
        if values["stated_on"] > act.on:
            yield "stated_on", _("This day has not come yet.")
        if values["valid_until"] < values["stated_on"]:
            yield (
                "valid_until",
                _("The last day lies before the first day. Please correct one of the two."),
            )
        elif values["valid_until"] > values["stated_on"] + LONGEST:
            yield "valid_until", _("A statement counts for a year at most.")
