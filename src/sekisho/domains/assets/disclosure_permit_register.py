"""The register of permits to disclose: rights, and what must hold when one is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.classification import Classification
from sekisho.domains.assets.disclosure_permit import DIRECTOR_RANK, MONTHS, DisclosurePermit
from sekisho.domains.assets.disclosure_words import LIFE, Extent, Ground, PermitState
from sekisho.domains.assets.ruled import classes_of
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Workflow

FROZEN = ("extent", "unit", "asset", "classification", "what", "party", "purpose", "ground", "nda",
          "starts_on", "ends_on", "requested_by")  # fmt: skip


@register
class DisclosurePermits(Register[DisclosurePermit]):
    name = "disclosure_permits"
    title = _("Permits to disclose")
    singular = _("permit to disclose")
    about = _("What may be disclosed to whom outside, for what, on which ground, and until when.")
    model = DisclosurePermit
    number = "DA-{year}-{n:03d}"
    label_with = ("party",)
    columns = (
        "number", "party", "what", "classification", "extent", "ground", "nda", "state",
        "starts_on", "ends_on",
    )  # fmt: skip
    filters = (
        "state", "extent", "party", "classification", "ground", "unit", "asset", "nda",
        "requested_by", "starts_on", "ends_on",
    )  # fmt: skip
    search = ("number", "what", "purpose", "party__name", "asset__name", "asset__number")
    order = ("-number",)
    unit_path = "unit"
    asset_path = "asset"
    shut_when_frozen = frozenset({"add", "approve", "endorse", "approve_finally"})
    person_path = "requested_by"
    sealed = frozenset({
        "approved_by", "approved_on", "approved_at", "director", "director_on", "director_at",
        "decision", "ended_on",
    })  # fmt: skip
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("Awaiting approval"), {"state": "requested,endorsed"}),
        View(_("Permitted"), {"state": "approved"}),
        View(_("Standing permits"), {"extent": "standing", "state": "approved"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "number": ("許可番号",),
        "party": ("開示先", "相手"),
        "what": ("開示情報",),
        "asset": ("資産ID", "情報資産"),
        "classification": ("区分", "機密区分"),
        "purpose": ("目的", "開示目的"),
        "nda": ("NDA番号", "秘密保持契約"),
        "ends_on": ("有効期限",),
        "requested_by": ("申請者",),
        "approved_by": ("許可者", "許可者(MGR)"),
        "director": ("許可者(DIR)",),
        "approved_on": ("許可日",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("manager:unit", "employee:own", "operator"),
        change=("manager:unit", "employee:own", "operator"),
        withdraw=("chair", "committee", "manager:unit"),
        moves={
            "approve": ("manager:unit", "director"),
            "endorse": ("manager:unit",),
            "approve_finally": ("director",),
            "refuse": ("manager:unit", "director"),
            "take_back": ("employee:own", "manager:unit"),
            "end": ("manager:unit", "director"),
        },
        never_own=("approve", "endorse", "approve_finally", "refuse"),
    )

    def prepare(self, values: dict[str, Any], record: DisclosurePermit | None, act: Act) -> None:
        if record is None:
            values["requested_by"] = values["requested_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: DisclosurePermit | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        yield from _span(values)
        yield from _grounded(values)
        if record is not None:
            yield from _kept(values, record)
            yield from _decided(values, record)

    def settle(self, records: Sequence[DisclosurePermit], act: Act) -> None:
        """Raises Invalid for an asset of another unit, or of a stricter class than the permit."""
        del act
        some = [r for r in records if r.asset_id and r.state == PermitState.REQUESTED]
        if not some:
            return
        units = dict(
            Asset.objects.filter(pk__in={r.asset_id for r in some}).values_list("pk", "unit")
        )
        classes = classes_of(r.asset_id for r in some if r.asset_id)
        ranks: dict[Any, int] = dict(Classification.objects.values_list("pk", "rank"))
        for one in some:
            if one.unit_id != units[one.asset_id]:
                raise Invalid({"unit": [_("The unit that manages the asset decides.")]})
            if one.asset_id and ranks.get(classes[one.asset_id], 0) > ranks[one.classification_id]:
                raise Invalid(
                    {"classification": [_("The asset is of a stricter class than the permit.")]}
                )

    def label(self, record: DisclosurePermit) -> str:
        return f"{record.number} {record.party or record.get_ground_display()}"


def _span(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    starts, ends = values["starts_on"], values["ends_on"]
    if ends < starts:
        yield "ends_on", _("The end lies before the beginning.")
    elif ends > after_months(starts, MONTHS()):
        yield "ends_on", _("At most %(n)s months.") % {"n": MONTHS()}
    if values["extent"] == Extent.SINGLE and values["asset"] is None:
        yield "asset", _("A single permit names its asset.")


def _grounded(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    if values["ground"] == Ground.NDA:
        if values["nda"] is None:
            yield "nda", _("Please name the confidentiality agreement.")
    elif values["ground"] != Ground.PERSON and not values["ground_detail"]:
        yield "ground_detail", _("Please write the details of the ground.")
    if values["party"] is None and values["ground"] != Ground.PERSON:
        yield "party", _("Please name the counterparty.")


def _kept(values: Mapping[str, Any], record: DisclosurePermit) -> Iterator[tuple[str, Text]]:
    if record.state == PermitState.REQUESTED:
        return
    for name in FROZEN:
        if values[name] != getattr(record, f"{name}_id", getattr(record, name)):
            yield name, _("This was decided already. Take it back and ask anew.")


def _decided(values: Mapping[str, Any], record: DisclosurePermit) -> Iterator[tuple[str, Text]]:
    """The strictest class goes on to the director; nobody permits what they ask for."""
    if values["state"] == record.state:
        return
    if values["requested_by"] and values["requested_by"] in {
        values["approved_by"],
        values["director"],
    }:
        yield "approved_by", _("Nobody approves what they ask for themselves.")
    strict = record.classification.rank >= DIRECTOR_RANK()
    if strict and (record.state, values["state"]) == (PermitState.REQUESTED, PermitState.APPROVED):
        yield (
            "classification",
            _("This class needs the director too. Permit it and ask the director."),
        )
