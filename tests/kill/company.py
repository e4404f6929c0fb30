"""Real commands on real registers, as the processes of the kill tests use them."""

from datetime import date
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.utils import timezone

from sekisho.registers.actor import SERVICE, Act, Actor, service
from sekisho.registers.register import registry

OPERATOR = service("operator")
DIRECTOR = Actor(uuid5(SERVICE, "a director"), frozenset({"director"}))
LONG_AGO = date(2020, 4, 1)


def act(actor: Actor = OPERATOR, request: str = "") -> Act:
    return Act.now(actor, timezone.now(), "kill", settings.TIME_ZONE, request)


def an_asset(name: str, unit: Any) -> dict[str, Any]:
    return {
        "name": name,
        "unit": unit,
        "media": "file",
        "location": "営業ファイルサーバ",
        "purposes": "見積の作成",
        "registered_on": LONG_AGO,
    }


def assets() -> Any:
    return registry["assets"]


def tasks() -> Any:
    return registry["tasks"]
