"""Classes, cloud services, information assets and what protects them; census and spot checks."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.assets.label_check import sample
from sekisho.domains.assets.measure import required
from sekisho.domains.assets.models import Asset, Census, Classification
from sekisho.domains.assets.starter import starter_classes
from sekisho.simulation import keeping
from sekisho.simulation.clouds import Clouds, adopt
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import fiscal_year, months
from sekisho.simulation.things import PLACES, Thing, things

CENSUS_MONTH = 9
CHECK_MONTHS = (5, 11)


def furnish(firm: Firm, assets: int) -> None:
    """What there is on the first days: the scheme of classes, services, measures, seven in ten assets."""
    stage = firm.stage
    made = list(Classification.objects.present()) or stage.add("classes", starter_classes("ja"))
    chair, director = firm.holder("chair"), firm.holder("director")
    for one in made:
        stage.move(stage.by(chair), "classes", "propose", one)
    for one in made:
        stage.move(stage.by(director), "classes", "approve", one)
    classes = {one.code: one for one in made}
    keeping.rule(firm, classes)
    shelves = keeping.Shelves()
    kinds = dict.fromkeys(rule.kind for rule in required())
    stage.add("measures", [
        {"classification": one.pk, "kind": kind, "since": stage.first - timedelta(days=365),
         "evidence": "情報管理マニュアル 第2章"} for one in made for kind in kinds
    ])  # fmt: skip
    clouds = adopt(firm, classes)
    supply = supplied(firm, classes, clouds, shelves)
    later = list(months(stage.first + timedelta(days=31), stage.last))
    rest = assets - assets * 7 // 10 if later else 0
    register(firm, [next(supply) for _ in range(assets - rest)])
    for number, month in enumerate(later):
        share = rest * (number + 1) // len(later) - rest * number // len(later)
        stage.work(month + timedelta(days=9), partial(_more, firm, supply, share))


def _more(firm: Firm, supply: Iterator[dict[str, Any]], count: int) -> None:
    register(firm, [next(supply) for _ in range(count)])


def supplied(
    firm: Firm, classes: dict[str, Any], clouds: Clouds, shelves: keeping.Shelves
) -> Iterator[dict[str, Any]]:
    """Assets without end: round by round every unit's own things, told apart by year."""
    year = fiscal_year(firm.stage.first)
    turn = 0
    while True:
        for unit in firm.units.values():
            plan = firm.plan(unit)
            some = things(plan.work)
            thing = some[turn % len(some)]
            round_ = turn // len(some)
            class_ = classes[thing.classification]
            fit = [one for one in clouds[plan.work] if one.max_class.rank >= class_.rank]
            cloud = fit[turn % len(fit)] if fit and "cloud" in thing.media else None
            name = f"{year - round_}年度 {thing.name}" if round_ else thing.name
            put = shelves.of(class_.pk, thing.media.split(";"))
            yield _asset(firm, unit, thing, name, class_, cloud) | put
        turn += 1


def _asset(
    firm: Firm, unit: Any, thing: Thing, name: str, class_: Any, cloud: Any
) -> dict[str, Any]:
    """Declared as the unit's sheet has it: class decided by its manager before it came here."""
    stage, leader = firm.stage, firm.leaders[unit.pk]
    first = thing.media.partition(";")[0]
    grade = min(3, class_.rank + 1)
    return {
        "name": name, "unit": unit.pk, "owner": leader.pk, "risk_owner": leader.pk,
        "category": unit.name, "users": f"{unit.name}員", "media": thing.media,
        "location": cloud.name if cloud and first == "cloud" else PLACES[first],
        "service": cloud.pk if cloud else None,
        "ownership": "own", "external": False, "purposes": [thing.purpose],
        "classification": class_.pk, "class_decided_by": leader.pk,
        "class_reason": f"判断基準「{class_.name_ja}」に当たるため",
        "confidentiality": grade, "integrity": stage.rng.randint(1, 3),
        "availability": stage.rng.randint(1, 3), "personal": thing.personal or "no",
        "trade_secret": "secret" if class_.rank == 3 else "no",
        "purpose_years": thing.keep, "backed_up": True, "key_owner": firm.holder("admin").pk,
        "disposal": "shred" if first == "paper" else "erase",
        "_thing": thing,
    }  # fmt: skip


