"""Versions of courses: what is read and asked, published by somebody else, and fixed from then on."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education import text as texts
from sekisho.domains.education.course import Course
from sekisho.domains.education.words import READERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Stage(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    RETIRED = "retired", _("Replaced")


LIFE = Workflow(
    Stage,
    Stage.DRAFT,
    (
        Move("publish", Stage.DRAFT, Stage.PUBLISHED, _("Publish"), other_than=("add", "change"),
             sets=(("published_by", "person"), ("published_on", "day"))),
        Move("retire", Stage.PUBLISHED, Stage.RETIRED, _("No longer offer it"), danger=True,
             sets=(("retired_on", "day"),)),
    ),
)  # fmt: skip
CONTENT = ("course", "label", "text", "text_en", "quiz", "quiz_en", "material")


class CourseVersions(Records):
    def published(self) -> "CourseVersions":
        return self.present().filter(state=Stage.PUBLISHED)


class CourseVersion(Record):
    """``text`` and ``quiz`` are written as ``education.text`` says."""

    course = models.ForeignKey(
        Course, models.PROTECT, related_name="versions", verbose_name=_("course")
    )
    label = models.CharField(
        _("edition"), max_length=20, help_text=_("Such as 2026-1. It is printed on certificates.")
    )
    text = models.TextField(
        _("chapters"), help_text=_("Markdown. Each chapter begins with “# Title (2 min)”.")
    )
    text_en = models.TextField(_("chapters (English)"), blank=True)
    quiz = models.TextField(
        _("questions"), blank=True,
        help_text=_("Each begins with “## key (O053, chapter)”; choices with “- [ ]”, right ones "
                    "with “- [x]”, the explanation with “>”."),
    )  # fmt: skip
    quiz_en = models.TextField(_("questions (English)"), blank=True)
    material = models.BooleanField(
        _("changes what people must know"), default=False,
        help_text=_("Whoever passed an earlier edition this fiscal year is asked again."),
    )  # fmt: skip
    remark = models.CharField(_("what is new in it"), max_length=200, blank=True)
    published_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="courses_published",
        verbose_name=_("published by"),
    )  # fmt: skip
    published_on = models.DateField(_("published on"), null=True, blank=True)
    retired_on = models.DateField(_("replaced on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=Stage, default=Stage.DRAFT)

    objects: ClassVar[Any] = CourseVersions.as_manager()

    class Meta:
        verbose_name = _("version of a course")
        constraints = (
            models.UniqueConstraint(fields=("course", "label"), name="course_edition_once"),
        )

    def __str__(self) -> str:
        return f"{self.course} {self.label}"

    def chapters(self) -> tuple[texts.Chapter, ...]:
        """In the language of the reader, where there is such a text."""
        return texts.chapters(self.text_en if _english() and self.text_en else self.text)

    def questions(self) -> tuple[texts.Question, ...]:
        return texts.questions(self.quiz_en if _english() and self.quiz_en else self.quiz)


def _english() -> bool:
    return (get_language() or "").startswith("en")


@register
class CourseVersionRegister(Register[CourseVersion]):
    name = "course_versions"
    title = _("Versions of courses")
    singular = _("version of a course")
    about = _("What is read and asked. Somebody else publishes it; from then on it stays as it is.")
    model = CourseVersion
    rights = Rights(
        read=READERS, add=WRITERS, change=WRITERS, withdraw=LEADERS,
        moves={"publish": LEADERS, "retire": LEADERS},
    )  # fmt: skip
    key = ("course", "label")
    handles = (("course__code", "label"),)
    label_with = ("course",)
    columns = ("course", "label", "state", "material", "remark", "published_on", "published_by")
    filters = ("course", "state", "material", "published_on")
    search = ("course__code", "course__title", "label", "remark")
    order = ("course__code", "-label")
    sealed = frozenset({"published_by", "published_on", "retired_on"})
    life = LIFE
    views = (View(_("In use"), {"state": Stage.PUBLISHED}),)

    def check(
        self, values: Mapping[str, Any], record: CourseVersion | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if record is not None and record.state != Stage.DRAFT:
            changed = [n for n in CONTENT if values[n] != _value(record, n)]
            if changed:
                words = _("What was published stays as it is. Please write a new version.")
                yield changed[0], words
            return
        for name in ("text", "text_en"):
            yield from texts.wrong_chapters(name, values[name])
        for name in ("quiz", "quiz_en"):
            yield from texts.wrong_questions(name, values[name])
        if values["quiz_en"]:
            mine, other = texts.questions(values["quiz"]), texts.questions(values["quiz_en"])
            yield from texts.differing("quiz_en", mine, other)

    def moved(self, act: Act, name: str, record: CourseVersion, said: Mapping[str, Any]) -> None:
        """The new version takes the place of the one before it."""
        del said
        if name == "publish":
            if not texts.questions(record.quiz):
                words = _("Understanding has to be asked for: there is no question yet.")
                raise Invalid({"quiz": [words]})
            former = CourseVersion.objects.published().filter(course=record.course_id)
            for one in former.exclude(pk=record.pk):
                follow(registry["course_versions"], act, "retire", one)


def _value(record: CourseVersion, name: str) -> Any:
    return record.course_id if name == "course" else getattr(record, name)
