"""Courses: what is taught to whom, and what counts as understood."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.words import (
    OFFICES,
    READERS,
    WRITERS,
    Audience,
    percent,
    wrong_duties,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Courses(Records):
    def ruled(self, *audiences: str) -> "Courses":
        """Those that are assigned by themselves to one of ``audiences`` and can be taken."""
        return self.present().filter(
            audience__in=audiences, automatic=True, versions__state="published",
            versions__withdrawn_at=None,
        ).distinct()  # fmt: skip


class Course(Record):
    """One subject of education. What is read and asked stands in its versions."""

    code = models.CharField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    audience = models.CharField(_("for whom"), max_length=10, choices=Audience)
    office = models.CharField(
        _("office"), max_length=12, blank=True, choices=OFFICES,
        help_text=_("For a course for the holders of an office: which one."),
    )  # fmt: skip
    automatic = models.BooleanField(
        _("assigned by itself"), default=True,
        help_text=_("Whoever belongs to the audience gets it without anybody's doing."),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=15)
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark (%)"), default=80, help_text=_("Share of right answers that passes.")
    )
    draw = models.PositiveSmallIntegerField(
        _("questions asked"), default=5,
        help_text=_("Drawn from all questions, other ones in every year and at every attempt."),
    )  # fmt: skip
    duties = WordsField(_("duties"), help_text=_("Numbers such as O053, one a line."))
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="courses",
        verbose_name=_("person in charge"),
    )  # fmt: skip

    objects: ClassVar[Any] = Courses.as_manager()

    class Meta:
        verbose_name = _("course")

    def __str__(self) -> str:
        english = (get_language() or "").startswith("en")
        return self.title_en if english and self.title_en else self.title


@register
class CourseRegister(Register[Course]):
    name = "courses"
    title = _("Courses")
    singular = _("course")
    about = _("What is taught to whom, how long it takes and what counts as passed.")
    model = Course
    open_labels = True
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=LEADERS)
    key = ("code",)
    handles = ("code", "title")
    columns = ("code", "title", "audience", "office", "minutes", "pass_mark", "automatic", "owner")
    filters = ("audience", "office", "automatic", "owner")
    search = ("code", "title", "title_en")
    order = ("code",)
    views = (View(_("For everyone"), {"audience": Audience.YEARLY}),)

    def check(
        self, values: Mapping[str, Any], record: Course | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        yield from percent("pass_mark", values["pass_mark"])
        yield from wrong_duties(values["duties"])
        if not 1 <= values["draw"] <= 50:
            yield "draw", _("From %(least)s to %(most)s.") % {"least": 1, "most": 50}
        if (values["audience"] == Audience.ROLE) != bool(values["office"]):
            yield "office", _("Name the office for a course for the holders of one, and only then.")
