"""Characters the shipped fonts lack are printed as 〓 with their code: a paper never loses one silently.

Typst refuses a tagged PDF with a missing glyph, so one emoji in a comment would leave the company
without its paper. Which characters a font has stands in its ``cmap`` table (OpenType, format 12).
"""

from functools import cache
from pathlib import Path
from struct import iter_unpack, unpack_from
from typing import Any

GETA = "〓"
PLAIN = frozenset("\n\t\r\u200b\ufe0f") | {chr(n) for n in range(0xE0100, 0xE01F0)}
"""Line ends and marks that draw nothing by themselves (variation selectors among them)."""


def fit(value: Any, fonts: Path) -> Any:
    """``value`` (as JSON holds it) with every text printable."""
    if isinstance(value, str):
        return value if value.isascii() else "".join(_printable(c, fonts) for c in value)
    if isinstance(value, dict):
        return {name: fit(one, fonts) for name, one in value.items()}
    if isinstance(value, list):
        return [fit(one, fonts) for one in value]
    return value


def _printable(char: str, fonts: Path) -> str:
    if char in PLAIN or ord(char) in covered(fonts):
        return char
    return f"{GETA}(U+{ord(char):04X})"


@cache
def covered(fonts: Path) -> frozenset[int]:
    """The characters that every weight of the gothic has."""
    sets = [_characters(path.read_bytes()) for path in sorted(fonts.glob("*Gothic*.ttf"))]
    return frozenset.intersection(*sets)


def _characters(font: bytes) -> frozenset[int]:
    start = _table(font, b"cmap")
    (count,) = unpack_from(">H", font, start + 2)
    for at in range(start + 4, start + 4 + 8 * count, 8):
        _platform, _encoding, offset = unpack_from(">HHL", font, at)
        (form,) = unpack_from(">H", font, start + offset)
        if form == 12:
            return _segments(font, start + offset)
    return frozenset()


def _segments(font: bytes, at: int) -> frozenset[int]:
    (groups,) = unpack_from(">L", font, at + 12)
    held = font[at + 16 : at + 16 + 12 * groups]
    return frozenset(n for first, last, _glyph in iter_unpack(">LLL", held)
                     for n in range(first, last + 1))  # fmt: skip


def _table(font: bytes, tag: bytes) -> int:
    (count,) = unpack_from(">H", font, 4)
    for at in range(12, 12 + 16 * count, 16):
        if font[at : at + 4] == tag:
            found: int = unpack_from(">L", font, at + 8)[0]
            return found
    raise LookupError(tag)
