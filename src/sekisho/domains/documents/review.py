"""Reviews: somebody looked whether the document still fits, and another approved the answer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Document
from sekisho.domains.documents.words import APPROVERS, READERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Outcome(models.TextChoices):
    NEEDED = "needed", _("Revision needed")
    NOT_NEEDED = "not_needed", _("No revision needed")


class State(models.TextChoices):
    DRAFT = "draft", _("Waiting for approval")
    APPROVED = "approved", _("Review approved")


LIFE = Workflow(
    states=State,
    initial=State.DRAFT,
    moves=(
        Move(
            "approve", State.DRAFT, State.APPROVED, _("Approve"), other_than=("add", "change"),
            sets=(("approved_by", "person"), ("approved_on", "day")),
        ),
    ),
)  # fmt: skip


class Reviews(Records):
    def approved(self, on: date) -> Self:
        """Reviews held and approved by ``on``."""
        return self.present().filter(held_on__lte=on, approved_on__lte=on)


class Review(Record):
    """One look at a document (見直し): it is this, not the revising, that falls due."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="reviews", verbose_name=_("document")
    )
    held_on = models.DateField(_("reviewed on"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome)
    reason = models.TextField(_("reason"), help_text=_("What was looked at, and why so decided."))
    held_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="held_reviews", verbose_name=_("reviewed by"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="approved_reviews", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    objects: ClassVar[Any] = Reviews.as_manager()

    class Meta:
        verbose_name = _("review of a document")

    def __str__(self) -> str:
        return f"{self.document} {self.held_on:%Y-%m-%d}"


@register
class ReviewRegister(Register[Review]):
    name = "reviews"
    title = _("Reviews of documents")
    singular = _("review of a document")
    about = _("When each document was looked at, whether it must be revised, who approved that.")
    model = Review
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "manager:unit", "operator", "engine"),
        change=(*LEADERS, "operator"),
        withdraw=APPROVERS,
        moves={"approve": APPROVERS},
    )
    key = ("document", "held_on")
    label_with = ("document",)
    columns = ("document", "held_on", "outcome", "held_by", "state", "approved_by", "approved_on")
    filters = ("document", "outcome", "state", "held_on")
    search = ("document__title", "reason")
    order = ("-held_on",)
    unit_path = "document__unit"
    sealed = frozenset({"approved_by", "approved_on"})
    life = LIFE
    place = "policy"
    views = (View(_("Waiting for approval"), {"state": State.DRAFT}),)

    def check(
        self, values: Mapping[str, Any], record: Review | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if values["held_on"] > act.on:
            yield "held_on", _("A review is recorded on the day it is held or later.")
        if record and record.state == State.APPROVED and _differs(values, record):
            yield "outcome", _("The review is approved; record a new one.")


def _differs(values: Mapping[str, Any], record: Review) -> bool:
    names = {"document": "document_id", "held_on": "held_on", "outcome": "outcome"}
    return any(values[name] != getattr(record, own) for name, own in names.items())
