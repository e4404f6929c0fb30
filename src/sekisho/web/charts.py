"""Geometry of the drawings (ux.md §14). SVG attributes only, so that no style is needed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sekisho.web.words import STATES, TICKS, Text

GAP = 0.4
PARTS = (("kept", "b-ok"), ("soon", "b-warn"), ("overdue", "b-ng"), ("unknown", "b-un"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A rectangle of a bar: ``x`` and ``width`` in per cent of the whole."""

    css: str
    x: str
    width: str


def pieces(shares: Iterable[tuple[str, float]], total: float) -> list[Piece]:
    """Lay ``shares`` (CSS class, amount) side by side; ``total`` is the full width.

    What ``shares`` leave of ``total`` stays empty. A share that is not zero is at least
    visible (0.6 %): one person out of 10,000 must not vanish.
    """
    done: list[Piece] = []
    x = 0.0
    for css, amount in shares:
        if amount <= 0 or total <= 0:
            continue
        width = 100 * amount / total
        done.append(Piece(css, f"{x:.2f}%", f"{max(width - GAP, 0.6):.2f}%"))
        x += width
    return done


def population(counts: Mapping[str, int], total: int | None) -> dict[str, Any]:
    """A population bar and its words: how many are valid, due soon, overdue, unknown."""
    whole = sum(counts.values()) if total is None else total
    said = {
        "kept": _("valid %(n)s"),
        "soon": _("due soon %(n)s"),
        "overdue": _("overdue %(n)s"),
        "unknown": _("unknown %(n)s"),
    }
    told = [said[name] % {"n": f"{counts[name]:,}"} for name, _css in PARTS if counts.get(name)]
    return {
        "pieces": pieces([(css, counts.get(name, 0)) for name, css in PARTS], whole),
        "label": _("%(n)s in all") % {"n": f"{whole:,}"} + _(": ") + _(", ").join(told),
    }


def _get(thing: Any, name: str, default: Any = "") -> Any:
    if isinstance(thing, Mapping):
        return thing.get(name, default)
    return getattr(thing, name, default)


def chapters(clauses: Iterable[Any]) -> list[dict[str, Any]]:
    """Clauses (``number``, ``state``, ``url``, optional ``chapter`` title) grouped by chapter."""
    grouped: list[dict[str, Any]] = []
    for clause in clauses:
        number = str(_get(clause, "number"))
        head = number.partition(".")[0]
        if not grouped or grouped[-1]["number"] != head:
            grouped.append({"number": head, "title": _get(clause, "chapter"), "ticks": []})
        state = _get(clause, "state")
        tick = {"number": number, "css": TICKS[state], "word": STATES[state]}
        grouped[-1]["ticks"].append({**tick, "url": _get(clause, "url") or f"#c{number}"})
    return grouped


@dataclass(frozen=True, slots=True)
class Column:
    """One month: ``label`` below, ``parts`` (state, number) stacked from the bottom."""

    label: Text
    parts: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(n for _state, n in self.parts)


FILLS = {
    "kept": "b-ok",
    "at_risk": "b-warn",
    "not_kept": "b-ng",
    "unknown": "b-un",
    "awaiting": "b-wait",
    "out_of_scope": "b-pub",
}


def columns(values: Sequence[Column | Mapping[str, Any]], height: int = 132) -> dict[str, Any]:
    """Up to twelve stacked columns (discrete months), with the axis starting at 0."""
    cols = [v if isinstance(v, Column) else Column(v["label"], v["parts"]) for v in values]
    room, base = height - 47, height - 20
    most = max((c.total for c in cols), default=0) or 1
    drawn = []
    for i, col in enumerate(cols):
        x, y = 4 + 45 * i, float(base)
        bars = []
        for state, n in col.parts:
            tall = room * n / most
            y -= tall
            if n:
                bars.append({"css": FILLS[state], "y": f"{y:.1f}", "h": f"{max(tall - 1, 1):.1f}"})
        drawn.append({"x": x, "mid": x + 15, "bars": bars, "top": f"{y - 5:.1f}", "column": col})
    told = [
        f"{c.label}{_(': ')}" + _(", ").join(f"{STATES[s]} {n}" for s, n in c.parts) for c in cols
    ]
    used = [s for s in STATES if any(s == state for c in cols for state, _n in c.parts)]
    return {
        "columns": drawn,
        "width": max(45 * len(cols), 45),
        "height": height,
        "foot": height - 4,
        "label": _("; ").join(told),
        "legend": [(FILLS[s].replace("b-", "k-"), STATES[s]) for s in used],
    }


STEPS = (4, 7, 10, 17)
"""Where the steps of a map of 5 × 5 begin."""
SMALL_STEPS = (2, 3, 6, 9)
"""Where those of a map of 3 × 3 begin."""


def heat(score: int, steps: Sequence[int] = STEPS) -> int:
    """The heat step 1–5 of a risk score; ``steps`` are the scores where the next step begins."""
    return 1 + sum(score >= step for step in steps)
