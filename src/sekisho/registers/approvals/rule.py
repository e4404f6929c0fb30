"""The approval matrix: for which record and move it asks for whose approvals, and in which order."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.actor import Act
from sekisho.registers.approvals.words import Mode, Otherwise, RuleState, Who
from sekisho.registers.approving import deciding
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import LEADERS, Rights, Role
from sekisho.registers.workflow import Move, Workflow

LIFE = Workflow(
    RuleState,
    RuleState.DRAFT,
    (
        Move("enact", "draft", "in_force", _("Put in force"), other_than=("add",),
             sets=(("enacted_by", "person"), ("starts_on", "day"))),
        Move("end", "in_force", "ended", pgettext_lazy("approval", "End the rule"), asks=("reason",),
             sets=(("ends_on", "day"),), danger=True),
    ),
)  # fmt: skip
SEEN_BY = (*LEADERS, "manager", "employee", "contractor", "auditor", "admin", "operator")


class Rules(Records):
    def in_force(self, register: str, on: date) -> "Rules":
        """The rules for records of ``register`` on ``on``, in the order in which they are asked."""
        rows = self.present().filter(state=RuleState.IN_FORCE, register=register)
        ends = Q(ends_on=None) | Q(ends_on__gt=on)
        return rows.filter(ends, starts_on__lte=on).order_by("place", "number")


class ApprovalRule(Record):
    """One line of the matrix. The first line in force whose conditions hold decides."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    title = models.CharField(_("what is approved"), max_length=120)
    register = models.CharField(
        _("register"), max_length=40,
        help_text=_("Its name, such as assets: for which records the line holds."),
    )  # fmt: skip
    move = models.CharField(
        _("move"),
        max_length=40,
        default="approve",
        help_text=_("The act that needs the approvals."),
    )
    place = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("The line with the lowest number is asked first.")
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="approval_rules",
        verbose_name=_("unit"), help_text=_("Only for this unit and everything below it."),
    )  # fmt: skip
    least_rank = models.PositiveSmallIntegerField(
        _("class from rank"), null=True, blank=True,
        help_text=_("Only from this rank of the security class; an undecided class counts as high."),
    )  # fmt: skip
    least_amount = models.PositiveBigIntegerField(
        _("amount from"), null=True, blank=True,
        help_text=_("Only from this amount; an amount that is not known counts as high."),
    )  # fmt: skip
    starts_on = models.DateField(_("starts on"), null=True, editable=False)
    ends_on = models.DateField(_("ends on"), null=True, editable=False)
    enacted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, editable=False,
        related_name="approval_rules_enacted", verbose_name=_("put in force by"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=8, choices=RuleState, default=RuleState.DRAFT)

    objects: ClassVar[Any] = Rules.as_manager()

    class Meta:
        verbose_name = _("line of the approval matrix")

    def __str__(self) -> str:
        return self.title


@register
class ApprovalRuleRegister(Register[ApprovalRule]):
    name = "approval_rules"
    title = _("Approval matrix")
    singular = _("line of the approval matrix")
    about = _("Whose approvals which act needs. Without a line, the rights of the register decide.")
    model = ApprovalRule
    number = "AM-{n:03d}"
    columns = ("number", "title", "register", "move", "unit", "least_rank", "least_amount", "state")
    filters = ("register", "state", "unit")
    search = ("number", "title", "register")
    order = ("register", "place", "number")
    life = LIFE
    place = "settings"
    rights = Rights(
        read=SEEN_BY,
        add=("director", "chair", "operator"),
        change=("director", "chair", "operator"),
        withdraw=("director", "chair"),
        moves={"enact": ("director", "chair"), "end": ("director", "chair")},
    )

    def check(
        self, values: Mapping[str, Any], record: ApprovalRule | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        about = registry.get(values["register"])
        if about is None or not deciding(about):
            yield "register", _("There is no register of this name with something to approve.")
        elif values["move"] not in {move.name for move in deciding(about)}:
            names = ", ".join(move.name for move in deciding(about))
            yield "move", _("One of: %(names)s") % {"names": names}
        if record is not None and record.state == values["state"] != RuleState.DRAFT:
            yield "", _("This line is in force. Please end it and make a new one.")

    def settle(self, records: Sequence[ApprovalRule], act: Act) -> None:
        """A line in force has steps. Raises Invalid."""
        del act
        for record in records:
            rows = ApprovalStep.objects.present().filter(rule=record)
            decides = rows.exclude(mode__in=(Mode.CONSULT, Mode.INFORM))
            if record.state == RuleState.IN_FORCE and not decides.exists():
                raise Invalid({"": [_("Please add a step in which somebody decides.")]})

    def moved(self, act: Act, name: str, record: ApprovalRule, said: Mapping[str, Any]) -> None:
        """What waits already is asked by the new line, too."""
        del said
        if name == "enact":
            from sekisho.registers.approvals.engine import ask_waiting

            ask_waiting(act, record)


class ApprovalStep(Record):
    """One step of a line: whose approval, how many of them, within how many days."""

    rule = models.ForeignKey(
        ApprovalRule, models.PROTECT, related_name="steps", verbose_name=_("line of the approval matrix")
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(pgettext_lazy("approval", "step"), default=1)
    who = models.CharField(_("who"), max_length=7, choices=Who)
    role = models.CharField(_("role"), max_length=10, choices=Role, blank=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approval_steps",
        verbose_name=_("person"),
    )  # fmt: skip
    mode = models.CharField(_("how"), max_length=7, choices=Mode, default=Mode.ONE)
    days = models.PositiveSmallIntegerField(
        _("business days to decide"), default=3, help_text=_("0: no due date.")
    )
    otherwise = models.CharField(
        _("if nobody decides"), max_length=8, choices=Otherwise, default=Otherwise.ESCALATE
    )

    class Meta:
        verbose_name = _("step of the approval matrix")

    def __str__(self) -> str:
        return f"{self.place}. {self.get_who_display()}"


@register
class ApprovalStepRegister(Register[ApprovalStep]):
    name = "approval_steps"
    title = _("Steps of the approval matrix")
    singular = _("step of the approval matrix")
    about = _("In which order, by whom and within how many business days a request is decided.")
    model = ApprovalStep
    key = ("rule", "place", "who")
    columns = ("rule", "place", "who", "role", "person", "mode", "days", "otherwise")
    filters = ("rule", "who", "mode")
    search = ("rule__title", "rule__number")
    order = ("rule", "place", "id")
    place = "settings"
    rights = Rights(
        read=SEEN_BY,
        add=("director", "chair", "operator"),
        change=("director", "chair", "operator"),
        withdraw=("director", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: ApprovalStep | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values["who"] == Who.ROLE and not values["role"]:
            yield "role", _("Please choose the role.")
        if values["who"] == Who.PERSON and values["person"] is None:
            yield "person", _("Please choose the person.")

    def settle(self, records: Sequence[ApprovalStep], act: Act) -> None:
        """Steps change while their line is a draft. Raises Invalid."""
        del act
        lines = {record.rule_id for record in records}
        rows = ApprovalRule.objects.filter(pk__in=lines).exclude(state=RuleState.DRAFT)
        if rows.exists():
            raise Invalid({"rule": [_("This line is in force. Please end it and make a new one.")]})
