"""Series of equal number marks: do they head what follows, or are they items of a list?"""

from collections import defaultdict

from .numerals import run
from .pieces import Piece
from .shape import is_heading

_NEVER = ("bullet-", "bullet・", "bullet･", "bullet*", "bullet•", "bullet–", "bullet+", "bullet＊")


def numbered_headings(found: list[Piece], *, below: int) -> tuple[str, ...]:
    """Mark the headings of texts numbered 1., 1.1, (1), ■ …; the styles that head, outermost first.

    A style heads when at least half of its lines are short and followed by text of another kind.
    A text whose every paragraph has a number, and nothing else, keeps these as its clauses.
    """
    groups: dict[str, list[int]] = defaultdict(list)
    for nth, piece in enumerate(found):
        if piece.mark and not piece.depth:
            groups[_key(piece)].append(nth)
    heading = [key for key, places in groups.items() if _heads(key, places, found)]
    for key in heading:
        depth = below + heading.index(key) + 1
        for nth in groups[key]:
            if is_heading(found[nth].text) and not _leads_nowhere(found, nth):
                found[nth].becomes_heading(depth, found[nth].text)
    return tuple(heading) or _clauses(found, groups, below)


def _key(piece: Piece) -> str:
    if piece.mark is None:
        return ""
    dotted = piece.mark.style == "dotted"
    return f"dotted{len(piece.mark.tokens)}" if dotted else piece.mark.style


def _heads(key: str, places: list[int], found: list[Piece]) -> bool:
    drawn = "@" in key
    if key in _NEVER or (drawn and not key.endswith("@0")) or key.startswith("bullet•"):
        return False
    if len(places) < 2 and (drawn or key.startswith("bullet")):
        return False
    heading = [n for n in places if is_heading(found[n].text) and not _leads_nowhere(found, n)]
    return len(heading) * 2 >= len(places)


def _leads_nowhere(found: list[Piece], nth: int) -> bool:
    """Whether the next line is of the same style or above it: then this one heads nothing."""
    if nth + 1 >= len(found):
        return True
    after = found[nth + 1]
    if after.depth:
        return True
    return after.mark is not None and _key(after) == _key(found[nth])


def _clauses(found: list[Piece], groups: dict[str, list[int]], below: int) -> tuple[str, ...]:
    """Numbered paragraphs without headings: the outermost series stands for chapters."""
    marks = [p for p in found if p.mark]
    plain = [p for p in found if not p.mark and is_heading(p.text)]
    if below or not marks or not marks[0].ordered or len(plain) > 2:
        return ()
    key = _key(marks[0])
    if len(groups[key]) < 3 or ("@" in key and not key.endswith("@0")):
        return ()
    for nth in groups[key]:
        found[nth].becomes_heading(1, "", found[nth].text)
        found[nth].article = True
    return (key,)


def restarts(found: list[Piece], styles: tuple[str, ...]) -> bool:
    """Whether the outermost series begins again with 1: then something unnumbered stands above it."""
    tokens = [
        p.mark.tokens[0] for p in found if p.depth and p.mark and p.ordered and _key(p) == styles[0]
    ]
    return not tokens or run(tokens).count(1) > 1
