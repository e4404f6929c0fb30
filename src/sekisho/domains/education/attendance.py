"""Attendance: who was there, from the sheet of the day."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.session import SessionState, TrainingSession
from sekisho.domains.education.words import OWN, percent
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Attendance(Record):
    session = models.ForeignKey(
        TrainingSession, models.PROTECT, related_name="attendances", verbose_name=_("session")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="attendances", verbose_name=_("participant")
    )
    attended = models.BooleanField(_("attended"), default=True)
    score = models.PositiveSmallIntegerField(
        _("result (%)"),
        null=True,
        blank=True,
        help_text=_("Needed where there was a written test."),
    )
    absent_why = models.CharField(_("why not attended"), max_length=120, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("attendance")
        constraints = (models.UniqueConstraint(fields=("session", "person"), name="attended_once"),)

    def __str__(self) -> str:
        return f"{self.session} {self.person}"


@register
class AttendanceRegister(Register[Attendance]):
    name = "attendances"
    title = _("Attendance lists")
    singular = _("attendance")
    about = _("Who attended which session, with the result; imported from the sheet of the day.")
    model = Attendance
    rights = Rights(
        read=(*LEADERS, "manager:unit", *OWN, "auditor", "admin", "operator"),
        add=(*LEADERS, "manager:unit", "admin", "operator"),
        change=(*LEADERS, "manager:unit", "admin", "operator"),
        withdraw=LEADERS,
    )
    key = ("session", "person")
    label_with = ("session", "person")
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "session": ("研修番号", "実施番号"), "person": ("社員番号", "氏名", "受講者"),
        "attended": ("出欠", "受講"), "score": ("点数", "得点"), "absent_why": ("欠席理由", "未受講理由"),
    }  # fmt: skip
    columns = ("session", "person", "attended", "score", "absent_why")
    filters = ("session", "person", "attended")
    search = ("person__name", "person__kana", "session__number", "session__title")
    order = ("session", "person__kana")
    unit_path = "person__unit"
    person_path = "person"
    views = (View(_("Not attended"), {"attended": "no"}),)

    def check(
        self, values: Mapping[str, Any], record: Attendance | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        yield from percent("score", values["score"])
        if not values["attended"] and values["score"] is not None:
            yield "score", _("Who did not attend has no result.")

    def settle(self, records: Sequence[Attendance], act: Act) -> None:
        """What somebody confirmed stays as it was confirmed."""
        del act
        held = TrainingSession.objects.filter(pk__in={one.session_id for one in records})
        if held.filter(state__in=(SessionState.CONFIRMED, SessionState.CANCELLED)).exists():
            raise Invalid({"session": [_("The attendance of this session is confirmed already.")]})
