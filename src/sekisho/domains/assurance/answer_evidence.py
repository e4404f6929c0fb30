"""What stands behind an answer right now. Nothing does until the layer that judges installs itself."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

Evidence = Callable[[Iterable[str], date], Mapping[str, str]]
"""Codes of obligations, a day → code → ``kept``, ``at_risk``, ``not_kept`` or ``unknown``."""


def _nothing(codes: Iterable[str], on: date) -> Mapping[str, str]:
    del on
    return dict.fromkeys(codes, "unknown")


_installed: list[Evidence] = [_nothing]
SOUND = frozenset({"kept", "at_risk"})


def install(evidence: Evidence) -> None:
    """Called once by the layer that judges."""
    _installed[0] = evidence


def evidence(codes: Iterable[str], on: date) -> Mapping[str, str]:
    return _installed[0](list(dict.fromkeys(codes)), on)


def standing(
    codes: Iterable[str], states: Mapping[str, str], review_by: date | None, on: date
) -> str:
    """How an answer stands: the worst of its evidence; ``stale`` past its review; ``none`` without any."""
    if review_by is not None and review_by < on:
        return "stale"
    found = [states.get(code, "unknown") for code in codes]
    if not found:
        return "none"
    order = ("not_kept", "unknown", "at_risk", "kept")
    return min(found, key=order.index)
