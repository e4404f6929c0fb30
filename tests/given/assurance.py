"""Given: what was not kept, and what persons ask for."""

from datetime import date
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.assurance.models import Nonconformity, PersonalRequest
from tests.given.people import LONG_AGO, a_person, a_unit, made

number = count(1)


def a_nonconformity(**but: Any) -> Nonconformity:
    unit = but.pop("unit", None) or a_unit()
    fields = {
        "number": f"NC-2020-{next(number):03d}", "detected_on": LONG_AGO, "source": "check",
        "kind": "rule", "what": "書庫の鍵が掛かっていなかった。",
    }  # fmt: skip
    return made(Nonconformity, unit=unit, **fields | but)


def a_corrected_nonconformity(**but: Any) -> Nonconformity:
    """Planned and carried out on the day it was detected, to be confirmed."""
    day = but.get("detected_on", LONG_AGO)
    told = {
        "cause": "鍵の担当が決まっていなかった。", "action": "担当を決め、点検表に加える。",
        "owner": but.pop("owner", None) or a_person(), "action_due": date(2040, 3, 31),
        "planned_on": day, "done_on": day, "similar": "none_found", "state": "done",
    }  # fmt: skip
    return a_nonconformity(**told | but)


def a_personal_request(**but: Any) -> PersonalRequest:
    unit = but.pop("unit", None) or a_unit()
    fields = {
        "number": f"RQ-2020-{next(number):03d}", "kind": "access", "received_on": LONG_AGO,
        "channel": "mail", "requester": "岬 遥", "what": "保有する自分のデータの開示",
    }  # fmt: skip
    return made(PersonalRequest, unit=unit, **fields | but)


def some_trouble(luck: Random, units: list[Any], staff: list[Any], near: Any) -> None:
    """Nonconformities in every state and requests around the day."""
    for state in ("recorded", "planned", "done", "closed"):
        day = near()
        a_corrected_nonconformity(
            detected_on=day, unit=luck.choice(units), owner=luck.choice(staff), state=state,
            planned_on=near(), action_due=near(), done_on=luck.choice((None, near())),
            similar=luck.choice(("", "treated")), confirmed_on=luck.choice((None, near())),
        )  # fmt: skip
        a_personal_request(
            received_on=day, unit=luck.choice(units), kind=luck.choice(("access", "complaint")),
            answered_on=luck.choice((None, near())),
        )  # fmt: skip
