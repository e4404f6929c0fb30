"""Questions as they arrive, and what answers them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol


class BadRequest(Exception):  # noqa: N818
    """The question cannot be understood: HTTP 400, with the reason for the caller's programmer."""


class Thing(NamedTuple):
    """A subject or a resource; ``id`` is empty where a search leaves it open."""

    type: str
    id: str
    properties: Mapping[str, Any]


class Ask(NamedTuple):
    """May ``subject`` do ``action`` with ``resource``? ``None`` is what a search looks for."""

    subject: Thing
    action: str
    resource: Thing
    context: Mapping[str, Any]
    parameters: Mapping[str, Any]  # the action's properties


class Answer(NamedTuple):
    """``context`` says why, and what the enforcement point may do about it."""

    decision: bool
    context: Mapping[str, Any]


class Page(NamedTuple):
    """Part of a search: names in order, and whether more follow."""

    found: Sequence[str]
    more: bool


class Decider(Protocol):
    """Whoever decides. No method raises: what cannot be decided is denied."""

    def decide(self, ask: Ask) -> Answer:
        """The answer, with its reasons."""

    def decide_all(self, asks: Iterable[Ask | Answer], stop: bool | None) -> Sequence[Answer]:
        """The answers in their order, all of one moment; an answer among ``asks`` stands as it is.
        Nothing is asked behind the first answer that is ``stop``."""

    def search(self, wanted: str, ask: Ask, after: str, limit: int | None) -> Page:
        """The ids (``wanted``: subject, resource) or names (action) for which ``decide`` permits,
        in order, those behind ``after``; every one where ``limit`` is None."""


def ask(body: Mapping[str, Any], wanted: str = "") -> Ask:
    """A question from JSON; what a search is looking for needs no id. Raises BadRequest."""
    name, parameters = ("", _NONE) if wanted == "action" else _action(body)
    return Ask(
        thing(body, "subject", named=wanted != "subject"), name,
        thing(body, "resource", named=wanted != "resource"), context(body), parameters,
    )  # fmt: skip


def part(body: Mapping[str, Any], name: str) -> Any:
    """One part of a question. Raises BadRequest."""
    if name == "action":
        return _action(body)
    return context(body) if name == "context" else thing(body, name)


def of_parts(parts: Mapping[str, Any]) -> Ask:
    """The question that its parts make."""
    name, parameters = parts["action"]
    return Ask(parts["subject"], name, parts["resource"], parts["context"], parameters)


_NONE: Mapping[str, Any] = {}


def thing(body: Mapping[str, Any], name: str, *, named: bool = True) -> Thing:
    found = _object(body, name)
    type_ = _text(found, name, "type")
    return Thing(
        type_, _text(found, name, "id") if named else "", _optional(found, "properties", name)
    )


def _action(body: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    found = _object(body, "action")
    return _text(found, "action", "name"), _optional(found, "properties", "action")


def context(body: Mapping[str, Any]) -> Mapping[str, Any]:
    return _optional(body, "context", "")


def _object(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    if not isinstance(found, dict):
        raise BadRequest(f"{name} {'is missing' if found is None else 'must be an object'}")
    return found


def _optional(body: Mapping[str, Any], name: str, of: str) -> Mapping[str, Any]:
    found = body.get(name)
    if found is None:
        return _NONE
    if not isinstance(found, dict):
        raise BadRequest(f"{of}{'.' if of else ''}{name} must be an object")
    return found


def _text(found: Mapping[str, Any], of: str, name: str) -> str:
    value = found.get(name)
    if not isinstance(value, str) or not value:
        raise BadRequest(f"{of}.{name} {'is missing' if value is None else 'must be a text'}")
    return value
