"""Given: what becomes of assets: rules of handling, inspections, take-outs, disposals."""

from datetime import date
from typing import Any

from sekisho.domains.assets.models import (
    Asset,
    CensusLine,
    Classification,
    Disclosure,
    DisclosurePermit,
    Disposal,
    DisposalMethod,
    ProvisionRecord,
    RetentionRule,
    StorageCheck,
    StorageRule,
    Takeout,
    TradeSecretSheet,
    TransportRule,
    UseRule,
)
from sekisho.domains.assets.starter import starter_rules
from tests.given.assets import a_census, a_class, a_classified_asset, a_personal_data_line, an_asset
from tests.given.people import a_person, a_unit, made, numbers
from tests.given.suppliers import a_party, an_nda


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


def a_disclosure_permit(**but: Any) -> DisclosurePermit:
    """By default single, under an agreement in force, awaiting approval."""
    n = next(numbers)
    asset = but.pop("asset") if "asset" in but else a_classified_asset()
    party = but.pop("party", None) or a_party()
    fields = {
        "number": f"DA-2026-{n:03d}",
        "unit": but.pop("unit", None) or (asset.unit if asset else a_unit()),
        "classification": but.pop("classification", None)
        or (asset and asset.classification)
        or a_class(),
        "extent": "single" if asset else "standing",
        "what": "見積書の写し",
        "purpose": "見積の提示",
        "ground": "nda",
        "nda": but.pop("nda") if "nda" in but else an_nda(party=party),
        "starts_on": date(2026, 11, 1),
        "ends_on": date(2027, 3, 31),
        "requested_by": but.pop("requested_by", None) or a_person(),
    }
    return made(DisclosurePermit, asset=asset, party=party, **fields | but)


def a_disclosure(**but: Any) -> Disclosure:
    """By default without a permit."""
    n = next(numbers)
    permit = but.get("permit")
    asset = but.pop("asset", None) or (permit and permit.asset) or a_classified_asset()
    fields = {
        "number": f"DR-2026-{n:03d}",
        "party": permit.party if permit else a_party(),
        "recipient": "購買課 佐藤様",
        "purpose": "見積の提示",
        "channel": "share",
        "disclosed_by": but.pop("disclosed_by", None) or a_person(),
        "disclosed_on": date(2026, 11, 10),
        "rank": asset.classification.rank if asset.classification else None,
    }
    return made(Disclosure, asset=asset, **fields | but)


def a_census_line(**but: Any) -> CensusLine:
    asset = but.pop("asset", None) or an_asset()
    census = but.pop("census", None) or a_census(
        unit=asset.unit, fiscal_year=1990 + next(numbers) % 200
    )
    fields = {"found": True, "seen_on": date(2026, 9, 20), "seen_by": asset.owner}
    return made(CensusLine, asset=asset, census=census, **fields | but)


def a_trade_secret_sheet(**but: Any) -> TradeSecretSheet:
    asset = but.pop("asset", None) or a_classified_asset(trade_secret="secret")
    fields = {
        "usefulness": "歩留まりが3割上がる",
        "not_public": "特許・論文・製品から知ることができない",
        "told": "表示と入社時の誓約",
        "checked_on": date(2026, 6, 1),
    }
    return made(TradeSecretSheet, asset=asset, **fields | but)


def a_provision(**but: Any) -> ProvisionRecord:
    n = next(numbers)
    fields = {
        "number": f"PV-2026-{n:03d}",
        "direction": "gave",
        "line": but.pop("line", None) or a_personal_data_line(),
        "party": but.pop("party", None) or a_party(),
        "given_on": date(2026, 6, 1),
        "items": "氏名、会社名",
        "whom": "名簿の全員",
        "ground": "consent",
        "consent": "申込書の同意欄",
        "keep_until": date(2029, 6, 1),
    }
    return made(ProvisionRecord, **fields | but)
