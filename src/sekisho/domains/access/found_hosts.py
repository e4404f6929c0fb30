"""From a host or address in a list to the service behind it: rules as data, no network. Pure."""

import ipaddress
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

INSIDE = frozenset(
    {"local", "localhost", "internal", "lan", "corp", "home", "test", "invalid", "arpa"}
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the pack says of a domain."""

    name: str
    provider: str = ""
    kind: str = "other"


@cache
def _pack() -> Mapping[str, Any]:
    return tomllib.loads(files("sekisho.packs").joinpath("cloud/known.toml").read_text("utf-8"))


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(_pack()["two_level_suffixes"])


@cache
def _infrastructure() -> frozenset[str]:
    return frozenset(_pack()["infrastructure"])


def host_of(word: str) -> str:
    """The host in an address, a host with a port, or a mail address; "" when there is none."""
    word = word.strip().strip("\"'").lower().rstrip(".")
    if "://" not in word:
        word = f"//{word.rpartition('@')[2] if '/' not in word else word}"
    try:
        host = urlsplit(word).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("*.").rstrip(".")


def registrable(host: str) -> str:
    """The domain somebody registered: one label before its public suffix; "" for addresses inside.

    Suffixes of two labels are those of the pack, and those shaped like them (``co.xx``).
    """
    labels = host.split(".")
    if len(labels) < 2 or not all(labels) or labels[-1] in INSIDE or _is_number(host):
        return ""
    pair = ".".join(labels[-2:])
    two = pair in _suffixes() or (len(labels[-1]) == 2 and labels[-2] in {"co", "com"})
    if two and len(labels) < 3:
        return ""
    return ".".join(labels[-3:] if two else labels[-2:])


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def is_infrastructure(domain: str) -> bool:
    return domain in _infrastructure()


def known(domain: str) -> Known | None:
    found = _pack()["services"].get(domain)
    return Known(**found) if found else None
