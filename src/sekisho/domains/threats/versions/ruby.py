"""Ruby's versions: a word makes a version come before the one without it."""

import re

from sekisho.domains.threats.versions.parts import number, word

FORM = re.compile(r"[0-9]+(?:\.[0-9a-zA-Z]+)*(?:-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?")
PIECE = re.compile(r"[0-9]+|[a-z]+", re.IGNORECASE)
WORD, END, NUMBER = b"\x01", b"\x02", b"\x03"


def ruby(text: str) -> bytes:
    if not FORM.fullmatch(text):
        raise ValueError(text)
    pieces = PIECE.findall(text.replace("-", ".pre."))
    words = next((i for i, piece in enumerate(pieces) if not piece.isdigit()), len(pieces))
    meant = _trimmed(pieces[:words]) + _trimmed(pieces[words:])
    keys = (NUMBER + number(p) if p.isdigit() else WORD + word(p) for p in meant)
    return b"".join(keys) + END


def _trimmed(pieces: list[str]) -> list[str]:
    """Zeros at the end, and those before the first word, say nothing."""
    while pieces and pieces[-1].isdigit() and not pieces[-1].strip("0"):
        pieces.pop()
    return pieces
