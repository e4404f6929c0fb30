"""Order-preserving keys of versions: bytes that compare as the ecosystem compares versions.

The database compares bytes with memcmp on both SQLite and PostgreSQL, so "is 4.17.15 affected?"
is one indexed range join instead of a loop over parsers (ADR 0110).
"""

from collections.abc import Callable
from dataclasses import dataclass

from sekisho.domains.threats.versions.debian import debian
from sekisho.domains.threats.versions.generic import generic
from sekisho.domains.threats.versions.maven import maven
from sekisho.domains.threats.versions.pypi import pypi
from sekisho.domains.threats.versions.rpm import rpm
from sekisho.domains.threats.versions.ruby import ruby
from sekisho.domains.threats.versions.semver import nuget, semver

__all__ = ["BOTTOM", "LONGEST", "SCHEMES", "TOP", "Key", "after", "key"]

LONGEST = 160  # characters of a version that are read
BOTTOM, TOP = b"", b"\xff\xff"
"""Before every version, and after every version."""

SCHEMES: dict[str, Callable[[str], bytes]] = {
    "npm": semver,
    "semver": semver,
    "golang": semver,
    "cargo": semver,
    "nuget": nuget,
    "pypi": pypi,
    "deb": debian,
    "rpm": rpm,
    "gem": ruby,
    "maven": maven,
    "generic": generic,
}


@dataclass(frozen=True, slots=True)
class Key:
    """``sure``: the version is written as its scheme prescribes; otherwise it was read loosely."""

    value: bytes
    sure: bool


def key(scheme: str, text: str) -> Key:
    """The key of a version. What its scheme cannot read is ordered by its numbers and words, so
    that nothing is missed; whoever shows it says that it is only possible.

    A loosely read key lies among those of its scheme by chance: it is compared all the same.
    """
    text = text.strip()[:LONGEST]
    try:
        return Key(SCHEMES[scheme](text), sure=scheme != "generic")
    except (KeyError, ValueError):
        return Key(_loosely(scheme, text), sure=False)


def _loosely(scheme: str, text: str) -> bytes:
    """Its leading numbers as the scheme would read them; else the generic key."""
    numbers = ".".join(part for part in _numbers(text)[:4])
    try:
        return SCHEMES[scheme](numbers)
    except (KeyError, ValueError):
        return generic(text)


def _numbers(text: str) -> list[str]:
    found: list[str] = []
    for part in text.lstrip("vV=").replace("-", ".").replace("_", ".").split("."):
        if not part.isascii() or not part.isdigit():
            break
        found.append(part)
    return found


def after(value: bytes) -> bytes:
    """The least key greater than ``value``: makes an inclusive end an exclusive one."""
    return value + b"\x00"
