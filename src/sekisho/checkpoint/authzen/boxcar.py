"""Many questions in one: defaults above, a list below, and three ways to stop."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sekisho.checkpoint.authzen.asking import Answer, Ask, BadRequest, Decider, ask, of_parts, part

KEYS = ("subject", "action", "resource", "context")
STOPS = {"execute_all": None, "deny_on_first_deny": False, "permit_on_first_permit": True}


def evaluations(decider: Decider, body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The answers in the order of the questions; to no list at all, one answer.

    A default is replaced as a whole by an item's own. An item that cannot be understood is
    denied, with the reason, and the others are answered all the same.
    """
    items = body.get("evaluations")
    stop = _stop(body)
    if items is not None and not isinstance(items, list):
        raise BadRequest("evaluations must be a list")
    if not items:
        return decider.decide(ask(body))._asdict()
    if not all(isinstance(item, dict) for item in items):
        raise BadRequest("each of evaluations must be an object")
    _check_defaults(body)
    asks = _asks({key: body[key] for key in KEYS if key in body}, items)
    return {"evaluations": [one._asdict() for one in decider.decide_all(asks, stop)]}


def _stop(body: Mapping[str, Any]) -> bool | None:
    options = body.get("options")
    if options is None:
        return None
    if not isinstance(options, dict):
        raise BadRequest("options must be an object")
    wanted = options.get("evaluations_semantic", "execute_all")
    if not isinstance(wanted, str) or wanted not in STOPS:
        raise BadRequest(f"options.evaluations_semantic must be one of {', '.join(STOPS)}")
    return STOPS[wanted]


def _check_defaults(body: Mapping[str, Any]) -> None:
    for key in KEYS:
        if not isinstance(body.get(key, {}), dict | None):
            raise BadRequest(f"{key} must be an object")


def _asks(defaults: Mapping[str, Any], items: list[dict[str, Any]]) -> Iterator[Ask | Answer]:
    """The questions; one that cannot be understood is answered here."""
    usual = _read(defaults)
    for item in items:
        parts = dict(usual)
        try:
            for key in KEYS:
                if key in item:
                    parts[key] = part(item, key)
                elif key not in usual:
                    parts[key] = part(defaults, key)
            yield of_parts(parts)
        except BadRequest as error:
            yield Answer(False, {"error": {"status": 400, "message": str(error)}})


def _read(defaults: Mapping[str, Any]) -> dict[str, Any]:
    """The defaults that can be understood, read once for all; the others fail with each item."""
    found = {}
    for key in KEYS:
        with suppress(BadRequest):
            found[key] = part(defaults, key)
    return found
