"""Where assets are kept and what leaves: storage inspections, take-outs, disposals, month by month."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any

from sekisho.domains.assets.models import Asset, StorageRule, UseRule
from sekisho.domains.assets.sampling import half_year
from sekisho.domains.assets.starter import starter_retention, starter_rules
from sekisho.domains.assets.storage_check import StorageCheck, storage_sample
from sekisho.registers.notes import attach
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere, months

CHECK_MONTHS = (5, 11)
ENCRYPTED = {"encrypted": True, "encrypted_in_transit": True, "cipher": "aes256"}
MANY = 60
"""Units from which on a company's older inspections are left out: they are moves, one by one."""
VISITS = (
    ("顧客先での提案説明", "みなと商事 第2会議室"),
    ("監査法人への資料持参", "あけぼの監査法人"),
    ("展示会での説明", "幕張 展示会場"),
    ("工場での立会い検査", "外注先 第一工場"),
)


def rule(firm: Firm, classes: Mapping[str, Any]) -> None:
    """The rules of handling come with the classes, unless the installation has them already."""
    if not UseRule.objects.exists():
        for register, rows in starter_rules({c: one.pk for c, one in classes.items()}).items():
            firm.stage.add(register, rows)
        firm.stage.add("retention_rules", starter_retention())


class Shelves:
    """Where each asset is put: the first place its class allows for each of its media."""

    def __init__(self) -> None:
        rows = StorageRule.objects.present()
        self._rules = {(r.classification_id, r.medium): r for r in rows}

    def of(self, class_: Any, media: Sequence[str]) -> dict[str, Any]:
        found = [self._rules[class_, m] for m in media if (class_, m) in self._rules]
        return {
            "places": sorted({one.places[0] for one in found}),
            "locked": True if any(one.locked for one in found) else None,
            **(ENCRYPTED if any(one.encrypted for one in found) else {}),
        }


def live(firm: Firm) -> None:
    """Inspections each half-year, two take-outs a month, a disposal each quarter."""
    stage = firm.stage
    first = stage.first if len(firm.units) <= MANY else stage.last - timedelta(days=190)
    if first == stage.first:
        stage.work(first + timedelta(days=24), lambda: inspect(firm))
    for month in months(stage.first + timedelta(days=31), stage.last):
        if month.month in CHECK_MONTHS and month >= first.replace(day=1):
            stage.work(month + timedelta(days=11), lambda: inspect(firm))
        for day in (6, 17):
            stage.work(month + timedelta(days=day), lambda: take_out(firm), 10)
        if month.month % 3 == 0:
            stage.work(month + timedelta(days=13), lambda: dispose(firm), 11)


def inspect(firm: Firm) -> None:
    """Managers look at the sample of their units, once a half-year; one of the committee confirms."""
    stage, found = firm.stage, []
    for unit in firm.units.values():
        drawn = StorageCheck.objects.filter(unit=unit, period=half_year(stage.on))
        if drawn.exists():
            continue
        rows = storage_sample(unit.pk, stage.on, f"{unit.code}-S{stage.on:%Y%m}")
        for one in stage.add("storage_checks", rows):
            by = stage.by(firm.leaders[unit.pk])
            if stage.rng.random() < 0.03:
                one = stage.move(
                    by, "storage_checks", "find_bad", one, found="施錠していない棚にあった"
                )
                by = stage.by(firm.leaders[unit.pk])
                one = stage.move(by, "storage_checks", "mend", one, mended="所定の場所に戻した")
            else:
                one = stage.move(by, "storage_checks", "find_good", one)
            found.append(one)
    confirmer = firm.holder("committee")
    for one in found:
        if one.checked_by_id != confirmer.pk:
            stage.move(stage.by(confirmer), "storage_checks", "confirm", one)
        else:
            stage.move(stage.by(firm.holder("chair")), "storage_checks", "confirm", one)


def count(firm: Firm, census: Any) -> None:
    """The manager ticks off every asset of the unit; only the numbers, where there are very many."""
    if len(firm.units) > MANY:
        return
    stage, leader = firm.stage, firm.leaders[census.unit_id]
    rows = Asset.objects.in_use(stage.on).filter(unit=census.unit_id).values_list("pk", flat=True)
    stage.add("census_lines", [
        {"census": census.pk, "asset": pk, "found": True, "seen_by": leader.pk} for pk in rows
    ])  # fmt: skip


def some_asset(firm: Firm, **where: Any) -> Any:
    """One of the first eighty assets like this; NothingThere in a company that has none."""
    rows = Asset.objects.in_use(firm.stage.on).filter(state="in_use", **where).order_by("number")
    some = list(rows[:80])
    if not some:
        raise NothingThere
    return firm.stage.rng.choice(some)


