"""Sessions: what was planned, held by somebody, and confirmed by somebody else."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.course import Course
from sekisho.domains.education.plan import EducationPlan
from sekisho.domains.education.words import READERS, Evaluation, Method
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class SessionState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CONFIRMED = "confirmed", _("Confirmed")
    CANCELLED = "cancelled", _("Cancelled")


LIFE = Workflow(
    SessionState,
    SessionState.PLANNED,
    (
        Move("hold", SessionState.PLANNED, SessionState.HELD, _("Held"),
             asks=("held_on", "trainer", "material")),
        Move("confirm", SessionState.HELD, SessionState.CONFIRMED, _("Confirm the attendance"),
             asks=("result",), other_than=("hold",),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("cancel", SessionState.PLANNED, SessionState.CANCELLED, _("Cancel"), asks=("remark",),
             danger=True),
    ),
)  # fmt: skip
LEAD = (*LEADERS, "manager:unit")


class TrainingSession(Record):
    """A line of a plan, and what became of it (教育実施記録)."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    plan = models.ForeignKey(
        EducationPlan, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=_("education plan"),
    )  # fmt: skip
    title = models.CharField(_("name of the session"), max_length=120)
    course = models.ForeignKey(
        Course, models.PROTECT, null=True, blank=True, related_name="sessions",
        verbose_name=_("course"),
        help_text=_("Whoever attended and understood has passed this course."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="training_sessions",
        verbose_name=_("unit"), help_text=_("Empty: the whole company."),
    )  # fmt: skip
    audience = models.CharField(_("participants"), max_length=120)
    content = models.TextField(_("content"))
    method = models.CharField(_("method"), max_length=9, choices=Method)
    evaluation = models.CharField(_("how understanding is seen"), max_length=8, choices=Evaluation)
    planned_on = models.DateField(_("planned for"))
    held_on = models.DateField(_("held on"), null=True, blank=True)
    trainer = models.CharField(_("trainer"), max_length=120, blank=True)
    material = models.CharField(_("edition of the material"), max_length=120, blank=True)
    result = models.TextField(
        _("evaluation and improvement"), blank=True,
        help_text=_("What the results and questionnaires say, and what is done better next time."),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="sessions_confirmed",
        verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=SessionState, default=SessionState.PLANNED
    )

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("training session")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@register
class TrainingSessionRegister(Register[TrainingSession]):
    name = "training_sessions"
    title = _("Training sessions")
    singular = _("training session")
    about = _("What is planned and was held: when, by whom, for whom, with which material.")
    model = TrainingSession
    rights = Rights(
        read=READERS, add=(*LEAD, "operator"), change=(*LEAD, "operator"), withdraw=LEADERS,
        moves={"hold": LEAD, "confirm": LEAD, "cancel": LEAD},
    )  # fmt: skip
    number = "TS-{n:04d}"
    parts = (("attendances", "session"),)
    columns = ("number", "title", "plan", "unit", "method", "planned_on", "held_on", "state")
    filters = ("plan", "course", "unit", "method", "state", "planned_on", "held_on")
    search = ("number", "title", "audience", "content", "trainer")
    order = ("-planned_on", "number")
    unit_path = "unit"
    sealed = frozenset({"confirmed_by", "confirmed_on"})
    life = LIFE
    views = (View(_("Planned"), {"state": SessionState.PLANNED}),
             View(_("To confirm"), {"state": SessionState.HELD}))  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: TrainingSession | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["held_on"] and values["held_on"] > act.on:
            yield "held_on", _("This day has not come yet.")
        if values["held_on"] and values["state"] == SessionState.PLANNED:
            yield "held_on", _("Record that it was held by the button for it.")

    def moved(self, act: Act, name: str, record: TrainingSession, said: Mapping[str, Any]) -> None:
        """A confirmed list counts: who attended and understood has passed."""
        del said
        if name != "confirm":
            return
        listed = record.attendances.filter(withdrawn_at=None).exists()
        if (
            not listed and record.method != Method.ONLINE
        ):  # online, the assignments tell who took it
            raise Invalid({"": [_("There is no attendance list to confirm yet.")]})
        if record.course is not None:
            from sekisho.domains.education.attending import count

            count(act, record, record.course)