def register(firm: Firm, rows: list[dict[str, Any]]) -> list[Any]:
    """Enter assets today, with the lines of their personal data."""
    stage = firm.stage
    dated = {"class_decided_on": stage.on, "class_reviewed_on": stage.on, "label_applied_on": stage.on,
             "keep_until": _years(stage.on, 5), "registered_on": stage.on}  # fmt: skip
    some = [row.pop("_thing") for row in rows]
    assets = stage.add("assets", [row | dated for row in rows])
    lines = [
        _line(firm, asset, kind, thing)
        for asset, thing in zip(assets, some, strict=True)
        for kind in filter(None, thing.personal.split(";"))
    ]
    stage.add("personal_data", lines)
    return assets


def _years(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if day.month == 2 else day.day)


def _line(firm: Firm, asset: Any, kind: str, thing: Thing) -> dict[str, Any]:
    row = {"asset": asset.pk, "kind": kind, "count_band": thing.persons, "purpose": thing.purpose,
           "notice": "published", "source": "本人", "provision": "no", "keep": f"{thing.keep}年"}  # fmt: skip
    if kind == "special_care":
        row |= {"consent": True, "consent_proof": "入社時の同意書"}
    if kind == "my_number":
        handlers = [firm.leaders[asset.unit_id].name]
        row |= {"affair": "給与所得・退職所得の源泉徴収票作成事務", "handlers": handlers,
                "zone": "人事部 特定区画", "store": "サーバー室", "erase": "保存期間後に人事部が速やかに消去"}  # fmt: skip
    return row


def inspect(firm: Firm) -> None:
    """The yearly census with the review of every class, and the spot checks of each half-year."""
    stage = firm.stage
    stage.work(stage.first + timedelta(days=18), lambda: _census(firm))
    stage.work(stage.first + timedelta(days=23), lambda: _check(firm))
    for month in months(stage.first + timedelta(days=31), stage.last):
        if month.month == CENSUS_MONTH:
            stage.work(month + timedelta(days=19), lambda: _census(firm))
        if month.month in CHECK_MONTHS:
            stage.work(month + timedelta(days=10), lambda: _check(firm))


def _census(firm: Firm) -> None:
    """Every unit signs for its assets; managers look at the class of each while they count."""
    stage = firm.stage
    year = fiscal_year(stage.on)
    done = set(Census.objects.filter(fiscal_year=year).values_list("unit", flat=True))
    rows = [unit.pk for unit in firm.units.values() if unit.pk not in done]
    for census in stage.add("censuses", [{"fiscal_year": year, "unit": pk} for pk in rows]):
        paper = Asset.objects.in_use(stage.on).filter(
            unit=census.unit_id, media__contains=",paper,"
        )
        said = "some" if paper.exists() else "no"
        keeping.count(firm, census)
        stage.move(
            stage.by(firm.leaders[census.unit_id]), "censuses", "sign_off", census, paper=said
        )
    old = Asset.objects.in_use(stage.on).exclude(classification=None)
    old = old.filter(class_reviewed_on__lt=stage.on - timedelta(days=30))
    stage.change("assets", [(a, {"class_reviewed_on": stage.on}) for a in old.order_by("number")])


def _check(firm: Firm) -> None:
    """A drawn sample of each unit's labels is looked at; what is wrong is put right within days."""
    stage, rows = firm.stage, []
    for unit in firm.units.values():
        by = firm.leaders[unit.pk].pk
        drawn = sample(unit.pk, stage.on, f"{unit.code}-{stage.on:%Y%m}")
        rows += [row | {"checked_by": by, "checked_on": stage.on, "ok": True} for row in drawn]
    wrong = stage.rng.sample(rows, len(rows) // 40)
    for row in wrong:
        row |= {"ok": False, "found": "none"}
    held = {r.asset_id for r in _held(rows)}
    made = stage.add("label_checks", [row for row in rows if row["asset"] not in held])
    found = [(one, {"corrected_on": stage.on}) for one in made if one.ok is False]
    stage.change("label_checks", found)


def _held(rows: list[dict[str, Any]]) -> Any:
    from sekisho.domains.assets.models import LabelCheck

    return LabelCheck.objects.filter(period=rows[0]["period"]) if rows else []
