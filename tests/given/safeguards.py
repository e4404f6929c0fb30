"""Given: devices, freezes, emergency access, conditions and routes. One valid record of each kind."""

from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

from sekisho.checkpoint.models import AccessPolicy
from sekisho.domains.safeguards.models import (
    AccessCondition,
    Device,
    EmergencyAccess,
    Freeze,
    Route,
    SignalSource,
    SignalStream,
)
from tests.given.access import an_active_right
from tests.given.assets import a_class, an_asset
from tests.given.people import LONG_AGO, a_person, made, numbers

CONTRACTORS = (
    '@reason_ja("委託先の方は機密以上を書き出せません。") @reason_en("Contractors may not export this.")\n'
    'forbid(principal, action == Action::"export", resource is Asset)\n'
    'when { principal.employment == "contractor" && resource.rank >= 2 };'
)
NOON = datetime(2026, 10, 1, 3, tzinfo=UTC)


def a_device(**but: Any) -> Device:
    """By default sound, and seen at noon on the first of October 2026."""
    n = next(numbers)
    holder = but.pop("holder") if "holder" in but else a_person()
    fields = {
        "number": f"DV-{n:04d}", "tag": f"PC-{n:04d}", "starts_on": LONG_AGO, "checked_at": NOON,
        "disk_encrypted": True, "screen_lock": True, "firewall": True, "updated": True,
        "antivirus": True,
    }  # fmt: skip
    return made(Device, holder=holder, **fields | but)


def a_freeze(**but: Any) -> Freeze:
    fields = {
        "number": f"FZ-2026-{next(numbers):03d}",
        "reason": "不審な持ち出し",
        "frozen_at": NOON,
    }
    if not {"asset", "person", "unit", "right"} & but.keys():
        but["right"] = an_active_right()
    return made(Freeze, **fields | but)


def an_emergency_access(**but: Any) -> EmergencyAccess:
    person = but.pop("person", None) or a_person()
    asset = but.pop("asset", None) or an_asset()
    fields = {"number": f"EA-2026-{next(numbers):03d}", "reason": "停止中の受注を処理するため"}
    return made(EmergencyAccess, person=person, asset=asset, **fields | but)


def an_access_condition(**but: Any) -> AccessCondition:
    classification = but.pop("classification", None) or a_class()
    fields = {"number": f"AC-{next(numbers):03d}", "grounds": "委員会の決定"}
    return made(AccessCondition, classification=classification, **fields | but)


def a_condition_in_force(**but: Any) -> AccessCondition:
    return an_access_condition(state="in_force", approved_at=NOON, **but)


def an_access_policy(**but: Any) -> AccessPolicy:
    """By default it keeps contractors from taking 機密 out."""
    fields = {
        "number": f"CP-{next(numbers):03d}", "name": "委託先の持ち出し禁止", "grounds": "委員会の決定",
        "text": CONTRACTORS,
    }  # fmt: skip
    return made(AccessPolicy, **fields | but)


def a_policy_in_force(text: str = "", **but: Any) -> AccessPolicy:
    text = text or CONTRACTORS
    return an_access_policy(text=text, state="in_force", approved_at=NOON, **but)


def a_route(**but: Any) -> Route:
    asset = but.pop("asset", None) or an_asset()
    fields = {"host": "wiki.example.co.jp", "path": f"/p{next(numbers)}/*", "methods": ("GET",)}
    return made(Route, asset=asset, **fields | but)


def some_routes(assets: list[Any]) -> None:
    """A page of a web application for each of them."""
    for asset in assets:
        a_route(asset=asset)


def some_emergencies(luck: Random, staff: list[Any], near: Any) -> None:
    """Opened around the day; some reviewed, some only asked for."""
    for state in ("requested", "granted", "ended", "reviewed"):
        opened = datetime.combine(near(), time(3), UTC) if state != "requested" else None
        an_emergency_access(
            person=luck.choice(staff), state=state, granted_at=opened,
            until=opened and opened + timedelta(hours=4), granted_by=luck.choice(staff),
            reviewed_on=near() if state == "reviewed" else None,
        )  # fmt: skip


def a_signal_stream(**but: Any) -> SignalStream:
    """By default fetched by the receiver."""
    n = next(numbers)
    fields = {"name": f"受信先{n}", "delivery": "poll", "audience": f"https://rp{n}.example"}
    return made(SignalStream, **fields | but)


KEYS = """{"keys": [{"kty": "EC", "crv": "P-256", "kid": "one",
 "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
 "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"}]}"""


def a_signal_source(**but: Any) -> SignalSource:
    """By default with the public key of RFC 7515 A.3."""
    n = next(numbers)
    fields = {"name": f"端末管理{n}", "issuer": f"https://mdm{n}.example",
              "audience": "https://sekisho.example", "keys": KEYS}  # fmt: skip
    return made(SignalSource, **fields | but)
