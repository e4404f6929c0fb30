"""Evaluations of cloud services: asked for, looked at item by item, decided by somebody else."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.cloud_words import ALLOWING, DECIDED, EvaluationState, Occasion
from sekisho.registers.record import Record, Records
from sekisho.registers.workflow import Move, Workflow

DECISION = (("decided_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    EvaluationState,
    EvaluationState.REQUESTED,
    (
        Move("submit", "requested", "evaluated", _("Hand in for the decision"),
             may=("no_risk_reason",), sets=(("evaluator", "person"), ("evaluated_on", "day"))),
        Move("send_back", "evaluated", "requested", _("Send back"), asks=("remark",)),
        Move("approve", "evaluated", "approved", _("Approve the use"),
             asks=("max_class", "valid_until"), may=("decision",),
             other_than=("add", "change", "submit"), sets=DECISION),
        Move("approve_conditionally", "evaluated", "conditional", _("Approve with conditions"),
             asks=("max_class", "valid_until", "decision", "condition_due_on"),
             other_than=("add", "change", "submit"), sets=DECISION),
        Move("refuse", "evaluated", "refused", _("Refuse the use"), asks=("decision",),
             other_than=("add", "change", "submit"), sets=DECISION),
        Move("retract", "requested", "retracted", _("Take the request back"), asks=("remark",)),
    ),
)  # fmt: skip


class CloudEvaluationRows(Records):
    def decided(self, on: date) -> "CloudEvaluationRows":
        """Those decided on or before ``on``, either way."""
        return self.present().filter(state__in=DECIDED, decided_on__lte=on)

    def allowing(self, on: date) -> "CloudEvaluationRows":
        return self.decided(on).filter(state__in=ALLOWING)


class CloudEvaluation(Record):
    """One evaluation. ``personal`` and ``abroad`` None: nobody said, so the higher tier decides."""

    number = models.CharField(_("request number"), max_length=16, unique=True, editable=False)
    service = models.ForeignKey(
        "assets.Service", models.PROTECT,
        related_name="evaluations", verbose_name=_("cloud service"),
    )  # fmt: skip
    occasion = models.CharField(
        _("occasion"), max_length=8, choices=Occasion, default=Occasion.FIRST
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT,
        related_name="cloud_evaluations", verbose_name=_("requesting unit"),
    )  # fmt: skip
    requester = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="cloud_requests", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    requested_on = models.DateField(_("requested on"), blank=True, help_text=_("Empty: today."))
    purpose = models.TextField(_("what it is used for"))
    wanted_class = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="cloud_requests", verbose_name=_("strictest class to be put there"),
    )  # fmt: skip
    personal = models.BooleanField(_("personal data is put there"), null=True, blank=True)
    abroad = models.BooleanField(
        _("stored or seen abroad"), null=True, blank=True,
        help_text=_("In another country, or by people in another country."),
    )  # fmt: skip
    users = models.PositiveIntegerField(_("number of users"), null=True, blank=True)
    alternatives = models.TextField(
        _("alternatives looked at"), blank=True,
        help_text=_("Services already approved first, and why they do not do."),
    )  # fmt: skip
    proof = models.CharField(
        _("where the earlier evaluation is kept"), max_length=200, blank=True,
        help_text=_("For an evaluation made before this register: document, number, day."),
    )  # fmt: skip
    no_risk_reason = models.TextField(
        _("why there is no particular risk"), blank=True,
        help_text=_("Only where no risk is listed below."),
    )  # fmt: skip
    evaluator = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="cloud_evaluations_made", verbose_name=_("evaluated by"),
    )  # fmt: skip
    evaluated_on = models.DateField(_("evaluated on"), null=True, blank=True)
    max_class = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="cloud_decisions", verbose_name=_("strictest class allowed"),
    )  # fmt: skip
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    decision = models.TextField(_("reason or conditions"), blank=True)
    condition_due_on = models.DateField(_("conditions met by"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="cloud_decisions", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=11, choices=EvaluationState, default=EvaluationState.REQUESTED
    )

    objects: ClassVar[Any] = CloudEvaluationRows.as_manager()

    class Meta:
        verbose_name = _("evaluation of a cloud service")

    def __str__(self) -> str:
        return f"{self.number} {self.service}"
