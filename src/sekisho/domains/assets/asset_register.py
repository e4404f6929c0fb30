"""The register of information assets: its columns, its rights, and what must hold when one is written."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets import asset_sheets
from sekisho.domains.assets.asset import Asset, AssetState
from sekisho.domains.assets.asset_life import LIFE
from sekisho.domains.assets.class_decision import decided_now, problems
from sekisho.domains.assets.cloud_ceiling import beyond_service
from sekisho.domains.assets.importance import importance
from sekisho.domains.assets.personal_data import PersonalData, declared_everywhere
from sekisho.domains.assets.words import Ownership, PersonalKind
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

PERSONAL = ",".join(kind for kind in PersonalKind if kind != PersonalKind.NONE)
DEGREES = ("confidentiality", "integrity", "availability")


@register
class Assets(Register[Asset]):
    name = "assets"
    title = _("Information assets")
    singular = _("information asset")
    about = _("Information of value, on every medium: where it is, its class, who answers for it.")
    model = Asset
    number = "IA-{n:04d}"
    key = ("unit", "name")
    handles = ("reference", "name")
    columns = (
        "number", "name", "classification", "unit", "owner", "personal", "importance",
        "keep_until", "class_reviewed_on", "next_review_on",
    )  # fmt: skip
    filters = (
        "classification", "unit", "owner", "personal", "state", "media", "service", "ownership",
        "trade_secret", "importance", "external", "places", "retention", "legal_hold", "label_missing", "keep_until",
        "class_reviewed_on", "next_review_on",
    )  # fmt: skip
    search = ("number", "reference", "name", "location", "category", "note")
    order = ("number",)
    unit_path = "unit"
    asset_path = "id"
    shut_when_frozen = frozenset({"withdraw", "end", "propose_lowering", "approve_lowering"})
    person_path = "owner"
    sealed = frozenset({"class_decided_at", "ended_on"})
    derived = frozenset({"label_missing", "law_until"})
    life = LIFE
    headers = asset_sheets.HEADERS
    values = asset_sheets.VALUES
    views = (
        View(_("Unclassified"), {"classification": "none", "state": "in_use"}),
        View(_("Without label"), {"label_missing": "true", "state": "in_use"}),
        View(_("With personal data"), {"personal": PERSONAL, "state": "in_use"}),
        View(_("Lower class proposed"), {"state": "lowering"}),
    )  # fmt: skip
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("chair", "committee", "admin", "manager:unit", "operator"),
        change=("chair", "committee", "admin", "manager:unit", "operator"),
        withdraw=("chair", "committee", "manager:unit"),
        moves={
            "classify": ("manager:unit",),
            "propose_lowering": ("manager:unit",),
            "approve_lowering": ("director", "chair"),
            "refuse_lowering": ("director", "chair"),
            "take_back": ("manager:unit",),
            "review_class": ("manager:unit",),
            "label": ("manager:unit", "employee:own"),
            "end": ("manager:unit",),
            "resume": ("manager:unit",),
        },
    )

    def prepare(self, values: dict[str, Any], record: Asset | None, act: Act) -> None:
        values["registered_on"] = values["registered_on"] or act.on
        values["importance"] = importance(
            [values[degree] for degree in DEGREES],
            personal=personal_data(values["personal"]),
            vital=values["vital"],
        )
        if record is None:
            return
        if record.state == AssetState.LOWERING and values["state"] == AssetState.IN_USE:
            if decided_now(values, act):
                values["classification"] = values["proposed_class"]
            values["proposed_class"] = None
        if record.state == AssetState.ENDED and values["state"] == AssetState.IN_USE:
            values["ended_on"], values["end_reason"] = None, ""
        shown = values["label_applied_on"] == record.label_applied_on
        if shown and values["classification"] != record.classification_id:
            values["label_applied_on"] = None  # the label shows the former class

    def check(
        self, values: Mapping[str, Any], record: Asset | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if PersonalKind.NONE in values["personal"] and len(values["personal"]) > 1:
            yield "personal", _("“No personal data” stands alone.")
        if values["ownership"] == Ownership.OWN and values["entruster"]:
            yield "entruster", _("The company's own information is entrusted by nobody.")
        if values["keep_forever"] and values["keep_until"]:
            yield "keep_until", _("Kept for ever and kept until a day exclude each other.")
        yield from problems(values, record, act)

    def check_many(
        self, rows: Sequence[tuple[Mapping[str, Any], Asset | None]], act: Act
    ) -> Iterable[tuple[int, str, Text]]:
        del act
        yield from beyond_service(rows)

    def settle(self, records: Sequence[Asset], act: Act) -> None:
        """Raises Invalid when a kind is no longer declared that still has its personal data line."""
        del act
        rest = iter(records)
        while part := list(islice(rest, 500)):
            rows = Asset.objects.filter(pk__in=[record.pk for record in part])
            rows.mark_labels()
            rows.mark_retention(part)
            known = [record.pk for record in part if record.ver > 1]
            declared_everywhere(PersonalData.objects.present().filter(asset__in=known), "personal")

    def label(self, record: Asset) -> str:
        return f"{record.number} {record.name}"


def personal_data(kinds: Sequence[str]) -> bool | None:
    """Whether the declared ``kinds`` are personal data; None: nobody said."""
    return None if not kinds else PersonalKind.NONE not in kinds
