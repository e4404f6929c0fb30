"""Cloud services in use: who provides them, for what, and whether they may hold our information."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.cloud_words import Certificate, ServiceKind
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField, WordsField
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
ALLOWED = ("approved", "conditional")
DECIDED = (("approved_by", "person"), ("approved_on", "day"))

LIFE = Workflow(
    Approval,
    Approval.NOT_ASSESSED,
    (
        # The first three follow from the decision on an evaluation; nobody makes them by themselves.
        Move("approve", OPEN, "approved", _("Approve"), asks=("max_class", "next_review_on"),
             may=("decision_reason",), sets=DECIDED),
        Move("approve_conditionally", OPEN, "conditional", _("Approve with conditions"),
             asks=("max_class", "next_review_on", "decision_reason"), sets=DECIDED),
        Move("refuse", OPEN, "refused", _("Refuse"), asks=("decision_reason",), sets=DECIDED),
        Move("call_review", ("approved", "conditional"), "", _("Have it evaluated again"),
             asks=("review_reason",), sets=(("review_called_on", "day"),)),
        Move("end", OPEN, "ended", _("End the use"), asks=("decision_reason",),
             sets=(("ended_on", "day"),), danger=True),
        Move("confirm_return", "ended", "", _("Record return and erasure"),
             asks=("data_returned", "data_returned_on")),
    ),
    field="approval",
)  # fmt: skip


class ServiceRows(Records):
    """The words rules speak about services in."""

    def in_use(self, on: date) -> "ServiceRows":
        """First used on or before ``on`` (or at an unsaid time) and not ended by then."""
        begun = models.Q(first_used_on=None) | models.Q(first_used_on__lte=on)
        return self.present().filter(begun, models.Q(ended_on=None) | models.Q(ended_on__gt=on))

    def used(self, on: date) -> "ServiceRows":
        """In use for certain: with a first day, or allowed, and not ended."""
        sure = models.Q(first_used_on__lte=on) | models.Q(approval__in=ALLOWED)
        return self.in_use(on).filter(sure)

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
    kind = models.CharField(_("kind of service"), max_length=4, choices=ServiceKind, blank=True)
    hosts = WordsField(
        _("addresses"), help_text=_("Domain names by which it is found in lists, one a line.")
    )
    ai = models.BooleanField(_("generative AI"), null=True, blank=True)
    ai_trains = models.BooleanField(
        _("learns from what is put in"), null=True, blank=True,
        help_text=_("Whether input is used to train models under our contract."),
    )  # fmt: skip
    users = models.PositiveIntegerField(_("number of users"), null=True, blank=True)
    personal = models.BooleanField(_("holds personal data"), null=True, blank=True)
    certificates = SetField(_("certificates"), choices=Certificate)
    certificates_until = models.DateField(
        _("certificates valid until"), null=True, blank=True, help_text=_("The first that ends.")
    )
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
    review_called_on = models.DateField(_("new evaluation asked for on"), null=True, blank=True)
    review_reason = models.TextField(_("why it is evaluated again"), blank=True)
    ended_on = models.DateField(_("use ended on"), null=True, blank=True)
    data_returned_on = models.DateField(_("data returned and erased on"), null=True, blank=True)
    data_returned = models.TextField(
        _("return and erasure of the data"), blank=True,
        help_text=_("What came back, and what proves the erasure; “nothing was kept there” is an answer."),
    )  # fmt: skip

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
    filters = ("approval", "unit", "owner", "max_class", "kind", "ai", "ai_trains", "personal",
               "certificates", "certificates_until", "sso", "mfa", "next_review_on")  # fmt: skip
    search = ("name", "provider", "purpose", "hosts")
    order = ("name",)
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({
        "approved_by", "approved_on", "ended_on", "max_class", "next_review_on", "decision_reason",
        "review_called_on", "review_reason", "data_returned_on", "data_returned",
    })  # fmt: skip
    life = LIFE
    views = (
        View(_("Not assessed"), {"approval": "not_assessed"}),
        View(_("With conditions"), {"approval": "conditional"}),
        View(_("Generative AI"), {"ai": "true"}),
    )
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
        add=(*LEADERS, "manager:unit", "admin", "employee:own", "operator"),
        change=(*LEADERS, "manager:unit", "admin", "operator"),
        withdraw=("director", "chair", "admin"),
        moves={
            "approve": (),
            "approve_conditionally": (),
            "refuse": (),
            "call_review": (*LEADERS, "admin", "manager:unit"),
            "end": ("director", "deputy", "chair", "manager:unit"),
            "confirm_return": (*LEADERS, "admin", "manager:unit"),
        },
    )

    def prepare(self, values: dict[str, Any], record: Service | None, act: Act) -> None:
        """A decision answers the call for a new evaluation."""
        values["hosts"] = tuple(dict.fromkeys(host.strip().lower() for host in values["hosts"]))
        if record is not None and values["approved_on"] == act.on != record.approved_on:
            values["review_called_on"], values["review_reason"] = None, ""

    def check(
        self, values: Mapping[str, Any], record: Service | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        if values["data_returned_on"] and values["data_returned_on"] > act.on:
            yield "data_returned_on", _("This day has not come yet.")
        if any(" " in host or "/" in host or "." not in host for host in values["hosts"]):
            yield "hosts", _("Please write domain names alone, such as example.co.jp.")
