"""The library of answers: what we say to clients who ask, and the evidence that bears it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class StandardAnswerRows(Records):
    def current(self, on: date) -> "StandardAnswerRows":
        return self.present().filter(models.Q(ended_on=None) | models.Q(ended_on__gt=on))


class StandardAnswer(Record):
    """``evidence``: codes of the obligations whose state shows whether the answer is true today."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    question = models.TextField(_("question in our words"))
    question_en = models.TextField(_("question in English"), blank=True)
    answer = models.TextField(_("standard answer"))
    answer_en = models.TextField(_("answer in English"), blank=True)
    evidence = WordsField(
        _("evidence"), help_text=_("Codes of the obligations that show it, one a line.")
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="standard_answers", verbose_name=_("person in charge"),
    )  # fmt: skip
    review_by = models.DateField(_("to be looked at again by"), null=True, blank=True)
    ended_on = models.DateField(_("not used since"), null=True, blank=True)

    objects: ClassVar[Any] = StandardAnswerRows.as_manager()

    class Meta:
        verbose_name = _("standard answer")

    def __str__(self) -> str:
        return f"{self.number} {self.question[:60]}"


@register
class StandardAnswers(Register[StandardAnswer]):
    name = "standard_answers"
    title = _("Answers to clients' questions")
    singular = _("standard answer")
    about = _("What we answer clients who ask about our security, and the evidence that bears it.")
    model = StandardAnswer
    number = "QA-{n:03d}"
    key = ("question",)
    columns = ("number", "question", "owner", "review_by")
    filters = ("owner", "review_by", "ended_on")
    search = ("number", "question", "answer", "question_en", "answer_en")
    order = ("number",)
    person_path = "owner"
    place = "improve"
    views = (View(_("In use"), {"ended_on": "none"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "question": ("設問", "質問"),
        "answer": ("回答", "標準回答"),
        "owner": ("担当者", "主管"),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "employee:own", "operator"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=("director", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: StandardAnswer | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record, act
        if any(" " in code for code in values["evidence"]):
            yield "evidence", _("One code a line, such as access-reviewed.")
