"""Assignments: one person takes one course once; every cycle is a new one, never a reset."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.course import Course
from sekisho.domains.education.course_version import CourseVersion
from sekisho.domains.education.words import DONE, OPEN, OWN, Reason, State, percent
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

ENGINE = ("engine",)
LIFE = Workflow(
    State,
    State.ASSIGNED,
    (
        Move("start", (State.ASSIGNED, State.FAILED), State.STARTED, _("Begin"),
             may=("version",), sets=(("started_on", "day"),)),
        Move("pass", OPEN, State.PASSED, _("Passed"), asks=("score", "passed_on"),
             may=("version", "source")),
        Move("fail", OPEN, State.FAILED, _("Not passed"), asks=("score", "failed_on"),
             may=("version", "source")),
        Move("declare", OPEN, State.DECLARED, _("Declare an earlier record"),
             asks=("passed_on", "source")),
        Move("ask_exemption", OPEN, State.ASKED, _("Ask for an exemption"),
             asks=("exempt_why", "exempt_until")),
        Move("exempt", State.ASKED, State.EXEMPTED, _("Exempt"), other_than=("ask_exemption",),
             sets=(("exempted_by", "person"), ("exempted_on", "day"))),
        Move("refuse", State.ASKED, State.ASSIGNED, _("Do not exempt"), asks=("remark",)),
        Move("resume", State.EXEMPTED, State.ASSIGNED, _("The exemption has ended"),
             asks=("due_on",)),
        Move("cancel", OPEN, State.CANCELLED, _("Cancel"), asks=("remark",), danger=True),
    ),
)  # fmt: skip
RESULTS = ("passed_on", "failed_on", "score", "started_on")


class Assignments(Records):
    def open(self) -> "Assignments":
        return self.present().filter(state__in=OPEN)

    def done(self, on: date) -> "Assignments":
        """Passed here, or declared from an earlier record, by the end of the day ``on``."""
        return self.present().filter(state__in=DONE, passed_on__lte=on)

    def excused(self, on: date) -> "Assignments":
        """Exempted, with an approval, for the day ``on``."""
        return self.present().filter(
            state=State.EXEMPTED, exempted_on__lte=on, exempt_until__gte=on
        )


class CourseAssignment(Record):
    """``cycle``: the fiscal year, or what caused it; no person has a course twice in one cycle."""

    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="course_assignments",
        verbose_name=_("who takes it"),
    )  # fmt: skip
    course = models.ForeignKey(
        Course, models.PROTECT, related_name="assignments", verbose_name=_("course")
    )
    version = models.ForeignKey(
        CourseVersion, models.PROTECT, null=True, blank=True, related_name="assignments",
        verbose_name=_("version taken"),
    )  # fmt: skip
    cycle = models.CharField(
        _("cycle"), max_length=24,
        help_text=_("The fiscal year, such as 2026, or what caused it, such as an incident's number."),
    )  # fmt: skip
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    assigned_on = models.DateField(_("assigned on"), blank=True, help_text=_("Empty: today."))
    due_on = models.DateField(_("due on"))
    started_on = models.DateField(_("begun on"), null=True, blank=True)
    passed_on = models.DateField(
        _("passed on"), null=True, blank=True, help_text=_("Only for a declared record.")
    )
    failed_on = models.DateField(_("not passed on"), null=True, blank=True)
    score = models.PositiveSmallIntegerField(_("result (%)"), null=True, blank=True)
    source = models.CharField(
        _("where the record is"), max_length=200, blank=True,
        help_text=_("For a declared record: which list, of when, kept where."),
    )  # fmt: skip
    exempt_why = models.CharField(_("reason of the exemption"), max_length=200, blank=True)
    exempt_until = models.DateField(_("exempted until"), null=True, blank=True)
    exempted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exemptions_given",
        verbose_name=_("exempted by"),
    )  # fmt: skip
    exempted_on = models.DateField(_("exempted on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.ASSIGNED)

    objects: ClassVar[Any] = Assignments.as_manager()

    class Meta:
        verbose_name = _("course assignment")
        constraints = (
            models.UniqueConstraint(
                fields=("course", "cycle", "person"), name="course_once_a_cycle"
            ),
        )
        indexes = (models.Index(fields=("person", "state", "passed_on"), name="course_passed"),)

    def __str__(self) -> str:
        return f"{self.person} {self.course}"


@register
class CourseAssignmentRegister(Register[CourseAssignment]):
    name = "course_assignments"
    title = _("Course assignments")
    singular = _("course assignment")
    about = _(
        "Who takes which course why and by when, and with what result. Every cycle is a new one."
    )
    model = CourseAssignment
    rights = Rights(
        read=(*LEADERS, "manager:unit", *OWN, "auditor", "admin", "operator"),
        add=(*LEADERS, "manager:unit", "operator", *ENGINE),
        change=LEADERS,
        withdraw=LEADERS,
        moves={
            "start": ENGINE, "pass": ENGINE, "fail": ENGINE,
            "declare": (*LEADERS, "operator"),
            "ask_exemption": (*LEADERS, "manager:unit", *OWN),
            "exempt": ("director", "chair", "committee"),
            "refuse": ("director", "chair", "committee"),
            "resume": (*LEADERS, *ENGINE),
            "cancel": LEADERS,
        },
        never_own=("declare", "exempt", "cancel"),
    )  # fmt: skip
    key = ("person", "course", "cycle")
    label_with = ("person", "course")
    columns = (
        "person",
        "course",
        "cycle",
        "reason",
        "due_on",
        "state",
        "score",
        "passed_on",
        "version",
    )
    filters = (
        "person",
        "course",
        "cycle",
        "reason",
        "state",
        "due_on",
        "passed_on",
    )
    search = ("person__name", "person__kana", "course__code", "course__title")
    order = ("-due_on", "id")
    unit_path = "person__unit"
    person_path = "person"
    sealed = frozenset({"started_on", "failed_on", "exempted_by", "exempted_on"})
    life = LIFE
    views = (
        View(_("Not passed yet"), {"state": State.FAILED}),
        View(_("Exemption asked for"), {"state": State.ASKED}),
        View(_("Declared"), {"state": State.DECLARED}),
    )

    def prepare(self, values: dict[str, Any], record: CourseAssignment | None, act: Act) -> None:
        if record is None:
            values["assigned_on"] = values["assigned_on"] or act.on
            if values["reason"] == Reason.DECLARED:
                values["state"] = State.DECLARED.value

    def check(
        self, values: Mapping[str, Any], record: CourseAssignment | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        yield from percent("score", values["score"])
        if values["due_on"] < values["assigned_on"]:
            yield "due_on", _("It would be due before it is assigned.")
        if values["state"] == State.DECLARED:
            yield from _declared(values, act)
        elif record is None or record.state == values["state"]:
            yield from _typed(values, record)
        if values["state"] == State.ASKED and values["exempt_until"] < act.on:
            yield "exempt_until", _("This day is over.")


def _declared(values: Mapping[str, Any], act: Act) -> Iterable[tuple[str, Text]]:
    if values["passed_on"] is None or values["passed_on"] > act.on:
        yield "passed_on", _("Give the day of the earlier record, today or before.")
    if not values["source"]:
        yield "source", _("Say where the earlier record is kept.")


def _typed(
    values: Mapping[str, Any], record: CourseAssignment | None
) -> Iterable[tuple[str, Text]]:
    """A result comes from taking the course, from a confirmed session or from a declared record."""
    for name in RESULTS:
        if values[name] != (getattr(record, name) if record else None):
            yield name, _("A result follows from taking the course; nobody types it in.")
