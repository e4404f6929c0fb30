"""Numerals of Japanese and English texts as integers."""

import unicodedata

KANJI = "〇零一二三四五六七八九十百千"
GOJUON = (
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
)
IROHA = (
    "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス"
)
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


def integer(token: str) -> int:
    """Arabic digits of any width, also ringed (①, ⑴), or kanji numerals, ``一〇`` and ``十三`` alike."""
    plain = unicodedata.normalize("NFKC", token).strip("()")
    if plain.isdecimal():
        return int(plain)
    if not any(c in _TENS for c in plain):
        return int("".join(str(_DIGITS[c]) for c in plain))
    total, digit = 0, 0
    for c in plain:
        if c in _TENS:
            total += (digit or 1) * _TENS[c]
            digit = 0
        else:
            digit = _DIGITS[c]
    return total + digit


def roman(token: str) -> int:
    values = [_ROMAN[c] for c in token.casefold()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return sum(-value if value < after else value for value, after in pairs)


def is_roman(token: str) -> bool:
    return bool(token) and set(token.casefold()) <= set(_ROMAN)


def run(tokens: list[str]) -> list[int]:
    """The values of sibling marks, read together.

    Only the run tells いろは from アイウ (イ、ロ) and roman from letters (i, ii; h, i).
    """
    first = unicodedata.normalize("NFKC", tokens[0])
    if first in GOJUON or first in IROHA:
        order = IROHA if first == "イ" else GOJUON
        return [_place(order, unicodedata.normalize("NFKC", t)) for t in tokens]
    if first.isascii() and first.isalpha():
        if first.casefold() == "i" or len(first) > 1:
            return [roman(t) if is_roman(t) else _letter(t) for t in tokens]
        return [_letter(t) for t in tokens]
    return [integer(t) for t in tokens]


def _place(order: str, token: str) -> int:
    return order.find(token) + 1 or GOJUON.find(token) + 1


def _letter(token: str) -> int:
    return ord(token[0].casefold()) - ord("a") + 1
