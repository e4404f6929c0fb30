"""Risk assessments: of a unit, an asset, a service or a process, with a frozen method (ISO/IEC 27001 8.2)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.risk.method import MethodState, RiskMethod
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class Subject(models.TextChoices):
    UNIT = "unit", _("Department or project")
    ASSET = "asset", _("Information asset")
    SERVICE = "service", _("Cloud service")
    PROCESS = "process", _("Business process")


class Trigger(models.TextChoices):
    YEARLY = "yearly", _("Yearly")
    NEW = "new", _("Something new")
    CHANGE = "change", _("Change")
    INCIDENT = "incident", _("After an incident")
    THREAT = "threat", _("Threat information")


class AssessmentState(models.TextChoices):
    DRAFT = "draft", _("Being assessed")
    SUBMITTED = "submitted", _("Awaiting confirmation")
    CONFIRMED = "confirmed", _("Confirmed")


LIFE = Workflow(
    AssessmentState,
    AssessmentState.DRAFT,
    (
        Move("submit", "draft", "submitted", _("Submit for confirmation")),
        Move("send_back", "submitted", "draft", _("Send back"), asks=("remark",)),
        Move("confirm", "submitted", "confirmed", _("Confirm the assessment"),
             other_than=("add", "change", "submit"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
    ),
)  # fmt: skip
CONTENT = (
    "subject",
    "unit",
    "asset",
    "service",
    "process",
    "method",
    "assessed_on",
    "nothing_found",
)


class Assessments(Records):
    def confirmed(self, on: date) -> "Assessments":
        return self.present().filter(state=AssessmentState.CONFIRMED, confirmed_on__lte=on)


class RiskAssessment(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    subject = models.CharField(_("what is assessed"), max_length=7, choices=Subject)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="risk_assessments", verbose_name=_("unit")
    )
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True,
        related_name="risk_assessments", verbose_name=_("information asset"),
    )  # fmt: skip
    service = models.ForeignKey(
        "assets.Service", models.PROTECT, null=True, blank=True,
        related_name="risk_assessments", verbose_name=_("cloud service"),
    )  # fmt: skip
    process = models.CharField(_("business process"), max_length=160, blank=True)
    method = models.ForeignKey(
        "risk.RiskMethod", models.PROTECT, related_name="assessments",
        verbose_name=_("method of risk assessment"),
    )  # fmt: skip
    trigger = models.CharField(_("occasion"), max_length=8, choices=Trigger, default=Trigger.YEARLY)
    assessed_on = models.DateField(_("assessed on"))
    assessor = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="risk_assessments",
        verbose_name=_("assessed by"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    participants = models.TextField(_("who took part"), blank=True)
    nothing_found = models.TextField(
        _("no risk to note: the reason"), blank=True,
        help_text=_("Only where no risk is listed. Why there is none worth noting."),
    )  # fmt: skip
    remark = models.TextField(_("remark"), blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="risk_assessments_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=AssessmentState, default="draft")

    objects: ClassVar[Any] = Assessments.as_manager()

    class Meta:
        verbose_name = _("risk assessment")

    def __str__(self) -> str:
        return self.number


@register
class RiskAssessmentRegister(Register[RiskAssessment]):
    name = "risk_assessments"
    title = _("Risk assessments")
    singular = _("risk assessment")
    about = _("When the risks of a unit, an asset, a service or a process were assessed, and how.")
    model = RiskAssessment
    number = "RS-{year}-{n:03d}"
    label_with = ("unit", "asset", "service")
    columns = (
        "number",
        "subject",
        "unit",
        "asset",
        "method",
        "trigger",
        "assessed_on",
        "assessor",
        "state",
    )
    filters = ("subject", "unit", "asset", "service", "method", "trigger", "state", "assessed_on", "confirmed_on")  # fmt: skip
    search = ("number", "process", "participants", "nothing_found")
    order = ("-assessed_on", "-number")
    unit_path = "unit"
    person_path = "assessor"
    sealed = frozenset({"confirmed_by", "confirmed_on"})
    life = LIFE
    place = "improve"
    views = (
        View(_("Being assessed"), {"state": "draft"}),
        View(_("To be confirmed"), {"state": "submitted"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "unit": ("管理部署", "部署"),
        "asset": ("情報資産名称", "情報資産"),
        "assessed_on": ("評価日", "リスク評価日"),
        "assessor": ("評価者",),
    }
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=("director", "chair"),
        moves={
            "submit": (*LEADERS, "admin", "manager:unit"),
            "send_back": LEADERS,
            "confirm": LEADERS,
        },
        never_own=("confirm",),
    )

    def label(self, record: RiskAssessment) -> str:
        about = record.asset or record.service or record.process or record.unit
        return f"{record.number} {about}"

    def prepare(self, values: dict[str, Any], record: RiskAssessment | None, act: Act) -> None:
        if record is None:
            values["assessor"] = values["assessor"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: RiskAssessment | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        wanted = values["subject"]
        for name in ("asset", "service", "process"):
            if wanted == name and not values[name]:
                yield name, _("Please say what is assessed.")
        if values["assessed_on"] and values["assessed_on"] > act.on:
            yield "assessed_on", _("This day has not come yet.")
        if record is None or record.state == AssessmentState.DRAFT:
            return
        for name in CONTENT:
            if values[name] != getattr(record, RiskAssessment._meta.get_field(name).attname):  # type: ignore[union-attr]
                yield name, _("The assessment was submitted. Have it sent back, or assess anew.")

    def against(self, act: Act, name: str, record: RiskAssessment) -> Iterable[tuple[str, Text]]:
        del act
        if name != "submit":
            return
        if RiskMethod.objects.filter(pk=record.method_id).exclude(state=MethodState.IN_FORCE):
            yield "method", _("This method is not in force. Please choose one that is.")
        if not record.nothing_found and not record.risks.present().exists():
            yield "empty", _("No risk is listed. Add one, or say why there is none to note.")

    def moved(self, act: Act, name: str, record: RiskAssessment, said: Mapping[str, Any]) -> None:
        """A confirmed assessment is frozen: the scores of its risks stay as they are."""
        del act, said
        if name == "confirm":
            record.risks.update(fixed=True)


def scored(on: date, asset: str) -> Q:
    """Whether a confirmed assessment names the asset (``asset``: its outer column), itself or in a risk."""
    mine = RiskAssessment.objects.confirmed(on)
    return Q(Exists(mine.filter(asset=OuterRef(asset)))) | Q(
        Exists(mine.filter(risks__asset=OuterRef(asset), risks__withdrawn_at=None))
    )
