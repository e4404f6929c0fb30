"""Cloud services in use: who provides them, for what, and whether they may hold our information."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow


class Approval(models.TextChoices):
    NOT_ASSESSED = "not_assessed", _("Not assessed")
    APPROVED = "approved", _("Approved")
    CONDITIONAL = "conditional", _("Approved with conditions")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Use ended")


OPEN = ("not_assessed", "approved", "conditional", "refused")
DECIDED = (("approved_by", "person"), ("approved_on", "day"))

LIFE = Workflow(
    Approval,
    Approval.NOT_ASSESSED,
    (
        Move("approve", OPEN, "approved", _("Approve"), asks=("max_class", "next_review_on"),
             other_than=("add", "change"), sets=DECIDED),
        Move("approve_conditionally", OPEN, "conditional", _("Approve with conditions"),
             asks=("max_class", "next_review_on", "decision_reason"),
             other_than=("add", "change"), sets=DECIDED),
        Move("refuse", OPEN, "refused", _("Refuse"), asks=("decision_reason",), sets=DECIDED),
        Move("end", OPEN, "ended", _("End the use"), asks=("decision_reason",),
             sets=(("ended_on", "day"),), danger=True),
    ),
    field="approval",
)  # fmt: skip


class ServiceRows(Records):
    """The words rules speak about services in."""

    def in_use(self, on: date) -> "ServiceRows":
        """First used on or before ``on`` (or at an unsaid time) and not ended by then."""
        begun = models.Q(first_used_on=None) | models.Q(first_used_on__lte=on)
        return self.present().filter(begun, models.Q(ended_on=None) | models.Q(ended_on__gt=on))

    def allowed(self) -> "ServiceRows":
        """May hold our information, perhaps under conditions, by what was decided last."""
        return self.present().filter(approval__in=(Approval.APPROVED, Approval.CONDITIONAL))


class Service(Record):
    """A cloud service. ``max_class`` is the strictest class it may hold; None: nobody said."""

    name = models.CharField(_("service name"), max_length=120, unique=True)
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="services", verbose_name=_("managing unit"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="services_owned", verbose_name=_("person in charge"),
    )  # fmt: skip
    country = models.CharField(
        _("country of the data"), max_length=60, blank=True,
        help_text=_("Where the data is stored; several with a comma."),
    )  # fmt: skip
    max_class = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="services_up_to", verbose_name=_("strictest class allowed"),
    )  # fmt: skip
    sso = models.BooleanField(_("single sign-on"), null=True, blank=True)
    mfa = models.BooleanField(_("multi-factor authentication"), null=True, blank=True)
    first_used_on = models.DateField(_("first used on"), null=True, blank=True)
    approval = models.CharField(
        _("approval"), max_length=12, choices=Approval, default=Approval.NOT_ASSESSED
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="services_decided", verbose_name=_("decided by"),
    )  # fmt: skip
    approved_on = models.DateField(_("decided on"), null=True, blank=True)
    decision_reason = models.TextField(_("reason or conditions"), blank=True)
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    ended_on = models.DateField(_("use ended on"), null=True, blank=True)

    objects: ClassVar[Any] = ServiceRows.as_manager()

    class Meta:
        verbose_name = _("cloud service")

    def __str__(self) -> str:
        return self.name


@register
class Services(Register[Service]):
    name = "services"
    title = _("Cloud services")
    singular = _("cloud service")
    about = _("Cloud services that hold or process the company's information.")
    model = Service
    key = ("name",)
    columns = (
        "name",
        "provider",
        "unit",
        "owner",
        "country",
        "max_class",
        "approval",
        "next_review_on",
    )
    filters = ("approval", "unit", "owner", "max_class", "sso", "mfa")
    search = ("name", "provider", "purpose")
    order = ("name",)
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"approved_by", "approved_on", "ended_on"})
    life = LIFE
    views = (View(_("Not assessed"), {"approval": "not_assessed"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("サービス名", "クラウドサービス", "クラウドサービス名", "ツール名", "SaaS"),
        "provider": ("提供者", "提供元", "ベンダー", "運営会社", "事業者"),
        "purpose": ("利用目的", "用途"),
        "unit": ("管理部署", "利用部署", "申請部署", "部署", "部門"),
        "owner": ("管理者", "担当者", "責任者"),
        "country": ("データ保存国", "保存国", "リージョン"),
        "first_used_on": ("利用開始日", "導入日"),
    }
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "manager:unit", "admin", "operator"),
        change=(*LEADERS, "manager:unit", "admin", "operator"),
        withdraw=("director", "chair", "admin"),
        moves={
            "approve": ("director", "deputy", "chair"),
            "approve_conditionally": ("director", "deputy", "chair"),
            "refuse": ("director", "deputy", "chair"),
            "end": ("director", "deputy", "chair", "manager:unit"),
        },
    )
