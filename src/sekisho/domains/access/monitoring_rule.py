"""Rules of monitoring: nothing is watched before there is one, and before people were told."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.spans import ordered, running
from sekisho.registers.workflow import Move, Workflow


class RuleState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting approval")
    IN_FORCE = "in_force", _("In force")
    ENDED = "ended", _("Ended")


LIFE = Workflow(
    RuleState,
    RuleState.DRAFT,
    (
        Move("propose", "draft", "proposed", _("Ask for approval")),
        Move("approve", "proposed", "in_force", _("Approve and put in force"),
             other_than=("propose",), sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("send_back", "proposed", "draft", _("Send back"), asks=("remark",)),
        Move("end", "in_force", "ended", _("End the rule"), asks=("ends_on",)),
    ),
)  # fmt: skip


class MonitoringRuleRows(Records):
    def in_force(self, on: date) -> "MonitoringRuleRows":
        """Approved, and people had been told by ``on``."""
        return self.present().filter(running(on), state=RuleState.IN_FORCE, noticed_on__lte=on)


class MonitoringRule(Record):
    """Purpose, what is looked at, by whom and how far, and the day people were told."""

    name = models.CharField(_("name of the rule"), max_length=120, unique=True)
    purpose = models.TextField(_("purpose"))
    items = WordsField(_("what is looked at"), blank=False, help_text=_("One item a line."))
    responsible = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="monitoring_rules",
        verbose_name=_("person responsible"),
    )  # fmt: skip
    limits = models.TextField(
        _("limits"), help_text=_("Who may look at what, and what is never looked at.")
    )
    individual = models.TextField(
        _("looking at one person"), blank=True,
        help_text=_("Under which conditions; always with a case number, and recorded."),
    )  # fmt: skip
    noticed_on = models.DateField(_("people told on"), null=True, blank=True)
    audited_on = models.DateField(_("last checked whether it is followed"), null=True, blank=True)
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=RuleState, default=RuleState.DRAFT)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="monitoring_rules_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    objects: ClassVar[Any] = MonitoringRuleRows.as_manager()

    class Meta:
        verbose_name = _("monitoring rule")

    def __str__(self) -> str:
        return self.name


@register
class MonitoringRules(Register[MonitoringRule]):
    name = "monitoring_rules"
    title = _("Monitoring rules")
    singular = _("monitoring rule")
    about = _("Why and how far use is looked at, by whom, and when people were told.")
    model = MonitoringRule
    key = ("name",)
    columns = ("name", "responsible", "noticed_on", "starts_on", "ends_on", "audited_on", "state")
    filters = ("state", "responsible", "noticed_on", "audited_on")
    search = ("name", "purpose", "limits")
    order = ("name",)
    sealed = frozenset({"approved_by", "approved_on"})
    life = LIFE
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=("director", "chair"),
        moves={
            "propose": LEADERS,
            "approve": ("director", "deputy"),
            "send_back": ("director", "deputy"),
            "end": ("director", "deputy", "chair"),
        },
    )

    def check(
        self, values: Mapping[str, Any], record: MonitoringRule | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if record is None or record.state != RuleState.IN_FORCE:
            return
        for name in ("purpose", "items", "limits", "individual", "starts_on"):
            if values[name] != getattr(record, name):
                yield name, _("The rule is in force. Please end it and propose another.")
