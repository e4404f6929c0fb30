"""Answers to single questions: what the supplier says, what we make of it, and what becomes of a gap."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers import answering
from sekisho.domains.suppliers.answering import Answer
from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.assessment_register import HANDLERS
from sekisho.domains.suppliers.assessment_words import (
    APPROVING,
    OPEN_TO_SUPPLIER,
    SUPPLIER_ACTOR,
    AssessmentState,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights


class Basis(models.TextChoices):
    SUPPLIER = "supplier", _("The supplier's answer")
    CERTIFICATE = "certificate", _("A certificate")
    OURS = "ours", _("Found out by ourselves")


class Finding(models.TextChoices):
    """What we make of an answer."""

    OK = "ok", _("Good enough")
    GAP = "gap", _("A gap to be closed")
    RETURN = "return", _("Ask again")


class AnswerRows(Records):
    def gaps(self, on: date) -> Self:
        """Gaps of approved suppliers that were decided on by ``on``."""
        rows = self.present().filter(finding=Finding.GAP, assessment__withdrawn_at=None)
        return rows.filter(assessment__state__in=APPROVING, assessment__decided_on__lte=on)


class AssessmentAnswer(Record):
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="answers", verbose_name=_("assessment")
    )
    place = models.PositiveSmallIntegerField(_("order"), default=0)
    question = models.CharField(_("question"), max_length=20, help_text=_("Its number."))
    text = models.TextField(_("words of the question"), blank=True)
    severity = models.PositiveSmallIntegerField(_("weight"), default=1)
    answer = models.CharField(_("answer"), max_length=7, choices=Answer, blank=True)
    supplement = models.TextField(
        _("supplement"), blank=True, max_length=2000,
        help_text=_("Scope, exceptions, what is done instead, or by when."),
    )  # fmt: skip
    evidence = models.CharField(_("evidence"), max_length=2000, blank=True)
    basis = models.CharField(_("rests on"), max_length=11, choices=Basis, default=Basis.SUPPLIER)
    finding = models.CharField(_("our view"), max_length=6, choices=Finding, blank=True)
    remark = models.TextField(_("our remark"), blank=True)
    action = models.TextField(_("improvement asked for"), blank=True)
    due_on = models.DateField(_("improved by"), null=True, blank=True)
    done_on = models.DateField(_("improved on"), null=True, blank=True)
    done_note = models.TextField(_("how we know"), blank=True)
    risk = models.ForeignKey(
        "risk.RiskAcceptance", models.PROTECT, null=True, blank=True, related_name="answers",
        verbose_name=_("accepted risk"),
        help_text=_("Where the supplier cannot or will not do it."),
    )  # fmt: skip

    objects: ClassVar[Any] = AnswerRows.as_manager()

    class Meta:
        verbose_name = _("answer of a supplier")
        constraints = (
            models.UniqueConstraint(
                fields=("assessment", "question"), name="assessment_question_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.question} {self.text}"[:120]


TOLD = frozenset({"answer", "supplement", "evidence"})
OURS = frozenset({"finding", "remark", "action", "due_on", "done_on", "done_note", "risk"})
AFTER = frozenset({"done_on", "done_note", "risk", "due_on"})


@register
class AssessmentAnswers(Register[AssessmentAnswer]):
    name = "assessment_answers"
    title = _("Answers of suppliers")
    singular = _("answer of a supplier")
    about = _(
        "Every answer with its supplement and evidence, our view of it, and how gaps are closed."
    )
    model = AssessmentAnswer
    key = ("assessment", "question")
    label_with = ("assessment",)
    columns = ("assessment", "question", "text", "answer", "finding", "due_on", "done_on")
    filters = ("assessment", "answer", "finding", "basis", "due_on", "done_on")
    search = ("question", "text", "supplement", "action", "assessment__number")
    order = ("-assessment", "place", "id")
    unit_path = "assessment__engagement__unit"
    person_path = "assessment__engagement__owner"
    views = (View(_("Gaps"), {"finding": "gap"}),)
    place = "supplier"  # found on the page of its assessment, not in the menu
    rights = Rights(
        read=(*HANDLERS, "auditor", "operator"), add=("engine", "operator"),
        change=(*HANDLERS, "operator", SUPPLIER_ACTOR),
        attach=(*HANDLERS, SUPPLIER_ACTOR),
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: AssessmentAnswer | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if record is not None:
            yield from _kept(values, record, act)
        if values["finding"] == Finding.RETURN and not values["remark"]:
            yield "remark", _("Please write what you would like to know.")
        if values["done_on"] and values["done_on"] > act.on:
            yield "done_on", _("This day has not come yet.")
        if values["done_on"] and not values["done_note"]:
            yield "done_note", _("Please write how you know that it was improved.")

    def settle(self, records: Sequence[AssessmentAnswer], act: Act) -> None:
        del act
        follow({one.assessment_id for one in records})


def _kept(
    values: Mapping[str, Any], record: AssessmentAnswer, act: Act
) -> Iterator[tuple[str, Text]]:
    """The supplier answers while it is asked, we judge while we look; afterwards gaps are closed."""
    changed = {
        n for n in (*TOLD, *OURS) if values[n] != getattr(record, f"{n}_id", getattr(record, n))
    }
    if not changed:
        return
    state = record.assessment.state
    allowed = _open(state, record)
    if SUPPLIER_ACTOR in act.actor.roles:
        allowed &= TOLD
    for name in sorted(changed - allowed):
        yield name, _("This cannot be changed at this stage of the assessment.")


def _open(state: str, record: AssessmentAnswer) -> frozenset[str]:
    if state == AssessmentState.RETURNED:
        return TOLD if record.finding == Finding.RETURN else frozenset()
    if state in OPEN_TO_SUPPLIER:
        return TOLD
    if state in {AssessmentState.REVIEWING, AssessmentState.SUBMITTED}:
        return OURS
    return AFTER if state in APPROVING else frozenset()


def follow(assessments: set[UUID]) -> None:
    """Score and gaps of the assessments whose answers changed."""
    rows = Assessment.objects.filter(pk__in=assessments).select_related("questionnaire")
    changed = []
    for one in rows:
        answers = dict(
            AssessmentAnswer.objects.filter(assessment=one.pk).values_list("question", "answer")
        )
        score = answering.score(one.questions, answers)
        gaps = len(answering.gaps(one.questions, answers))
        if (score, gaps) != (one.score, one.gaps):
            one.score, one.gaps = score, gaps
            changed.append(one)
    Assessment.objects.bulk_update(changed, ["score", "gaps"], batch_size=500)


def open_gaps(on: date) -> Q:
    """Gaps neither closed nor accepted as a risk on ``on``."""
    accepted = Q(risk__state="accepted", risk__starts_on__lte=on, risk__ends_on__gte=on,
                 risk__withdrawn_at=None)  # fmt: skip
    return ~(Q(done_on__lte=on) | accepted)
