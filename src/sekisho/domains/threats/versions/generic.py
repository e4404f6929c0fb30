"""Versions of no known scheme: numbers as numbers, words that announce a release before it."""

import re

from sekisho.domains.threats.versions.parts import number, word

PIECE = re.compile(r"\d+|[a-z]+")
EARLY = frozenset({"alpha", "beta", "dev", "pre", "preview", "rc", "snapshot"})
BEFORE, END, LATER, NUMBER = b"\x01", b"\x02", b"\x04", b"\x05"


def generic(text: str) -> bytes:
    return b"".join(map(_piece, PIECE.findall(text.lower().lstrip("v")))) + END


def _piece(piece: str) -> bytes:
    if piece.isascii() and piece.isdigit():
        return NUMBER + number(piece)
    return (BEFORE if piece in EARLY else LATER) + word(piece)
