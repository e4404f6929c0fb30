"""Pieces of keys: numbers of any length, and words that end."""


def number(text: str) -> bytes:
    """Digits so that memcmp is the order of the numbers: the length, then the digits."""
    digits = text.lstrip("0") or "0"
    return bytes([min(len(digits), 255)]) + digits.encode()


def word(text: str) -> bytes:
    """Letters, ended by a byte less than any of them."""
    return text.encode() + b"\x00"
