"""Education plans: what a fiscal year brings for whom, approved before it begins."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.words import READERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fiscal import fiscal_label
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class PlanState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Handed in")
    APPROVED = "approved", _("Approved")


LIFE = Workflow(
    PlanState,
    PlanState.DRAFT,
    (
        Move("submit", PlanState.DRAFT, PlanState.SUBMITTED, _("Hand in for approval")),
        Move("approve", PlanState.SUBMITTED, PlanState.APPROVED, _("Approve"),
             other_than=("submit",),
             sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("send_back", PlanState.SUBMITTED, PlanState.DRAFT, _("Send back"), asks=("remark",)),
        Move("revise", PlanState.APPROVED, PlanState.DRAFT, _("Revise"), asks=("remark",)),
    ),
)  # fmt: skip


class EducationPlan(Record):
    """Its lines are the sessions planned in it. Without a unit it is the plan of the company."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    fiscal_year = models.PositiveSmallIntegerField(
        _("fiscal year"), help_text=_("The year in which it begins.")
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="education_plans",
        verbose_name=_("unit"), help_text=_("Empty: the whole company."),
    )  # fmt: skip
    aim = models.TextField(_("aim of the year"))
    evaluation = models.TextField(
        _("how it is evaluated"),
        help_text=_("Such as rate of completion, results of tests, drills."),
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="approved_education",
        verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=PlanState, default=PlanState.DRAFT)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("education plan")

    def __str__(self) -> str:
        return f"{fiscal_label(self.fiscal_year)} {self.unit or ''}".strip()


@register
class EducationPlanRegister(Register[EducationPlan]):
    name = "education_plans"
    title = _("Education plans")
    singular = _("education plan")
    about = _("What a fiscal year brings for whom, by when and how it is evaluated.")
    model = EducationPlan
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=LEADERS,
        moves={
            "submit": (*LEADERS, "manager:unit"), "approve": LEADERS, "send_back": LEADERS,
            "revise": (*LEADERS, "manager:unit"),
        },
    )  # fmt: skip
    number = "EP-{n:04d}"
    label_with = ("unit",)
    parts = (("training_sessions", "plan"),)
    columns = ("number", "fiscal_year", "unit", "aim", "state", "approved_on", "approved_by")
    filters = ("fiscal_year", "unit", "state")
    search = ("number", "aim", "evaluation")
    order = ("-fiscal_year", "number")
    unit_path = "unit"
    sealed = frozenset({"approved_by", "approved_on"})
    life = LIFE

    def prepare(self, values: dict[str, Any], record: EducationPlan | None, act: Act) -> None:
        del record, act
        if values["state"] != PlanState.APPROVED:
            values["approved_by"] = values["approved_on"] = None

    def check(
        self, values: Mapping[str, Any], record: EducationPlan | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if not 2000 <= values["fiscal_year"] <= 2100:
            yield "fiscal_year", _("From %(least)s to %(most)s.") % {"least": 2000, "most": 2100}
        if record is not None and record.state == values["state"] == PlanState.APPROVED:
            changed = [
                n for n in ("fiscal_year", "aim", "evaluation") if values[n] != getattr(record, n)
            ]
            if changed:
                yield changed[0], _("It is approved as it stands. Revise it first.")

    def moved(self, act: Act, name: str, record: EducationPlan, said: Mapping[str, Any]) -> None:
        del act, said
        if name == "submit" and not record.sessions.filter(withdrawn_at=None).exists():
            raise Invalid({"": [_("Nothing is planned in it yet: add its sessions first.")]})
