"""Versions of RPM packages: pieces of digits and letters; tilde before the end, caret after it."""

import re

from sekisho.domains.threats.versions.parts import number, word

PIECE = re.compile(r"[0-9]+|[a-zA-Z]+|~|\^")
TILDE, END, CARET, WORD, NUMBER = b"\x01", b"\x02", b"\x03", b"\x04", b"\x05"


def rpm(text: str) -> bytes:
    if not text:
        raise ValueError(text)
    epoch, colon, rest = text.partition(":")
    if not colon:
        epoch, rest = "0", text
    if not epoch.isdigit():
        raise ValueError(text)
    version, _dash, release = rest.partition("-")
    return number(epoch) + _part(version) + _part(release)


def _part(text: str) -> bytes:
    return b"".join(map(_piece, PIECE.findall(text))) + END


def _piece(piece: str) -> bytes:
    if piece == "~":
        return TILDE
    if piece == "^":
        return CARET
    return NUMBER + number(piece) if piece.isdigit() else WORD + word(piece)
