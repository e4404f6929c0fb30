"""Where a learner stands: chapters read, questions drawn, answers so far. Gone when the test is over.

Scratch paper, no record: what counts is the attempt. So it can be taken up on another device.
"""

from datetime import datetime
from typing import Any

from django.db import models

from sekisho.domains.education.assignment import CourseAssignment
from sekisho.domains.education.course_version import CourseVersion


class Progress(models.Model):
    """``drawn``: the questions of this attempt in order. ``answers``: key → choices, so far."""

    assignment = models.OneToOneField(
        CourseAssignment, models.CASCADE, primary_key=True, related_name="progress"
    )
    version = models.ForeignKey(CourseVersion, models.CASCADE)
    read = models.JSONField(default=list)
    drawn = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    moved_at = models.DateTimeField()

    class Meta:
        db_table = "education_progress"

    def __str__(self) -> str:
        return str(self.assignment_id)


def of(assignment: CourseAssignment, version: CourseVersion, at: datetime) -> Progress:
    """The learner's place in ``version``; a new edition is begun anew."""
    found: Progress | None = Progress.objects.filter(pk=assignment.pk).first()
    if found is None or found.version_id != version.pk:
        found = Progress(assignment=assignment, version=version, moved_at=at)
    return found


def keep(one: Progress, at: datetime, **said: Any) -> Progress:
    for name, value in said.items():
        setattr(one, name, value)
    one.moved_at = at
    Progress.objects.update_or_create(
        pk=one.pk,
        defaults={"version": one.version, "read": one.read, "drawn": one.drawn,
                  "answers": one.answers, "moved_at": at},
    )  # fmt: skip
    return one


def forget(one: Progress) -> None:
    Progress.objects.filter(pk=one.pk).delete()
