"""第n章, 第n条 and Chapter, Section, Article: the marks that always head something."""

import re

from .marks import LEGAL
from .pieces import Piece
from .shape import caption, is_heading

_HEADED = re.compile(r"[(（【]([^()（）【】]{1,40})[)）】]\s*(.*)", re.DOTALL)


def legal_headings(found: list[Piece], *, below: int) -> int:
    """Mark legal headings under ``below`` levels of others; the number of levels there are then."""
    kinds = [k for k in LEGAL if any(p.mark and p.mark.style == k for p in found)]
    for nth, piece in enumerate(found):
        if not piece.mark or piece.mark.style not in kinds:
            continue
        piece.article = piece.mark.style == "条"
        depth = piece.depth or below + kinds.index(piece.mark.style) + 1
        if piece.article:
            _article(found, nth, depth)
        else:
            piece.becomes_heading(depth, caption(piece.text) or piece.text or piece.line.text)
    return below + len(kinds)


def _article(found: list[Piece], nth: int, depth: int) -> None:
    piece = found[nth]
    rest = piece.text.strip()
    if headed := _HEADED.match(rest):
        piece.becomes_heading(depth, headed.group(1), headed.group(2))
    elif above := _caption_above(found, nth):
        piece.becomes_heading(depth, above, rest)
    elif is_heading(rest):
        piece.becomes_heading(depth, rest)
    else:
        piece.becomes_heading(depth, "", rest)


def _caption_above(found: list[Piece], nth: int) -> str:
    """（目的） on a line of its own before its article, as statutes have it."""
    if nth == 0:
        return ""
    before = found[nth - 1]
    if before.depth or before.mark:
        return ""
    words = caption(before.text)
    before.dropped = before.dropped or bool(words)
    return words