def asked(firm: Firm, asset: Any, carrier: Any, days: int) -> Any:
    """A request for a take-out of ``days`` days, by its carrier."""
    stage = firm.stage
    purpose, place = stage.rng.choice(VISITS)
    paper = "paper" in asset.media
    return stage.one(
        "takeouts", asset=asset.pk, medium="paper" if paper else "pc", carrier=carrier.pk,
        requested_by=carrier.pk, method="hand" if paper else "device", destination=place,
        purpose=purpose, starts_on=stage.on, due_back_on=stage.on + timedelta(days=days),
        safeguards="封緘した鞄" if paper else "端末の暗号化と遠隔消去", origin="本社",
    )  # fmt: skip


def colleague(firm: Firm, asset: Any) -> Any:
    """Somebody of the unit who does not manage it."""
    leader = firm.leaders[asset.unit_id]
    some = [p for p in firm.staff if p.unit_id == asset.unit_id and p.pk != leader.pk]
    here = [p for p in some if p.employment == "employee" and p.ends_on is None]
    return firm.stage.rng.choice(here or [firm.parts[firm.cast.part("employee").mail]])


def take_out(firm: Firm) -> None:
    stage = firm.stage
    asset = some_asset(firm, classification__rank__in=(1, 2))
    leader, carrier = firm.leaders[asset.unit_id], colleague(firm, asset)
    one = asked(firm, asset, carrier, 5)
    stage.move(stage.by(leader), "takeouts", "approve", one)
    stage.move(stage.by(carrier), "takeouts", "leave", one)
    stage.work(stage.on + timedelta(days=3), lambda: _back(firm, one, carrier), 16)


def _back(firm: Firm, one: Any, carrier: Any) -> None:
    stage = firm.stage
    stage.move(stage.by(carrier), "takeouts", "give_back", one, accident=False)
    leader = firm.leaders[one.asset.unit_id]
    stage.work(stage.on + timedelta(days=1),
               lambda: stage.move(stage.by(leader), "takeouts", "confirm", one))  # fmt: skip


def dispose(firm: Firm) -> None:
    """An asset on paper whose time is over goes to the dissolving service, witnessed."""
    stage = firm.stage
    asset = some_asset(firm, media__contains=",paper,", classification__rank=1)
    stage.edit("assets", asset, keep_until=stage.on - timedelta(days=3))
    leader, admin = firm.leaders[asset.unit_id], firm.holder("admin")
    one = stage.one("disposals", asset=asset.pk, medium="paper", method="dissolve", quantity="2箱",
                    reason="保存期間が終わったため", vendor="株式会社みどり溶解",
                    certificate=f"MD-{stage.on:%y%m%d}",
                    requested_by=colleague(firm, asset).pk)  # fmt: skip
    stage.move(stage.by(leader), "disposals", "approve", one)
    witness = firm.holder("committee").pk
    one = stage.move(stage.by(admin), "disposals", "carry_out", one, witness=witness)
    paper = f"廃棄証明書 {one.certificate} 溶解処理 2箱 {stage.on}".encode()
    attach(registry["disposals"], stage.by(admin), one, BytesIO(paper), "廃棄証明書.txt")
    stage.move(stage.by(leader), "disposals", "confirm", one)


def trouble(firm: Firm) -> None:
    """What is not in order today: something still out, a request waiting, a shelf to be put right,
    a folder that has nearly outlived its retention."""
    stage = firm.stage
    stage.at(stage.last - timedelta(days=12), lambda: _overdue(firm), 10)
    stage.at(stage.last - timedelta(days=10), lambda: _found(firm), 11)
    stage.at(stage.last - timedelta(days=1), lambda: _waiting(firm), 15)


def _overdue(firm: Firm) -> None:
    stage = firm.stage
    asset = some_asset(firm, unit=firm.units["2200"].pk, classification__rank=2)
    carrier = colleague(firm, asset)
    one = asked(firm, asset, carrier, 6)
    stage.move(stage.by(firm.leaders[asset.unit_id]), "takeouts", "approve", one)
    stage.move(stage.by(carrier), "takeouts", "leave", one)


def _found(firm: Firm) -> None:
    stage, unit = firm.stage, firm.units["2200"]
    asset = some_asset(firm, unit=unit.pk, media__contains=",paper,", classification__rank=2)
    stage.edit("assets", asset, places=["open"], locked=False)
    old = some_asset(firm, unit=firm.units["2300"].pk, classification__rank=1)
    stage.edit("assets", old, keep_until=stage.on + timedelta(days=14))


def _waiting(firm: Firm) -> None:
    asset = some_asset(firm, unit=firm.units["2200"].pk, classification__rank=2)
    asked(firm, asset, firm.parts["miyase"], 10)
