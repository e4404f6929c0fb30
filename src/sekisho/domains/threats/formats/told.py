"""What readers of files hand on, whatever the format: advisories, scores, components, verdicts."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.threats.packages import Named
from sekisho.domains.threats.tables import Confidence
from sekisho.domains.threats.versions import BOTTOM, TOP, after, key


class UnreadableError(Exception):
    """The file is not what it is said to be; the words say where."""


@dataclass(frozen=True, slots=True)
class Span:
    """Versions of one package, as keys."""

    package: Named
    low: bytes
    high: bytes
    fix: str = ""
    confidence: str = Confidence.EXACT


@dataclass(slots=True)
class Told:
    """One advisory of one source about one fault. ``same``: other names of that fault."""

    source: str
    id: str
    same: list[str] = field(default_factory=list)
    title: str = ""
    japanese: bool = False
    summary: str = ""
    url: str = ""
    cvss: float | None = None
    published_on: date | None = None
    withdrawn: bool = False
    spans: list[Span] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scored:
    """What is known of one CVE number; None leaves what was known."""

    cve: str
    epss: float | None = None
    percentile: float | None = None
    epss_on: date | None = None
    kev_on: date | None = None
    kev_due: date | None = None
    ransomware: bool = False
    kev_title: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One component of an inventory. ``packages``: as what feeds may call it; none: by name alone."""

    name: str
    version: str
    vendor: str = ""
    packages: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody else has said of a fault in a product (VEX)."""

    names: tuple[str, ...]
    state: str
    justification: str = ""
    detail: str = ""


def span(
    package: Named,
    low: str = "",
    high: str = "",
    *,
    inclusive: bool = False,
    fix: str = "",
    confidence: str = Confidence.EXACT,
) -> Span:
    """From ``low`` ("" or "0": the first) up to ``high`` ("": no end), which is left out unless
    ``inclusive``."""
    keys = [key(package.scheme, text) for text in (low, high) if text and text != "0"]
    loose = package.scheme != "generic" and any(not one.sure for one in keys)
    bottom = key(package.scheme, low).value if low and low != "0" else BOTTOM
    top = key(package.scheme, high).value if high else TOP
    if inclusive and high:
        top = after(top)
    return Span(package, bottom, top, fix[:160], Confidence.LOOSE if loose else confidence)


def point(package: Named, version: str) -> Span:
    """One version alone."""
    return span(package, version, version, inclusive=True)


def day(value: Any) -> date | None:
    """A date from ISO words; None for anything else and for the year 1, which means "not said"."""
    try:
        found = datetime.fromisoformat(str(value).strip()).date()
    except ValueError:
        return None
    return found if found.year > 1970 else None


def number(value: Any, least: float = 0.0, most: float = 10.0) -> float | None:
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if least <= found <= most else None


def lists(value: Any) -> list[Any]:
    """A list, or nothing: what a file says in another form is not read."""
    return value if isinstance(value, list) else []


def dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in lists(value) if isinstance(one, dict)]


def inner(value: Any, *names: str) -> Any:
    """The value under nested names; None when a step is missing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def text(value: Any, longest: int = 300) -> str:
    """One line of words."""
    return " ".join(str(value).split())[:longest] if isinstance(value, str | int | float) else ""


def unreadable(name: str, why: str = "") -> UnreadableError:
    words = _("This is no %(format)s file that can be read.") % {"format": name}
    return UnreadableError(f"{words} {why}".strip())
