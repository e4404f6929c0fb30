"""What an enforcement point says of the moment, read from the context of its question."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sekisho.checkpoint.rules.case import Signals


def signals(context: Mapping[str, Any]) -> Signals:
    """``device`` (a name, or an object with ``id``), ``auth_time`` and ``amr`` as in OpenID Connect
    (or ``mfa``: ``{"at", "methods"}``), ``zone``, ``purpose``. What cannot be read is not there."""
    mfa = context.get("mfa")
    mfa = mfa if isinstance(mfa, dict) else {}
    device = context.get("device")
    device = device.get("id") if isinstance(device, dict) else device
    return Signals(
        _text(device), _moment(mfa.get("at", context.get("auth_time"))),
        _words(mfa.get("methods", context.get("amr"))), _text(context.get("zone")),
        _text(context.get("purpose")),
    )  # fmt: skip


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""


def _words(found: Any) -> frozenset[str]:
    if not isinstance(found, list):
        return frozenset()
    return frozenset(one.lower() for one in found if isinstance(one, str))


def _moment(found: Any) -> float | None:
    """Seconds since 1970, or ISO 8601 with an offset."""
    if isinstance(found, bool):
        return None
    if isinstance(found, int | float):
        return float(found)
    if not isinstance(found, str):
        return None
    try:
        at = datetime.fromisoformat(found)
    except ValueError:
        return None
    return at.timestamp() if at.tzinfo else None
