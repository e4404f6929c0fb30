"""Versions of Debian and Ubuntu packages, as dpkg orders them: a tilde before even the end."""

from sekisho.domains.threats.versions.parts import number

END, TILDE = b"\x02", b"\x01"


def debian(text: str) -> bytes:
    if not text or text[0] not in "0123456789":
        raise ValueError(text)
    epoch, colon, rest = text.partition(":")
    if not colon:
        epoch, rest = "0", text
    if not epoch.isdigit():
        raise ValueError(text)
    upstream, dash, revision = rest.rpartition("-")
    if not dash:
        upstream, revision = rest, ""
    return number(epoch) + _part(upstream) + _part(revision or "0")


def _part(text: str) -> bytes:
    """By turns what is no digit, letters before all else, and a number."""
    found, at = [], 0
    while at < len(text):
        start = at
        while at < len(text) and not text[at].isdigit():
            at += 1
        found.append(b"".join(_sign(sign) for sign in text[start:at]) + END)
        start = at
        while at < len(text) and text[at].isdigit():
            at += 1
        found.append(number(text[start:at] or "0"))
    return b"".join(found) + END


def _sign(sign: str) -> bytes:
    if sign == "~":
        return TILDE
    if not sign.isascii():
        raise ValueError(sign)
    return bytes([ord(sign)]) if sign.isalpha() else bytes([0x80 + ord(sign)])
