"""The register of take-outs and transports: rights, and what must hold when one is written."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.ruled import refuse_way
from sekisho.domains.assets.takeout import Takeout
from sekisho.domains.assets.takeout_life import LIFE, TakeoutState
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Workflow

MONTHS = settings.declare(
    "takeouts.most_months", 3, _("Longest take-out permit"), unit=_("months"), least=1, most=12,
    source=_("Default of practice; the policy names no number."), since=date(2026, 4, 1),
    group=_("Information assets"),
)  # fmt: skip
ASKED = (TakeoutState.REQUESTED, TakeoutState.APPROVED)
FROZEN = ("asset", "kind", "medium", "carrier", "destination", "method", "purpose", "starts_on",
          "due_back_on")  # fmt: skip


@register
class Takeouts(Register[Takeout]):
    name = "takeouts"
    title = _("Take-outs and transports")
    singular = _("take-out")
    about = _("Which information leaves the office, by whom, how, why, and when it is due back.")
    model = Takeout
    number = "TO-{year}-{n:03d}"
    key = ("number",)
    label_with = ("asset",)
    columns = (
        "number", "asset", "medium", "carrier", "destination", "method", "state", "starts_on",
        "due_back_on", "returned_on",
    )  # fmt: skip
    filters = (
        "state", "kind", "carrier", "medium", "method", "asset", "starts_on", "due_back_on",
        "accident", "confirmed_by",
    )  # fmt: skip
    search = ("number", "asset__name", "asset__number", "what", "destination", "serial", "tracking")
    order = ("-starts_on", "-number")
    unit_path = "asset__unit"
    asset_path = "asset"
    shut_when_frozen = frozenset({"add", "approve", "leave"})
    person_path = "carrier"
    sealed = frozenset({
        "approved_by", "approved_on", "approved_at", "left_on", "left_at", "returned_by",
        "returned_on", "confirmed_by", "confirmed_on", "decision",
    })  # fmt: skip
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("Awaiting approval"), {"state": "requested"}),
        View(_("Out of the office"), {"state": "out"}),
        View(_("To be confirmed"), {"state": "back"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "asset": ("持出物", "情報資産", "情報資産ID"),
        "purpose": ("利用目的", "使用目的"),
        "destination": ("持出先", "移送先"),
        "medium": ("媒体",),
        "serial": ("管理番号", "台数/管理番号"),
        "safeguards": ("保護措置",),
        "starts_on": ("持出日", "持出予定日"),
        "due_back_on": ("返却予定日", "返却期限"),
        "carrier": ("持出者",),
        "approved_by": ("承認者",),
        "approved_on": ("承認日",),
        "returned_on": ("返却日", "受領確認日"),
        "confirmed_by": ("返却確認者",),
        "received_by": ("受領者",),
        "method": ("輸送手段", "移送手段"),
        "tracking": ("追跡番号",),
        "accident": ("事故有無",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "contractor:own",
              "operator"),
        add=("manager:unit", "employee:own", "contractor:own", "operator"),
        change=("manager:unit", "employee:own", "contractor:own", "operator"),
        withdraw=("chair", "committee", "manager:unit"),
        moves={
            "approve": ("manager:unit", "director"),
            "refuse": ("manager:unit", "director"),
            "take_back": ("employee:own", "contractor:own", "manager:unit"),
            "leave": ("employee:own", "contractor:own", "manager:unit"),
            "leave_unpermitted": ("manager:unit", "chair", "committee"),
            "give_back": ("employee:own", "contractor:own", "manager:unit"),
            "receive": ("employee:own", "contractor:own", "manager:unit"),
            "confirm": ("manager:unit", "director", "chair", "committee"),
        },
        never_own=("approve", "refuse", "confirm"),
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: Takeout | None, act: Act) -> None:
        if record is None:
            values["carrier"] = values["carrier"] or act.actor.person
            values["requested_by"] = values["requested_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: Takeout | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if values["carrier"] is None:
            yield "carrier", _("Please say who carries it.")
        starts, due = values["starts_on"], values["due_back_on"]
        if due < starts:
            yield "due_back_on", _("The end lies before the beginning.")
        elif due > after_months(starts, MONTHS()):
            yield "due_back_on", _("At most %(n)s months.") % {"n": MONTHS()}
        if record is not None:
            yield from _later(values, record, act)

    def settle(self, records: Sequence[Takeout], act: Act) -> None:
        """Raises Invalid for a way that the class of the asset does not allow."""
        del act
        refuse_way([r for r in records if r.state in ASKED])

    def label(self, record: Takeout) -> str:
        return f"{record.number} {record.asset.name}"


def _later(values: Mapping[str, Any], record: Takeout, act: Act) -> Iterable[tuple[str, Text]]:
    """What was permitted stays as permitted; a permit that is over lets nothing out."""
    if record.state != TakeoutState.REQUESTED:
        for name in FROZEN:
            before = getattr(record, f"{name}_id", getattr(record, name))
            if values[name] != before:
                yield name, _("This was decided already. Take it back and ask anew.")
    approved = record.state == TakeoutState.REQUESTED and values["state"] == TakeoutState.APPROVED
    if approved and values["approved_by"] in {values["requested_by"], values["carrier"]}:
        yield (
            "approved_by",
            _("Nobody approves what they ask for or carry themselves."),
        )
    leaves = record.state == TakeoutState.APPROVED and values["state"] == TakeoutState.OUT
    if leaves and not record.starts_on <= act.on <= record.due_back_on:
        yield "due_back_on", _("The permit does not hold today.")
