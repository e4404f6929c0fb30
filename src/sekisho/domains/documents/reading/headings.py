"""Which lines are headings, and how deep: by format, by legal marks, by numbers, by looks."""

from .legal import legal_headings
from .lines import Line
from .pieces import Piece, live, pieces
from .plain import plain_headings, supplements
from .series import numbered_headings, restarts
from .shape import is_heading


def classified(lines: tuple[Line, ...]) -> tuple[str, list[Piece]]:
    """The title (empty if there is none) and the remaining pieces with their headings decided."""
    found = pieces(lines)
    _signature(found)
    if any(piece.line.heading for piece in found):
        return _by_format(found)
    legal = legal_headings(found, below=0)
    numbered = () if _has_articles(found) else numbered_headings(found, below=legal)
    if legal or (numbered and not restarts(found, numbered)):
        title = _front(found)
        supplements(found)
    else:
        title = _by_looks(found)
    return title, live(found)


def _signature(found: list[Piece]) -> None:
    """A short last line (a company, a name) is kept as text, but doubtful."""
    last = found[-1]
    last.doubtful = len(found) > 1 and last.mark is None and is_heading(last.text)


def _has_articles(found: list[Piece]) -> bool:
    return any(piece.article for piece in found)


def _by_looks(found: list[Piece]) -> str:
    """Chapters without any number; numbered headings that restart stand one level below them."""
    title = _title(found)
    for piece in found:
        piece.depth += 1 if piece.depth else 0
    plain_headings(live(found))
    if not any(piece.depth == 1 for piece in found):
        for piece in found:
            piece.depth -= 1 if piece.depth else 0
    return title


def _title(found: list[Piece]) -> str:
    first = next((p for p in found if p.line.title), found[0])
    if first.line.title or (first.mark is None and not first.depth and is_heading(first.text)):
        first.dropped = True
        return first.text
    return ""


def _front(found: list[Piece]) -> str:
    """The title of a numbered text; further short lines before its first number are front matter."""
    title = _title(found)
    for piece in found:
        if piece.depth or piece.mark:
            break
        if not piece.dropped and is_heading(piece.text):
            piece.dropped = True
    return title


def _by_format(found: list[Piece]) -> tuple[str, list[Piece]]:
    hinted = [piece for piece in found if piece.line.heading]
    title = next((piece for piece in found if piece.line.title), None)
    if title is None and _is_title(hinted, found):
        title = hinted.pop(0)
    if title is not None:
        title.dropped = True
        for piece in found[: found.index(title)]:
            piece.dropped = piece.dropped or (not piece.line.heading and is_heading(piece.text))
    levels = sorted({piece.line.heading for piece in hinted})
    for piece in hinted:
        heading = piece.text if piece.mark and piece.ordered else piece.line.text
        piece.becomes_heading(levels.index(piece.line.heading) + 1, heading or piece.line.text)
    legal_headings(found, below=len(levels))
    return (title.line.text if title else ""), live(found)


def _is_title(hinted: list[Piece], found: list[Piece]) -> bool:
    """The first heading is the title when it is alone on its level or stands over another one."""
    first = hinted[0]
    if first.ordered:
        return False
    alone = all(p.line.heading > first.line.heading for p in hinted[1:])
    after = found.index(first) + 1
    over = after < len(found) and bool(found[after].line.heading) and len(hinted) > 2
    return (alone and len(hinted) > 1) or over
