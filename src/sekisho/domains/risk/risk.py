"""Risks: what can happen, how high it is, what is done about it, and who bears the rest (ISO/IEC 27001 6.1)."""

from datetime import date
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.risk.scoring import Band
from sekisho.registers.record import Record, Records
from sekisho.registers.workflow import Move, Workflow

OF_THREE = [MinValueValidator(1), MaxValueValidator(3)]
OF_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Treatment(models.TextChoices):
    """ISO/IEC 27005: the four ways."""

    REDUCE = "reduce", _("Reduce")
    AVOID = "avoid", _("Avoid")
    SHARE = "share", _("Transfer (share)")
    RETAIN = "retain", _("Retain")


class RiskState(models.TextChoices):
    FOUND = "found", _("Assessed")
    DECIDED = "decided", _("Being treated")
    DONE = "done", _("Treated, effect to be confirmed")
    CONFIRMED = "confirmed", _("Effect confirmed")
    CLOSED = "closed", pgettext_lazy("risk", "No longer there")


LIFE = Workflow(
    RiskState,
    RiskState.FOUND,
    (
        Move("decide", ("found", "decided"), "decided", _("Decide the treatment"),
             asks=("treatment", "plan", "treat_by"),
             sets=(("decided_by", "person"), ("decided_on", "day"))),
        Move("carry_out", "decided", "done", _("Record the treatment as carried out"),
             asks=("done",), may=("residual_threat", "residual_weakness", "residual_impact", "residual_likelihood"),
             sets=(("done_by", "person"), ("done_on", "day"))),
        Move("confirm", "done", "confirmed", _("Confirm the effect"), other_than=("carry_out",),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
        Move("reopen", ("done", "confirmed"), "decided", _("It does not work: treat further"), asks=("remark",)),
        Move("close", ("found", "decided", "done", "confirmed"), "closed", _("The risk is no longer there"),
             asks=("remark",), sets=(("closed_on", "day"),)),
    ),
)  # fmt: skip


class Risks(Records):
    def open(self, on: date) -> "Risks":
        """Of confirmed assessments; neither gone by ``on`` nor assessed anew in a later one."""
        rows = self.present().filter(assessment__confirmed_on__lte=on)
        rows = rows.filter(Q(closed_on=None) | Q(closed_on__gt=on))
        later = Q(later__withdrawn_at=None, later__assessment__confirmed_on__lte=on)
        return rows.exclude(
            pk__in=self.model.objects.filter(later, later__isnull=False).values("pk")
        )

    def above(self, on: date) -> "Risks":
        """Open ones that on ``on`` stood above the acceptable: not treated yet, or not enough."""
        treated = Q(done_on__lte=on, rest_above=False)
        return self.open(on).filter(above=True).exclude(treated)


class Risk(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    assessment = models.ForeignKey(
        "risk.RiskAssessment", models.PROTECT, related_name="risks",
        verbose_name=_("risk assessment"),
    )  # fmt: skip
    title = models.CharField(
        _("risk"), max_length=200, help_text=_("What can happen, in one line.")
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="risks",
        verbose_name=_("information asset"), help_text=_("Empty: that of the assessment, if any."),
    )  # fmt: skip
    threat = models.ForeignKey(
        "risk.RiskThreat", models.PROTECT, null=True, blank=True, related_name="risks",
        verbose_name=_("threat"),
    )  # fmt: skip
    weakness = models.TextField(_("vulnerability"), blank=True)
    measures = models.TextField(_("measures in place"), blank=True)
    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality (1–3)"), null=True, blank=True, validators=OF_THREE,
        help_text=_("Empty: as the asset says."),
    )  # fmt: skip
    integrity = models.PositiveSmallIntegerField(
        _("integrity (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    availability = models.PositiveSmallIntegerField(
        _("availability (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    threat_level = models.PositiveSmallIntegerField(
        _("how often the threat comes (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    weakness_level = models.PositiveSmallIntegerField(
        _("how easily it gets in (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    impact = models.PositiveSmallIntegerField(
        _("impact (1–5)"), null=True, blank=True, validators=OF_FIVE
    )
    likelihood = models.PositiveSmallIntegerField(
        _("likelihood (1–5)"), null=True, blank=True, validators=OF_FIVE
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="risks",
        verbose_name=_("risk owner"), help_text=_("Empty: the manager of the unit answers for it."),
    )  # fmt: skip
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later",
        verbose_name=_("same risk, assessed before"),
    )  # fmt: skip
    treatment = models.CharField(_("treatment"), max_length=6, choices=Treatment, blank=True)
    plan = models.TextField(_("what is done"), blank=True)
    treat_by = models.DateField(_("to be done by"), null=True, blank=True)
    done = models.TextField(_("what was done"), blank=True)
    residual_threat = models.PositiveSmallIntegerField(
        _("afterwards: how often (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    residual_weakness = models.PositiveSmallIntegerField(
        _("afterwards: how easily (1–3)"), null=True, blank=True, validators=OF_THREE
    )
    residual_impact = models.PositiveSmallIntegerField(
        _("afterwards: impact (1–5)"), null=True, blank=True, validators=OF_FIVE
    )
    residual_likelihood = models.PositiveSmallIntegerField(
        _("afterwards: likelihood (1–5)"), null=True, blank=True, validators=OF_FIVE
    )
    acceptance = models.ForeignKey(
        "risk.RiskAcceptance", models.PROTECT, null=True, blank=True, related_name="risks",
        verbose_name=_("acceptance of the rest"),
        help_text=_("Needed where what remains is above what the method calls acceptable."),
    )  # fmt: skip
    remark = models.TextField(_("remark"), blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="risks_decided", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, editable=False)
    done_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="risks_treated", verbose_name=_("carried out by"),
    )  # fmt: skip
    done_on = models.DateField(_("carried out on"), null=True, editable=False)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="risks_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    closed_on = models.DateField(_("gone since"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=RiskState, default="found")
    worth = models.PositiveSmallIntegerField(_("worth"), null=True, editable=False)
    value = models.PositiveSmallIntegerField(_("risk value"), null=True, editable=False)
    row = models.PositiveSmallIntegerField(_("degree of impact"), null=True, editable=False)
    column = models.PositiveSmallIntegerField(_("degree of likelihood"), null=True, editable=False)
    band = models.CharField(
        _("height of the risk"), max_length=6, choices=Band, blank=True, editable=False
    )
    above = models.BooleanField(_("not acceptable"), default=False, editable=False)
    rest_value = models.PositiveSmallIntegerField(
        _("risk value afterwards"), null=True, editable=False
    )
    rest_row = models.PositiveSmallIntegerField(_("impact afterwards"), null=True, editable=False)
    rest_column = models.PositiveSmallIntegerField(
        _("likelihood afterwards"), null=True, editable=False
    )
    rest_above = models.BooleanField(_("rest not acceptable"), default=False, editable=False)
    fixed = models.BooleanField(_("frozen with its assessment"), default=False, editable=False)

    objects: ClassVar[Any] = Risks.as_manager()

    class Meta:
        verbose_name = _("risk")
        indexes = (models.Index(fields=("asset", "state"), name="risk_of_asset"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
