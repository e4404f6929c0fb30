"""Attempts: what was asked, what was answered and what came of it. They are only ever added."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.assignment import ENGINE, CourseAssignment
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.words import OWN, percent
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights


class CourseAttempt(Record):
    """``answers``: one line for each question, in the order they were asked. Results of a person are
    theirs and the office's; reports tell of units."""

    assignment = models.ForeignKey(
        CourseAssignment, models.PROTECT, related_name="attempts", verbose_name=_("assignment")
    )
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, related_name="attempts", verbose_name=_("version taken")
    )
    attempt = models.PositiveSmallIntegerField(_("attempt no."))
    answers = WordsField(
        _("answers"), help_text=_("Question and numbers of the choices taken, such as “usb: 2”.")
    )
    wrong = models.CharField(_("questions missed"), max_length=1000, blank=True)
    score = models.PositiveSmallIntegerField(_("result (%)"))
    passed = models.BooleanField(_("passed"), default=False)
    on = models.DateField(_("taken on"))
    at = models.DateTimeField(_("taken at"))
    via = models.CharField(_("taken through"), max_length=40, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("attempt")
        constraints = (
            models.UniqueConstraint(fields=("assignment", "attempt"), name="attempt_once"),
        )

    def __str__(self) -> str:
        return f"{self.assignment} #{self.attempt}"


@register
class CourseAttemptRegister(Register[CourseAttempt]):
    name = "course_attempts"
    title = _("Attempts at tests")
    singular = _("attempt at a test")
    about = _("What was asked and answered, and the result. Nobody writes or changes them by hand.")
    model = CourseAttempt
    rights = Rights(read=(*OWN, "chair", "auditor", "operator"), add=ENGINE)
    key = ("assignment", "attempt")
    label_with = ("assignment__person", "assignment__course")
    columns = ("assignment", "attempt", "on", "score", "passed", "version")
    filters = ("assignment", "passed", "version", "on")
    search = ("assignment__person__name", "assignment__course__title")
    order = ("-at",)
    unit_path = "assignment__person__unit"
    person_path = "assignment__person"
    withdrawable = False

    def check(
        self, values: Mapping[str, Any], record: CourseAttempt | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        yield from percent("score", values["score"])
