"""The checkpoint of the invented company: conditions, devices, some rights, and what was decided."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sekisho.checkpoint.authzen.asking import Ask, Thing
from sekisho.checkpoint.keeping import keep_all
from sekisho.checkpoint.live import Registers
from sekisho.domains.assets.models import Asset, Classification
from sekisho.domains.safeguards.device import POSTURE
from sekisho.domains.safeguards.models import Device
from sekisho.simulation import forbidding
from sekisho.simulation.organisation import Firm

SOUND = dict.fromkeys(POSTURE, True)
CONDITIONS: dict[str, dict[str, Any]] = {
    "public": {"right_to_read": False, "mfa": "none", "device": "none", "acknowledged": False,
               "trained": False, "pledged": False, "unknown_passes": True, "stale_seconds": 3600},
    "internal": {"right_to_read": False, "mfa": "any", "mfa_minutes": 1440, "device": "known",
                 "trained": False, "pledged": False, "unknown_passes": True, "stale_seconds": 60},
    "confidential": {"mfa": "any", "mfa_minutes": 480, "device": "sound", "device_hours": 168,
                     "trained": False, "pledged": False},
    "strictly_confidential": {"mfa": "strong", "mfa_minutes": 30, "device": "sound",
                              "device_hours": 48, "trained": False, "stale_seconds": 2},
}  # fmt: skip
GROUNDS = "委員会で審議し、取り扱い基準に合わせて定めた。教育の条件は受講記録がそろってから加える。"
WANTED = (("miyase", "2200", ("read", "write")), ("arima", "2100", ("read",)),
          ("kobayakawa", "3100", ("read", "write", "export")), ("aihara", "2200", ("read",)))  # fmt: skip


def equip(firm: Firm) -> None:
    """Scenes of the last weeks: conditions are decided, devices listed, rights given."""
    stage = firm.stage
    stage.at(stage.last - timedelta(days=40), lambda: _devices(firm), 8)
    stage.at(stage.last - timedelta(days=36), lambda: _conditions(firm), 11)
    stage.at(stage.last - timedelta(days=30), lambda: forbidding.forbid(firm), 15)
    stage.at(stage.last - timedelta(days=21), lambda: _rights(firm), 14)
    stage.at(stage.last - timedelta(days=20), lambda: _routes(firm), 10)
    stage.at(stage.last, lambda: _seen(firm), 20)


def _conditions(firm: Firm) -> None:
    stage = firm.stage
    for kind in Classification.objects.present():
        if kind.code in CONDITIONS:
            one = stage.one("access_conditions", stage.by(firm.holder("admin")), grounds=GROUNDS,
                            classification=kind.pk, **CONDITIONS[kind.code])  # fmt: skip
            stage.move(stage.by(firm.holder("chair")), "access_conditions", "propose", one)
            stage.move(stage.by(firm.holder("director")), "access_conditions", "approve", one)


def _devices(firm: Firm) -> None:
    rows = [
        {"tag": f"SN-{2001 + n}", "kind": "pc", "holder": person.pk, "os": "Windows 11",
         "starts_on": person.starts_on, **SOUND, "checked_at": firm.stage.operator.at}
        for n, person in enumerate(firm.staff)
    ]  # fmt: skip
    firm.stage.add("devices", rows)


def _seen(firm: Firm) -> None:
    """The last reading: one device in forty lacks something, some were not heard of."""
    at = firm.stage.operator.at
    named = {person.pk for person in firm.parts.values()}
    changes = []
    for n, device in enumerate(Device.objects.present().order_by("number")):
        told: dict[str, Any] = {"checked_at": at}
        if n % 40 == 11 and device.holder_id not in named:
            told["updated"] = False
        if n % 25 != 7 or device.holder_id in named:
            changes.append((device, told))
    firm.stage.change("devices", changes)


def _of_unit(firm: Firm, code: str) -> Any:
    rows = Asset.objects.present().filter(unit=firm.units[code], ended_on=None)
    return rows.filter(classification__code="confidential").order_by("number").first()


def _rights(firm: Firm) -> None:
    """Each is asked for, approved by the manager of the information, and set up."""
    stage = firm.stage
    until = stage.on + timedelta(days=150)
    for mail, code, actions in WANTED:
        asset, person = _of_unit(firm, code), firm.parts[mail]
        decider = firm.leaders[firm.units[code].pk]
        asker = person if mail != "aihara" else firm.parts["miyase"]
        if decider.pk == person.pk:
            decider = firm.holder("director")
        right = stage.one(
            "access_rights", stage.by(asker), person=person.pk, asset=asset.pk, actions=list(actions),
            purpose=asset.purposes[0] if asset.purposes else "業務の遂行", ends_on=until,
        )  # fmt: skip
        stage.move(stage.by(decider), "access_rights", "approve", right)
        stage.move(stage.by(firm.holder("admin")), "access_rights", "provision", right,
                   ticket="作業依頼 2026-118")  # fmt: skip


def _routes(firm: Firm) -> None:
    rows = [
        ("crm.shiomino.example", "/*", "2200"),
        ("files.shiomino.example", "/kaihatsu/*", "3100"),
    ]
    firm.stage.add("routes", [
        {"host": host, "path": path, "asset": _of_unit(firm, code).pk, "methods": ["GET", "HEAD"]}
        for host, path, code in rows
    ])  # fmt: skip


def pass_by(firm: Firm, now: datetime) -> None:
    """Some people come to the gate in the last hours; most of it is in order."""
    times = iter(sorted(now - timedelta(minutes=13 * n + 5) for n in range(14)))
    moment = [now]
    gate = Registers(keep=keep_all, now=lambda: moment[0])
    for ask, at in zip(_asked(firm), times, strict=False):
        moment[0] = at
        gate.follower.asked = float("-inf")
        gate.decide(ask(at))


def _asked(firm: Firm) -> Iterator[Any]:
    tags = dict(Device.objects.present().values_list("holder", "tag"))
    secret = Asset.objects.present().filter(
        classification__code="strictly_confidential", unit=firm.units["3100"], ended_on=None
    ).order_by("number").first()  # fmt: skip
    plain = [(mail, _of_unit(firm, code), "read") for mail, code, _actions in WANTED]
    others = [("hayakawa", _of_unit(firm, "3100"), "read"), ("gunji", _of_unit(firm, "3300"), "export"),
              ("miyase", secret or plain[2][1], "read")]  # fmt: skip
    for mail, asset, action in [*plain, *others, *plain, *others]:
        person = firm.parts[mail]

        def ask(at: datetime, who: Any = person, what: Any = asset, does: str = action) -> Ask:
            context = {"device": tags.get(who.pk, ""), "auth_time": at.timestamp() - 480,
                       "amr": ["pwd", "otp"], "zone": "本社", "purpose": ""}  # fmt: skip
            return Ask(
                Thing("person", who.number, {}), does, Thing("asset", what.number, {}), context, {}
            )

        yield ask
