"""What must be told to whom outside: one line per rule that applies, or may apply.

A duty of the law is never waived: it ends by being submitted, or by two people agreeing, with the
ground, that it is not owed. Contract and voluntary schemes may be waived by the director.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.applies import Answer
from sekisho.domains.incidents.child import ChildRegister
from sekisho.packs.breach import Rule, rules
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    OPEN = "open", _("To be reported")
    SUBMITTED = "submitted", _("Submitted")
    DOUBTED = "doubted", _("Said to be not owed")
    NOT_OWED = "not_owed", _("Not owed")
    WAIVED = "waived", _("Waived by the director")


ENDED = (State.SUBMITTED, State.NOT_OWED, State.WAIVED)
LIFE = Workflow(
    State,
    State.OPEN,
    (
        Move("submit", (State.OPEN, State.DOUBTED), State.SUBMITTED, _("Record as submitted"),
             asks=("submitted_at", "receipt"), may=("draft",)),
        Move("doubt", State.OPEN, State.DOUBTED, _("Say that it is not owed"), asks=("ground",)),
        Move("agree", State.DOUBTED, State.NOT_OWED, _("Agree that it is not owed"),
             other_than=("doubt",), sets=(("ended_at", "moment"),)),
        Move("disagree", State.DOUBTED, State.OPEN, _("It is owed"), asks=("remark",)),
        Move("waive", State.OPEN, State.WAIVED, _("Waive"), asks=("ground",),
             sets=(("ended_at", "moment"),)),
        Move("reopen", ENDED, State.OPEN, _("Open again"), asks=("remark",)),
    ),
)  # fmt: skip


class ReportDuties(Records):
    def pending(self) -> Self:
        return self.present().exclude(state__in=ENDED)


class ReportDuty(Record):
    """One report, notice or clock of one incident. ``answer`` follows the facts (derived)."""

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="report_duties",
        verbose_name=_("incident"),
    )  # fmt: skip
    rule = models.CharField(_("rule"), max_length=40)
    answer = models.CharField(_("owed"), max_length=8, choices=Answer)
    aware_at = models.DateTimeField(_("clock began at"))
    target_at = models.DateTimeField(_("aim at"))
    due_at = models.DateTimeField(_("at the latest"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    draft = models.ForeignKey(
        "incidents.IncidentDraft", models.PROTECT, null=True, blank=True,
        related_name="submitted_as", verbose_name=_("edition submitted"),
    )  # fmt: skip
    receipt = models.CharField(_("receipt number"), max_length=80, blank=True)
    ground = models.TextField(
        _("ground"), blank=True, help_text=_("Rule, exemption and the facts it rests on.")
    )
    ended_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.OPEN)

    objects: ClassVar[Any] = ReportDuties.as_manager()

    class Meta:
        verbose_name = _("report to be made")
        constraints = (
            models.UniqueConstraint(fields=("incident", "rule"), name="report_duty_once"),
        )
        indexes = (models.Index(fields=("state", "due_at"), name="report_duty_due"),)

    def __str__(self) -> str:
        return self.words

    @property
    def terms(self) -> Rule | None:
        return rules().get(self.rule)

    @property
    def words(self) -> str:
        return self.terms.title.said(get_language() or "en") if self.terms else self.rule

    @property
    def to(self) -> str:
        return self.terms.authority.said(get_language() or "en") if self.terms else ""

    @property
    def source(self) -> str:
        return self.terms.source.said(get_language() or "en") if self.terms else ""


@register
class ReportDutyRegister(ChildRegister[ReportDuty]):
    name = "report_duties"
    title = _("Reports and notices owed")
    singular = _("report to be made")
    about = _("Reports to authorities, notices to persons and clients: what is owed, and by when.")
    model = ReportDuty
    key = ("incident", "rule")
    label_with = ("incident",)
    columns = ("incident", "rule", "answer", "target_at", "due_at", "submitted_at", "state")
    filters = ("incident", "rule", "answer", "state", "due_at")
    order = ("due_at", "id")
    unit_path = "incident__unit"
    place = "incidents"
    life: ClassVar[Workflow] = LIFE
    sealed = frozenset({"ended_at", "submitted_at", "receipt", "draft", "ground"})
    withdrawable = False
    views = (View(_("To be reported"), {"state": State.OPEN}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "designated:own", "operator"),
        add=("engine",),
        change=("engine",),
        attach=LEADERS,  # receipts, and what was submitted
        moves={
            "submit": LEADERS,
            "doubt": (*LEADERS, "manager:unit"),
            "agree": ("director", "chair", "committee"),
            "disagree": LEADERS,
            "waive": ("director",),
            "reopen": LEADERS,
        },
    )

    def prepare(self, values: dict[str, Any], record: ReportDuty | None, act: Act) -> None:
        del record, act
        if values["state"] == State.OPEN:
            values["submitted_at"] = values["ended_at"] = values["draft"] = None
            values["receipt"] = values["ground"] = ""

    def check(
        self, values: Mapping[str, Any], record: ReportDuty | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        terms = rules().get(values["rule"])
        if terms is None:
            yield "rule", _("There is no rule of this name.")
        elif values["state"] == State.WAIVED and terms.kind == "law" and record:
            yield "", _("A duty of the law is never waived. Submit it, or have two people agree "
                        "that it is not owed.")  # fmt: skip
        if values["submitted_at"] and values["submitted_at"] > act.at:
            yield "submitted_at", _("This moment has not come yet.")

    def label(self, record: ReportDuty) -> str:
        return record.words
