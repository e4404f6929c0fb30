"""The register of disposals: rights, what forbids one, and the end of the asset it brings."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset, AssetState
from sekisho.domains.assets.class_rules import DisposalMethod
from sekisho.domains.assets.disposal import LIFE, NAME, Disposal, DisposalState
from sekisho.domains.assets.ruled import method_rules
from sekisho.registers import dates
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Workflow

FROZEN = ("asset", "whole", "medium", "method", "vendor", "requested_by", "quantity")
AHEAD = (DisposalState.REQUESTED, DisposalState.APPROVED, DisposalState.DONE)


@register
class Disposals(Register[Disposal]):
    name = NAME
    title = _("Disposals")
    singular = _("disposal")
    about = _("What was destroyed or erased: why, how, by whom, witnessed and confirmed by whom.")
    model = Disposal
    number = "DP-{year}-{n:03d}"
    label_with = ("asset",)
    columns = (
        "number", "asset", "medium", "method", "vendor", "state", "approved_by", "executed_on",
        "executed_by", "witness", "confirmed_by",
    )  # fmt: skip
    filters = (
        "state", "asset", "medium", "method", "whole", "executed_on", "executed_by", "confirmed_by"
    )  # fmt: skip
    search = ("number", "asset__name", "asset__number", "what", "serial", "certificate", "vendor")
    order = ("-number",)
    unit_path = "asset__unit"
    asset_path = "asset"
    shut_when_frozen = frozenset({"add", "approve", "carry_out", "carry_out_alone"})
    person_path = "requested_by"
    sealed = frozenset({
        "approved_by", "approved_on", "executed_by", "executed_on", "confirmed_by", "confirmed_on",
        "decision", "witness",
    })  # fmt: skip
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("Awaiting approval"), {"state": "requested"}),
        View(_("To be carried out"), {"state": "approved"}),
        View(_("To be confirmed"), {"state": "done"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "asset": ("資産/媒体", "情報資産", "廃棄対象"),
        "serial": ("管理番号(S/N)", "S/N"),
        "quantity": ("数量",),
        "reason": ("廃棄理由",),
        "method": ("方法", "廃棄方法"),
        "vendor": ("業者", "委託業者"),
        "certificate": ("証明書番号",),
        "executed_on": ("実施日",),
        "executed_by": ("実施者",),
        "witness": ("立会者",),
        "confirmed_by": ("確認者",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("manager:unit", "employee:own", "admin", "operator"),
        change=("manager:unit", "employee:own", "admin", "operator"),
        withdraw=("chair", "committee", "manager:unit"),
        moves={
            "approve": ("manager:unit", "director"),
            "refuse": ("manager:unit", "director"),
            "take_back": ("employee:own", "manager:unit"),
            "carry_out": ("employee:own", "manager:unit", "admin"),
            "carry_out_alone": ("employee:own", "manager:unit", "admin"),
            "confirm": ("manager:unit", "director", "chair", "committee"),
        },
        never_own=("approve", "refuse"),
    )

    def prepare(self, values: dict[str, Any], record: Disposal | None, act: Act) -> None:
        if record is None:
            values["requested_by"] = values["requested_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: Disposal | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if record is None:
            return
        if record.state != DisposalState.REQUESTED:
            for name in FROZEN:
                if values[name] != getattr(record, f"{name}_id", getattr(record, name)):
                    yield name, _("This was decided already. Take it back and ask anew.")
        yield from _second_person(values)

    def settle(self, records: Sequence[Disposal], act: Act) -> None:
        """Raises Invalid for what must not be disposed of now or so; a confirmed disposal of the
        whole ends its asset in the same act."""
        ahead = [r for r in records if r.state in AHEAD]
        assets = Asset.objects.in_bulk([r.asset_id for r in ahead])
        rules = method_rules(ahead)
        for record in ahead:
            rule = rules[record.pk]
            for name, words in _forbidden(record, assets[record.asset_id], rule, act):
                raise Invalid({name: [words]})
        for record in (r for r in records if r.state == DisposalState.CONFIRMED):
            _end(record, act)

    def label(self, record: Disposal) -> str:
        return f"{record.number} {record.asset.name}"


def _second_person(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    if values["approved_by"] and values["approved_by"] == values["requested_by"]:
        yield "approved_by", _("Nobody approves what they ask for themselves.")
    if values["witness"] and values["witness"] == values["executed_by"]:
        yield "witness", _("The witness is another person than the one who carried it out.")
    if values["confirmed_by"] and values["confirmed_by"] == values["executed_by"]:
        yield "confirmed_by", _("Another person than the one who carried it out confirms.")


def _forbidden(
    record: Disposal, asset: Asset, rule: DisposalMethod | None, act: Act
) -> Iterator[tuple[str, Text]]:
    """Legal hold, statutory minimum, and the ways the class allows."""
    if asset.legal_hold:
        yield "asset", _("A legal hold is on this asset. It must not be disposed of.")
    yield from _too_early(asset, act)
    if rule is None:
        yield "medium", _("There is no disposal rule for this class and medium.")
    elif record.method not in rule.methods:
        named = dict(record._meta.get_field("method").choices or ())
        ways = _("、").join(str(named[code]) for code in rule.methods)
        yield (
            "method",
            _("The class of this asset does not allow this way. Allowed: %(ways)s.")
            % {"ways": ways},
        )
    elif rule.witness and record.state == DisposalState.DONE and record.witness_id is None:
        yield "witness", _("This class needs a witness. Record it with one.")


def _too_early(asset: Asset, act: Act) -> Iterator[tuple[str, Text]]:
    if asset.law_until and asset.law_until >= act.on:
        yield (
            "asset",
            _("A law wants this kept until %(day)s.") % {"day": dates.day(asset.law_until)},
        )
    elif (asset.retention_id or asset.law_years) and asset.law_until is None:
        yield "asset", _("A law wants this kept, and nobody has said from when the years run.")


def _end(record: Disposal, act: Act) -> None:
    """Certificate on file; then the asset is no longer held."""
    if not Disposal.objects.filter(pk=record.pk).certified().exists():
        raise Invalid({"vendor": [_("Please attach the vendor's certificate first.")]})
    asset = Asset.objects.get(pk=record.asset_id)
    if record.whole and asset.state == AssetState.IN_USE:
        why = _("Disposal %(number)s") % {"number": record.number}
        follow(registry["assets"], act, "end", asset, {"end_reason": str(why)})
