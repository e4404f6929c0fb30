"""Maven's versions: qualifiers with a rank of their own, and empty pieces that say nothing.

Maven's own order of odd qualifiers after zeros is not transitive, so that no key can follow it
there; versions as they are published are ordered as Maven orders them.
"""

import re

from sekisho.domains.threats.versions.parts import number, word

PIECE = re.compile(r"(\d+)|([^\d.\-_]+)|([.\-_])")
RANKS = {
    "alpha": 1, "a": 1, "beta": 2, "b": 2, "milestone": 3, "m": 3, "rc": 4, "cr": 4, "snapshot": 5,
    "": 6, "ga": 6, "final": 6, "release": 6, "sp": 7,
}  # fmt: skip
RELEASE, OTHER, DASHED, DOTTED = 6, b"\x08", b"\x09", b"\x0a"
SHORT = frozenset("abm")  # these stand for a rank before a digit alone

Token = tuple[str, str, bool]
"""Separator before it, the piece, whether it is a number."""


def maven(text: str) -> bytes:
    if not text or not text.isascii():
        raise ValueError(text)
    return b"".join(map(_key, _meant(_tokens(text.lower())))) + bytes([RELEASE])


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    separator = "."
    for piece in PIECE.finditer(text):
        if piece[3]:
            separator = "." if piece[3] == "." else "-"
            if piece.end() < len(text) and text[piece.end()] in ".-_":
                found.append((separator, "0", True))
            continue
        if found and text[piece.start() - 1] not in ".-_":
            separator = "-"  # from digits to letters or back is a dash
        found.append((separator, piece[1] or _qualifier(piece, text), piece[1] is not None))
        separator = "."
    return found


def _qualifier(piece: re.Match[str], text: str) -> str:
    digit = piece.end() < len(text) and text[piece.end()].isdigit()
    return piece[2] + "\x01" if piece[2] in SHORT and not digit else piece[2]


def _meant(tokens: list[Token]) -> list[Token]:
    """Without the empty pieces before each dash or ranked qualifier, and at the end."""
    found: list[Token] = []
    for token in tokens:
        if found and (token[0] == "-" or (not token[2] and token[1] in RANKS)):
            _trim(found)
        found.append(token)
    _trim(found)
    return found


def _trim(tokens: list[Token]) -> None:
    while len(tokens) > 1 and _is_empty(tokens[-1]):
        tokens.pop()


def _is_empty(token: Token) -> bool:
    return not token[1].strip("0") if token[2] else RANKS.get(token[1]) == RELEASE


def _key(token: Token) -> bytes:
    separator, piece, is_number = token
    if is_number:
        return (DOTTED if separator == "." else DASHED) + number(piece)
    rank = RANKS.get(piece)
    return bytes([rank]) if rank else OTHER + word(piece.replace("\x01", ""))
