"""Assessments of suppliers: which questions were put to whom, why, what was answered, what was decided."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.assessment_words import (
    APPROVING,
    AssessmentKind,
    AssessmentState,
    Cost,
)
from sekisho.domains.suppliers.engagement_words import Tier
from sekisho.registers.record import Record, Records


class Assessments(Records):
    def approving(self, on: date) -> Self:
        """Decisions by which the supplier is good enough on ``on``."""
        rows = self.present().filter(state__in=APPROVING, decided_on__lte=on)
        return rows.filter(valid_until__gte=on)

    def last_days(self, engagements: Any) -> dict[UUID, date]:
        """Engagement → until when its latest approval holds."""
        rows = self.present().filter(state__in=APPROVING, engagement__in=engagements.values("pk"))
        return dict(rows.order_by().values_list("engagement").annotate(last=Max("valid_until")))


class Assessment(Record):
    """One round of questions about one engagement. ``score``, ``gaps`` follow from the answers."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    engagement = models.ForeignKey(
        "suppliers.Engagement", models.PROTECT, related_name="assessments",
        verbose_name=_("engagement"),
    )  # fmt: skip
    kind = models.CharField(_("occasion"), max_length=8, choices=AssessmentKind)
    questionnaire = models.ForeignKey(
        "suppliers.Questionnaire", models.PROTECT, null=True, blank=True,
        related_name="assessments", verbose_name=_("questionnaire"),
        help_text=_("Empty: the newest in force."),
    )  # fmt: skip
    depth = models.PositiveSmallIntegerField(
        _("depth of the questions"), choices=Tier, null=True, blank=True,
        help_text=_("Empty: the tier of the engagement."),
    )  # fmt: skip
    necessity = models.TextField(
        _("why we ask"), blank=True,
        help_text=_("What makes these demands necessary. The supplier reads it."),
    )  # fmt: skip
    cost = models.CharField(_("who bears the cost"), max_length=7, choices=Cost, blank=True)
    consultation = models.TextField(
        _("what was talked over"), blank=True,
        help_text=_("When and with whom the demands and their cost were talked over."),
    )  # fmt: skip
    language = models.CharField(
        _("language of the questions"), max_length=2, default="ja",
        choices=(("ja", _("Japanese")), ("en", _("English"))),
    )  # fmt: skip
    due_on = models.DateField(
        _("answer by"), null=True, blank=True, help_text=_("Empty: as many days as is usual.")
    )
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    submitted_on = models.DateField(_("answered on"), null=True, blank=True)
    submitted_by = models.CharField(_("answered by"), max_length=120, blank=True)
    reviewer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="assessments_reviewed", verbose_name=_("looked at by"),
    )  # fmt: skip
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, editable=False)
    gaps = models.PositiveSmallIntegerField(_("gaps"), default=0, editable=False)
    conditions = models.TextField(_("conditions"), blank=True)
    decision = models.TextField(_("grounds of the decision"), blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="assessments_decided", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("Empty: as long as is usual.")
    )
    state = models.CharField(
        _("state"), max_length=11, choices=AssessmentState, default=AssessmentState.REQUESTED
    )

    objects: ClassVar[Any] = Assessments.as_manager()

    class Meta:
        verbose_name = _("assessment of a supplier")
        indexes = (models.Index(fields=("engagement", "state"), name="assessment_of"),)

    def __str__(self) -> str:
        return self.number

    @property
    def questions(self) -> tuple[Any, ...]:
        """What is asked at this depth; empty until the questions were sent."""
        if self.questionnaire is None:
            return ()
        return tuple(self.questionnaire.form.of_depth(self.depth or 0))
