"""Headings of texts that have no numbers at all: short lines, on one or two levels."""

from .pieces import Piece
from .shape import caption, is_body, is_heading, is_supplement, leads_in, mentions

_MANY = 4


def supplements(found: list[Piece]) -> None:
    """附則 and appendices of a numbered text stand on the chapter level."""
    for piece in found:
        if not piece.mark and not piece.depth and is_supplement(piece.text):
            piece.becomes_heading(1, piece.text)


def plain_headings(found: list[Piece]) -> None:
    """Decide headings and their level.

    A heading straight after a heading opens a level. Later headings stay on it while they name a
    body or role that what follows defines or gives tasks to; otherwise they return to chapter
    level. Where that rests on little, the heading is marked doubtful.
    """
    candidates = [nth for nth in range(len(found)) if _may_head(found, nth)]
    _lists_without_marks(found, candidates)
    level = 1
    by_role = False
    for nth in candidates:
        piece = found[nth]
        if nth and found[nth - 1].depth == 1:
            level, by_role = 2, is_body(piece.text)
            piece.doubtful = not by_role
        elif level == 2:
            level, piece.doubtful = _stays(piece, _following(found, nth), by_role=by_role)
        piece.becomes_heading(level, caption(piece.text) or piece.text)


def _may_head(found: list[Piece], nth: int) -> bool:
    piece = found[nth]
    if piece.mark or piece.depth or not is_heading(piece.text):
        return False
    return nth + 1 < len(found) and not (nth + 1 == len(found) - 1 and _ends(found[nth + 1]))


def _ends(piece: Piece) -> bool:
    """A last short line (a name, a signature) is headed by nothing."""
    return is_heading(piece.text) and not piece.mark


def _lists_without_marks(found: list[Piece], candidates: list[int]) -> None:
    """Many short lines in a row after a lead-in are its list, not headings of one another."""
    for run in _runs(candidates):
        before = found[run[0] - 1] if run[0] else None
        led = before is not None and not _is_short(before) and leads_in(before.text[-24:])
        if len(run) < _MANY and not (led and len(run) > 1):
            continue
        for nth in run if led else run[1:]:
            if nth != run[-1] or led is False:
                candidates.remove(nth)
                found[nth].doubtful = True


def _is_short(piece: Piece) -> bool:
    return piece.mark is None and is_heading(piece.text)


def _runs(places: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for nth in places:
        if runs and runs[-1][-1] == nth - 1:
            runs[-1].append(nth)
        else:
            runs.append([nth])
    return runs


def _following(found: list[Piece], nth: int) -> Piece | None:
    return found[nth + 1] if nth + 1 < len(found) else None


def _stays(piece: Piece, after: Piece | None, *, by_role: bool) -> tuple[int, bool]:
    """The level of a heading met on level 2, and whether that is doubtful."""
    named = is_body(piece.text)
    spoken_of = after is not None and mentions(piece.text, after.text)
    if named and spoken_of:
        return 2, not by_role
    return 1, named or not by_role
