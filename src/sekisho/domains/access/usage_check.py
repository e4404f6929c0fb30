"""Points to ask about: use outside purpose, hours or role, for the manager, who closes each.

Nothing is judged by itself: a point is a question, and its answer a reason given by a person.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.monitoring_rule import MonitoringRule
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights
from sekisho.registers.workflow import Move, Workflow


class Outside(models.TextChoices):
    PURPOSE = "purpose", _("Outside the purpose")
    HOURS = "hours", _("Outside the usual hours")
    ROLE = "role", _("Outside the role")
    AMOUNT = "amount", _("An unusual amount")


class Answer(models.TextChoices):
    WORK = "work", _("It was for work")
    CHANGED = "changed", _("Rights or purpose were corrected")
    TALKED = "talked", _("Talked about with the person")
    INCIDENT = "incident", _("Reported as an incident")
    MISTAKEN = "mistaken", _("The record was mistaken")


class CheckState(models.TextChoices):
    OPEN = "open", _("To be asked about")
    CLOSED = "closed", _("Closed with a reason")


LIFE = Workflow(
    CheckState,
    CheckState.OPEN,
    (
        Move("close", "open", "closed", _("Close with a reason"), asks=("answer", "reason"),
             sets=(("closed_by", "person"), ("closed_on", "day"))),
        Move("reopen", "closed", "open", _("Open it again"), asks=("remark",)),
    ),
)  # fmt: skip


class UsageCheck(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    case = models.CharField(
        _("case number"), max_length=60,
        help_text=_("Under which the person's use was looked at, as the monitoring rule demands."),
    )  # fmt: skip
    rule = models.ForeignKey(
        "access.MonitoringRule", models.PROTECT, related_name="checks",
        verbose_name=_("monitoring rule"),
    )  # fmt: skip
    found_on = models.DateField(_("noticed on"))
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="usage_checks",
        verbose_name=_("person concerned"),
    )  # fmt: skip
    system = models.ForeignKey(
        "access.System", models.PROTECT, null=True, blank=True, related_name="usage_checks",
        verbose_name=_("system"),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True, related_name="usage_checks",
        verbose_name=_("asset"),
    )  # fmt: skip
    about = models.CharField(_("what about"), max_length=8, choices=Outside)
    what = models.TextField(_("what was noticed"), help_text=_("Facts alone, no judgement."))
    answer = models.CharField(_("answer"), max_length=8, choices=Answer, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    state = models.CharField(_("state"), max_length=6, choices=CheckState, default=CheckState.OPEN)
    closed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="usage_checks_closed", verbose_name=_("closed by"),
    )  # fmt: skip
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("point to ask about")

    def __str__(self) -> str:
        return self.number


@register
class UsageChecks(Register[UsageCheck]):
    name = "usage_checks"
    title = _("Points to ask about")
    singular = _("point to ask about")
    about = _("Use outside purpose, hours or role, closed by the manager with a reason.")
    model = UsageCheck
    number = "UC-{n:04d}"
    label_with = ("person",)
    columns = ("number", "found_on", "person", "system", "asset", "about", "state", "answer",
               "closed_on")  # fmt: skip
    filters = ("state", "about", "person", "system", "asset", "answer", "found_on", "closed_on")
    search = ("number", "case", "person__name", "person__kana")
    order = ("-found_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    sealed = frozenset({"answer", "reason", "closed_by", "closed_on"})
    life = LIFE
    views = (View(_("To be asked about"), {"state": "open"}),)
    rights = Rights(
        read=("director", "deputy", "chair", "admin", "auditor", "manager:unit", "operator"),
        add=("admin", "chair", "operator", "engine"),
        change=("admin", "chair", "operator"),
        withdraw=("director", "chair"),
        moves={
            "close": ("manager:unit", "director", "deputy"),
            "reopen": ("manager:unit", "director", "deputy", "chair"),
        },
        never_own=("read", "change", "withdraw", "close", "reopen"),
    )

    def prepare(self, values: dict[str, Any], record: UsageCheck | None, act: Act) -> None:
        del act
        if record is not None and values["state"] == CheckState.OPEN:
            values |= {"answer": "", "reason": "", "closed_by": None, "closed_on": None}

    def check(
        self, values: Mapping[str, Any], record: UsageCheck | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        if values["found_on"] > act.on:
            yield "found_on", _("This day has not come yet.")

    def settle(self, records: Sequence[UsageCheck], act: Act) -> None:
        """Raises Invalid where no monitoring rule was in force on the day: no looking without it."""
        del act
        for record in records:
            rules = MonitoringRule.objects.in_force(record.found_on)
            if record.ver == 1 and not rules.filter(pk=record.rule_id).exists():
                words = _("This monitoring rule was not in force, or people had not been told yet.")
                raise Invalid({"rule": [words]})
