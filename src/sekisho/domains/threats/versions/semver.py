"""Semantic versions (npm, Go, Cargo) and NuGet's, which have a fourth number and ignore case."""

import re

from sekisho.domains.threats.versions.parts import number, word

FORM = re.compile(
    r"[vV=\s]*(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]*)?"
)
BEFORE, RELEASE = b"\x01", b"\xff"


def semver(text: str) -> bytes:
    found = FORM.fullmatch(text)
    if not found:
        raise ValueError(text)
    core = b"".join(number(found[place] or "0") for place in (1, 2, 3, 4))
    return core + (RELEASE if found[5] is None else BEFORE + _identifiers(found[5]))


def nuget(text: str) -> bytes:
    return semver(text.lower())


def _identifiers(text: str) -> bytes:
    """Numbers before words, and a longer list after the shorter one it begins with."""
    parts = (
        b"\x02" + number(part) if part.isdigit() else b"\x03" + word(part)
        for part in text.split(".")
    )
    return b"".join(parts) + b"\x00"
