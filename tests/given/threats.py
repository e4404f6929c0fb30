"""Given: feeds, inventories, what was found in them, and notices from outside."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from sekisho.domains.threats.models import Exposure, Feed, Inventory, ProductName, ThreatNotice
from tests.given.assets import an_asset
from tests.given.people import LONG_AGO, made, numbers


def a_feed(**but: Any) -> Feed:
    fields = {"name": f"脆弱性情報{next(numbers)}", "kind": "kev", "starts_on": LONG_AGO}
    return made(Feed, **fields | but)


def an_inventory(**but: Any) -> Inventory:
    """By default of an asset, taken long ago."""
    asset = but.pop("asset") if "asset" in but else an_asset()
    fields = {"name": f"server-{next(numbers)}", "format": "csv", "taken_on": LONG_AGO}
    return made(Inventory, asset=asset, **fields | but)


def an_exposure(**but: Any) -> Exposure:
    """By default found long ago and not judged, in the charge of the asset's owner."""
    n = next(numbers)
    asset = but.pop("asset", None) or an_asset()
    owner = but.pop("owner") if "owner" in but else asset.owner
    fields = {
        "number": f"VE-2020-{n:04d}", "vulnerability": f"CVE-2020-{n:05d}",
        "title": "部品の入力検査の不備", "components": "みさき部品 1.0", "priority": "4_track_star",
        "found_on": LONG_AGO, "treat_by": LONG_AGO + timedelta(days=60),
    }  # fmt: skip
    return made(Exposure, asset=asset, owner=owner, **fields | but)


def a_threat_notice(**but: Any) -> ThreatNotice:
    fields = {
        "number": f"TN-2020-{next(numbers):03d}", "received_on": LONG_AGO, "origin": "jpcert",
        "title": "偽の請求書を装うメールの注意喚起",
    }  # fmt: skip
    return made(ThreatNotice, **fields | but)


def a_product_name(**but: Any) -> ProductName:
    n = next(numbers)
    fields = {"said": f"みさき会計 {n}", "package": f"cpe/a:misaki:accounting_{n}", "likeness": 72}
    return made(ProductName, **fields | but)


def some_threats(luck: Random, assets: list[Any], staff: list[Any], past: Any) -> None:
    """Feeds read and not read, old and new lists, exposures and notices at every step."""
    for told in (None, past(), past()):
        at = datetime(told.year, told.month, told.day, tzinfo=UTC) if told else None
        a_feed(last_success_at=at, keeper=luck.choice((None, *staff)))
    for state in Exposure._meta.get_field("state").flatchoices:  # type: ignore[union-attr]
        day = past()
        an_exposure(
            asset=luck.choice(assets), owner=luck.choice((None, *staff)), state=state[0],
            found_on=day, treat_by=day + timedelta(days=luck.choice((2, 30))), triaged_on=luck.choice((None, day)),
            fixed_on=luck.choice((None, day)), accepted_on=luck.choice((None, day)),
            accepted_until=luck.choice((None, day, day + timedelta(days=90))),
            exploited=luck.choice((True, False)), verified_on=luck.choice((None, day)),
        )  # fmt: skip
        an_inventory(asset=luck.choice((None, *assets)), taken_on=luck.choice((None, day)))
    for state in ("new", "no_concern", "countermeasure", "risk_review", "done"):
        day = past()
        a_threat_notice(
            state=state, received_on=day, judged_on=None if state == "new" else day,
            owner=luck.choice((None, *staff)), act_by=luck.choice((None, day + timedelta(days=9))),
            done_on=day if state == "done" else None,
        )  # fmt: skip
