"""Reviews by the director: the state of things each month, the whole once a year.

ISO/IEC 27001:2022 clause 9.3 names the inputs and results of a management review. Having
looked is no supervision: a review ends in a decision or in “no instructions”.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.state import plain
from sekisho.registers.workflow import Move, Workflow


class ReviewKind(models.TextChoices):
    MONTHLY = "monthly", _("Monthly status")
    ANNUAL = "annual", _("Annual management review")


class ReviewState(models.TextChoices):
    DRAFT = "draft", _("Being prepared")
    CONFIRMED = "confirmed", _("Confirmed by the director")


LIFE = Workflow(
    ReviewState,
    "draft",
    (
        Move("confirm", "draft", "confirmed", _("Confirm review"),
             may=("decisions", "no_instructions", "comment"), sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("reopen", "confirmed", "draft", _("Reopen review"), asks=("reason",), danger=True),
    ),
)  # fmt: skip


class Reviews(Records):
    def confirmed(self, kind: str) -> "Reviews":
        return self.present().filter(kind=kind, state=ReviewState.CONFIRMED)


class ManagementReview(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=7, choices=ReviewKind)
    period = models.DateField(
        _("month"), help_text=_("Any day of the month reported on; kept as its first day.")
    )
    held_on = models.DateField(_("held on"), null=True, blank=True)
    inputs = models.TextField(
        _("what was reported"), blank=True,
        help_text=_("State of the policy, incidents, audits, risks, earlier decisions, changes."),
    )  # fmt: skip
    figures = models.TextField(
        _("figures of the month"), blank=True, help_text=_("Filled in from the records.")
    )
    decisions = models.TextField(_("decisions and instructions"), blank=True)
    no_instructions = models.BooleanField(
        _("no instructions"), default=False,
        help_text=_("The report was examined and calls for no instruction."),
    )  # fmt: skip
    comment = models.TextField(_("comment of the director"), blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="reviews_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    content_sha256 = models.CharField(
        _("hash of what was confirmed"), max_length=64, blank=True, editable=False
    )
    state = models.CharField(_("state"), max_length=9, choices=ReviewState, default="draft")

    objects: ClassVar[Any] = Reviews.as_manager()

    class Meta:
        verbose_name = _("management review")

    def __str__(self) -> str:
        return f"{self.number} {self.get_kind_display()}"


CONTENT = (
    "kind", "period", "held_on", "inputs", "figures", "decisions", "no_instructions", "comment",
)  # fmt: skip


def content_hash(values: Mapping[str, Any]) -> str:
    """SHA-256 over exactly what the one in charge had before them and decided, as canonical JSON."""
    said = {name: plain(values.get(name)) for name in CONTENT}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@register
class ManagementReviewRegister(Register[ManagementReview]):
    name = "management_reviews"
    title = _("Management reviews")
    singular = _("management review")
    about = _("What the director was told and decided, month by month and once a year.")
    model = ManagementReview
    rights = Rights(
        read=(*LEADERS, "auditor", "admin"),
        add=("director", "chair", "committee", "engine"),
        change=("director", "chair", "committee"),
        withdraw=("director",),
        moves={"confirm": ("director", "deputy"), "reopen": ("director",)},
    )
    number = "MR-{year}-{n:02d}"
    columns = ("number", "kind", "period", "held_on", "state", "confirmed_by", "confirmed_on")
    filters = ("kind", "state", "period", "held_on", "confirmed_on")
    search = ("number", "inputs", "figures", "decisions", "comment")
    order = ("-period", "number")
    life = LIFE
    place = "improve"
    views = (View(_("To confirm"), {"state": "draft"}),)

    def prepare(self, values: dict[str, Any], record: ManagementReview | None, act: Act) -> None:
        del record, act
        if values.get("period"):
            values["period"] = values["period"].replace(day=1)
        confirmed = values.get("state") == ReviewState.CONFIRMED
        values["content_sha256"] = content_hash(values) if confirmed else ""

    def check(
        self, values: Mapping[str, Any], record: ManagementReview | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if record is not None and record.state == values.get("state") == ReviewState.CONFIRMED:
            yield "", _("The review is confirmed. Please reopen it before changing it.")
        decided, nothing = bool(values.get("decisions")), bool(values.get("no_instructions"))
        if decided and nothing:
            yield "no_instructions", _("There are decisions, so “no instructions” cannot stand.")
        if values.get("state") == ReviewState.CONFIRMED:
            if not (decided or nothing):
                yield "decisions", _("Please enter a decision, or tick “no instructions”.")
            if not (values.get("inputs") or values.get("figures")):
                yield "inputs", _("Please enter what was reported.")
            if values.get("held_on") is None:
                yield "held_on", _("Please enter the day it was held.")
            if values.get("kind") == ReviewKind.MONTHLY and act.on < _after(values["period"]):
                yield "period", _("This month is not over yet.")


def _after(first: date) -> date:
    """The first day after the month that begins on ``first``."""
    return (first + timedelta(days=31)).replace(day=1)
