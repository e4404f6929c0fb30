"""Given: information assets. One valid record of each kind, made without the commands."""

from datetime import UTC, date, datetime
from typing import Any

from sekisho.domains.assets.models import (
    Asset,
    Census,
    Classification,
    LabelCheck,
    Measure,
    PersonalData,
    Service,
)
from sekisho.domains.assets.starter import starter_classes
from tests.given.people import LONG_AGO, a_person, a_unit, made, numbers


def a_class(**but: Any) -> Classification:
    """By default a confidential class in force."""
    n = next(numbers)
    fields = {
        "code": f"class-{n}",
        "name_ja": f"機密{n}",
        "name_en": f"Confidential {n}",
        "rank": 2,
        "level": 2,
        "criteria": "業務で必要な人だけが知ればよいもの",
        "state": "in_force",
    }
    return made(Classification, **fields | but)


def the_starter_classes(language: str = "ja") -> dict[str, Classification]:
    """The whole starter scheme in force, by code."""
    return {
        line["code"]: made(Classification, **line | {"state": "in_force"})
        for line in starter_classes(language)
    }


def a_service(**but: Any) -> Service:
    n = next(numbers)
    fields = {
        "name": f"共有ストレージ{n}",
        "provider": "株式会社みなと",
        "approval": "approved",
        "first_used_on": LONG_AGO,
    }
    return made(Service, **fields | but)


def an_asset(**but: Any) -> Asset:
    """By default registered long ago, unclassified, with an owner in its unit."""
    n = next(numbers)
    unit = but.pop("unit", None) or a_unit()
    owner = but.pop("owner") if "owner" in but else a_person(unit=unit)
    fields = {
        "number": f"IA-{n:04d}",
        "name": f"見積書{n}",
        "media": ("file",),
        "location": "営業ファイルサーバ",
        "purposes": ("見積の作成",),
        "registered_on": LONG_AGO,
    }
    return made(Asset, unit=unit, owner=owner, **fields | but)


def a_classified_asset(**but: Any) -> Asset:
    """Its class was decided here, long ago."""
    classification = but.pop("classification", None) or a_class()
    fields = {
        "class_decided_by": but.pop("class_decided_by", None) or a_person(),
        "class_decided_on": date(2020, 4, 2),
        "class_decided_at": datetime(2020, 4, 2, 3, tzinfo=UTC),
        "class_reviewed_on": date(2020, 4, 2),
    }
    return an_asset(classification=classification, **fields | but)


def a_personal_data_line(**but: Any) -> PersonalData:
    kind = but.setdefault("kind", "personal")
    asset = but.pop("asset", None) or an_asset(personal=(kind,))
    fields = {
        "count_band": "1000",
        "purpose": "商品の発送と問い合わせへの回答",
        "notice": "published",
        "source": "本人の申込書",
        "provision": ("no",),
        "keep": "取引終了後5年",
    }
    return made(PersonalData, asset=asset, **fields | but)


def a_measure(**but: Any) -> Measure:
    if not but.get("asset") and not but.get("classification"):
        but["asset"] = an_asset()
    return made(Measure, **{"kind": "access_control", "since": LONG_AGO} | but)


def a_census(**but: Any) -> Census:
    unit = but.pop("unit", None) or a_unit()
    return made(Census, unit=unit, **{"fiscal_year": 2026} | but)


def a_label_check(**but: Any) -> LabelCheck:
    asset = but.pop("asset", None) or a_classified_asset()
    fields = {
        "period": "2026H1",
        "unit": asset.unit,
        "seed": "2026H1-くじ",
        "expected": asset.classification,
    }
    return made(LabelCheck, asset=asset, **fields | but)
