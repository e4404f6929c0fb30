"""The course after a drill: for everybody who did not report, and whoever clicked is among them.

An assignment is a record that a manager sees and that stays. Given to those who clicked alone it would
name them for good; given to all who may still learn to report it says nothing of a single person.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.assigning import assign
from sekisho.domains.education.course import Course
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_sight import is_office
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_words import LEAST_GROUP
from sekisho.domains.education.words import Reason
from sekisho.registers.actor import Act
from sekisho.registers.errors import Denied, Invalid

DAYS = timedelta(days=30)


def learners(drill: Drill) -> set[UUID]:
    """Who did not report, or clicked."""
    rows = DrillTarget.objects.filter(drill=drill, delivered_at__isnull=False)
    return set(
        rows.filter(Q(reported_at=None) | Q(clicked_at__isnull=False)).values_list(
            "person", flat=True
        )
    )


def teach(act: Act, drill: Drill, course: Course, due: date | None = None) -> int:
    """Assign ``course``; to how many. Raises Denied, and Invalid when so few would be named by it."""
    if not is_office(act.actor):
        raise Denied("drills.teach")
    people = learners(drill)
    if len(people) < LEAST_GROUP():
        words = _(
            "Fewer than %(n)s people would get the course, and it would name them. Teach the whole unit."
        )
        raise Invalid({"course": [words % {"n": LEAST_GROUP()}]})
    return assign(act, course, people, Reason.DRILL, drill.number, due or act.on + DAYS)
