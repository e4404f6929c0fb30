"""The register of risks: rights, what is frozen, and the scores that follow."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.risk.acceptance import AcceptanceState, RiskAcceptance
from sekisho.domains.risk.reckoning import reckon
from sekisho.domains.risk.risk import LIFE, Risk, RiskState, Treatment
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

SCORED = (
    "assessment", "asset", "confidentiality", "integrity", "availability", "threat_level",
    "weakness_level", "impact", "likelihood",
)  # fmt: skip

AFTERWARDS = ("residual_threat", "residual_weakness", "residual_impact", "residual_likelihood")


@register
class RiskRegister(Register[Risk]):
    name = "risks"
    title = _("Risks")
    singular = _("risk")
    about = _("What can happen, how high the risk is, what is done about it and what remains.")
    model = Risk
    number = "RK-{n:04d}"
    columns = (
        "number", "title", "assessment", "asset", "value", "band", "treatment", "treat_by",
        "rest_value", "owner", "state",
    )  # fmt: skip
    filters = ("state", "band", "above", "treatment", "assessment", "asset", "threat", "owner", "treat_by", "rest_above",
               "row", "column", "rest_row", "rest_column")  # fmt: skip
    search = ("number", "title", "weakness", "measures", "plan")
    order = ("-number",)
    unit_path = "assessment__unit"
    person_path = "owner"
    sealed = frozenset({"decided_by", "decided_on", "done_by", "done_on", "confirmed_by",
                        "confirmed_on", "closed_on"})  # fmt: skip
    derived = frozenset({"worth", "value", "row", "column", "band", "above", "rest_value",
                         "rest_row", "rest_column", "rest_above", "fixed"})  # fmt: skip
    life = LIFE
    place = "improve"
    views = (
        View(_("Not acceptable"), {"above": "true"}),
        View(_("Treatment to be decided"), {"above": "true", "state": "found"}),
        View(_("Effect to be confirmed"), {"state": "done"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "title": ("リスク", "リスクの内容"),
        "asset": ("情報資産名称", "情報資産"),
        "confidentiality": ("機密性", "評価値 機密性"),
        "integrity": ("完全性", "評価値 完全性"),
        "availability": ("可用性", "評価値 可用性"),
        "threat_level": ("脅威の発生頻度", "起こりやすさ"),
        "weakness_level": ("脆弱性", "つけ込みやすさ", "対策状況"),
        "impact": ("影響度",),
        "likelihood": ("発生可能性",),
        "treatment": ("リスク対応", "対応区分"),
        "plan": ("対応計画", "対策"),
        "treat_by": ("対応期限", "期限"),
        "owner": ("リスク所有者", "責任者"),
    }
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=("director", "chair"),
        moves={
            "decide": (*LEADERS, "manager:unit"),
            "carry_out": (*LEADERS, "admin", "manager:unit", "employee:own"),
            "confirm": (*LEADERS, "manager:unit"),
            "reopen": (*LEADERS, "manager:unit"),
            "close": (*LEADERS, "manager:unit"),
        },
    )

    def prepare(self, values: dict[str, Any], record: Risk | None, act: Act) -> None:
        """While it is being treated (again), nobody can say how high it is afterwards."""
        del act
        if record is not None and record.state != values["state"] == RiskState.DECIDED:
            for name in AFTERWARDS:
                values[name] = None

    def check(
        self, values: Mapping[str, Any], record: Risk | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if record is None or not record.fixed:
            return
        for name in SCORED:
            if values[name] != getattr(record, Risk._meta.get_field(name).attname):  # type: ignore[union-attr]
                yield name, _("The assessment is confirmed. Please assess the risk anew.")

    def against(self, act: Act, name: str, record: Risk) -> Iterable[tuple[str, Text]]:
        """What remains above the acceptable is borne by somebody who may, before the effect counts."""
        del act
        retained = record.treatment == Treatment.RETAIN
        if name != "confirm" or not (record.rest_above or (retained and record.above)):
            return
        borne = RiskAcceptance.objects.present().filter(
            pk=record.acceptance_id, state=AcceptanceState.ACCEPTED
        )
        if not borne.exists():
            yield (
                "acceptance",
                _(
                    "What remains is above the acceptable. Have it accepted, and enter the acceptance."
                ),
            )

    def settle(self, records: Sequence[Risk], act: Act) -> None:
        del act
        reckon(records)
