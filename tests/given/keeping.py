"""Given: what becomes of assets: rules of handling, inspections, take-outs, disposals."""

from datetime import date
from typing import Any

from sekisho.domains.assets.models import (
    Asset,
    Classification,
    Disposal,
    DisposalMethod,
    RetentionRule,
    StorageCheck,
    StorageRule,
    Takeout,
    TransportRule,
    UseRule,
)
from sekisho.domains.assets.starter import starter_rules
from tests.given.assets import a_class, a_classified_asset
from tests.given.people import a_person, made, numbers


def a_storage_rule(**but: Any) -> StorageRule:
    class_ = but.pop("classification", None) or a_class()
    fields = {"medium": "paper", "places": ("cabinet", "safe"), "locked": True}
    return made(StorageRule, classification=class_, **fields | but)


def a_transport_rule(**but: Any) -> TransportRule:
    class_ = but.pop("classification", None) or a_class()
    return made(TransportRule, classification=class_, **{"methods": ("device", "hand")} | but)


def a_disposal_method(**but: Any) -> DisposalMethod:
    class_ = but.pop("classification", None) or a_class()
    fields = {"medium": "paper", "methods": ("shred",)}
    return made(DisposalMethod, classification=class_, **fields | but)


def a_use_rule(**but: Any) -> UseRule:
    class_ = but.pop("classification", None) or a_class()
    fields = {"use": "mail", "verdict": "if", "how": "暗号化して送る"}
    return made(UseRule, classification=class_, **fields | but)


def the_starter_rules(classes: dict[str, Classification]) -> None:
    """The pack's rules of handling for ``classes``."""
    models = {"storage_rules": StorageRule, "transport_rules": TransportRule,
              "disposal_methods": DisposalMethod, "use_rules": UseRule}  # fmt: skip
    for register, rows in starter_rules(classes).items():
        for row in rows:
            made(models[register], **row)


def a_retention_rule(**but: Any) -> RetentionRule:
    n = next(numbers)
    fields = {
        "code": f"books-{n}",
        "name_ja": f"帳簿{n}",
        "name_en": f"Books {n}",
        "years": 7,
        "runs_from": "申告期限の翌日",
        "law": "法人税法施行規則",
        "article": "第59条",
    }
    return made(RetentionRule, **fields | but)


def a_storage_check(**but: Any) -> StorageCheck:
    asset = but.pop("asset", None) or a_classified_asset()
    fields = {"period": "2026H1", "unit": asset.unit, "seed": "2026H1-くじ"}
    return made(StorageCheck, asset=asset, **fields | but)


def _ruled() -> Asset:
    """An asset whose class says how it is carried and destroyed."""
    asset = a_classified_asset()
    a_transport_rule(classification=asset.classification)
    a_disposal_method(classification=asset.classification)
    return asset


def a_takeout(**but: Any) -> Takeout:
    """By default asked for by its carrier, awaiting approval."""
    n = next(numbers)
    asset = but.pop("asset", None) or _ruled()
    carrier = but.pop("carrier", None) or a_person()
    fields = {
        "number": f"TO-2026-{n:03d}",
        "medium": "paper",
        "method": "hand",
        "requested_by": carrier,
        "destination": "みなと商事 会議室",
        "purpose": "提案の説明",
        "starts_on": date(2026, 11, 1),
        "due_back_on": date(2026, 11, 30),
    }
    return made(Takeout, asset=asset, carrier=carrier, **fields | but)


def a_disposal(**but: Any) -> Disposal:
    """By default asked for, awaiting approval."""
    n = next(numbers)
    asset = but.pop("asset", None) or _ruled()
    fields = {
        "number": f"DP-2026-{n:03d}",
        "medium": "paper",
        "method": "shred",
        "reason": "保存期間が終わったため",
        "requested_by": but.pop("requested_by", None) or a_person(),
    }
    return made(Disposal, asset=asset, **fields | but)
