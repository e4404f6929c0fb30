"""The words of education: for whom a course is, why somebody takes it, how it was held and measured."""

from collections.abc import Iterable, Iterator

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.rights import LEADERS, Role

READERS = (*LEADERS, "manager", "admin", "auditor", "operator")
WRITERS = (*LEADERS, "operator")
OWN = ("employee:own", "contractor:own")
DUTY = 4


class Audience(models.TextChoices):
    """Who takes the course, and when: the rule by which it is assigned."""

    JOINING = "joining", _("Everyone who joins")
    YEARLY = "yearly", _("Everyone, every fiscal year")
    ROLE = "role", _("Holders of an office, every fiscal year")
    CONTRACTOR = "contractor", _("Contractors' staff who need it, every fiscal year")
    INCIDENT = "incident", _("Those whom an incident concerns")
    OTHER = "other", _("Whoever is named")


OFFICES = tuple((role.value, role.label) for role in
                (Role.MANAGER, Role.COMMITTEE, Role.CHAIR, Role.DIRECTOR, Role.DEPUTY, Role.ADMIN,
                 Role.AUDITOR))  # fmt: skip


class Reason(models.TextChoices):
    JOINING = "joining", _("Joining")
    YEARLY = "yearly", _("Yearly")
    ROLE = "role", _("Office")
    CONTRACTOR = "contractor", _("Work of a contractor")
    INCIDENT = "incident", _("After an incident")
    DRILL = "drill", _("After a drill")
    RENEWED = "renewed", _("The course has changed")
    OTHER = "other", _("Other reason")
    DECLARED = "declared", _("Declared (earlier or equivalent record)")


class State(models.TextChoices):
    ASSIGNED = "assigned", _("Assigned")
    STARTED = "started", _("Begun")
    FAILED = "failed", _("Not passed yet")
    PASSED = "passed", _("Passed")
    DECLARED = "declared", _("Passed (declared)")
    ASKED = "asked", _("Exemption asked for")
    EXEMPTED = "exempted", _("Exempted")
    CANCELLED = "cancelled", _("Cancelled")


OPEN = (State.ASSIGNED, State.STARTED, State.FAILED)
DONE = (State.PASSED, State.DECLARED)


class Method(models.TextChoices):
    ONLINE = "online", _("Online course")
    CLASSROOM = "classroom", _("Classroom")
    MAKEUP = "makeup", _("Make-up session")
    MEETING = "meeting", _("Meeting or briefing")
    DRILL = "drill", _("Drill or exercise")


class Evaluation(models.TextChoices):
    """How it is seen whether people have understood."""

    TEST = "test", _("Written test")
    REPORT = "report", _("Report or questionnaire")
    PRACTICE = "practice", _("Observed in practice")


def percent(field: str, value: int | None) -> Iterator[tuple[str, Text]]:
    if value is not None and not 0 <= value <= 100:
        yield field, _("From %(least)s to %(most)s.") % {"least": 0, "most": 100}


def wrong_duties(duties: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """A problem for each word that is not the number of a duty, such as O053."""
    for duty in duties:
        if len(duty) != DUTY or duty[0] != "O" or not duty[1:].isdecimal():
            yield "duties", _("%(duty)s is no duty number; write it like O053.") % {"duty": duty}
