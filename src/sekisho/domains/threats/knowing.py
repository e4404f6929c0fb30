"""What is known of faults and components that were found together: names, scores, titles, fixes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from sekisho.domains.threats.tables import Alias, Component, Confidence, Range, Score, Vulnerability
from sekisho.domains.threats.taking import ASKED, portions


@dataclass(slots=True)
class Fault:
    """One group of advisories."""

    name: str
    title: str = ""
    cvss: float | None = None
    epss: float | None = None
    kev_on: date | None = None
    kev_due: date | None = None
    ransomware: bool = False
    aliases: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Installed:
    """One component version."""

    package: int
    name: str
    version: str
    key: bytes
    sure: bool


def faults(groups: Iterable[int]) -> dict[int, Fault]:
    found: dict[int, Fault] = {}
    for part in portions(sorted(set(groups)), ASKED):
        rows = Vulnerability.objects.filter(pk__in=part)
        for pk, name, title, ja, cvss in rows.values_list(
            "pk", "name", "title", "title_ja", "cvss"
        ):
            found[pk] = Fault(name, ja or title, cvss)
        for pk, name in Alias.objects.filter(vulnerability__in=part).values_list(
            "vulnerability", "name"
        ):
            found[pk].aliases.append(name)
    _scored(found)
    return found


def _scored(found: dict[int, Fault]) -> None:
    """The worst of what is said of any of its CVE numbers."""
    of_cve = {
        name: fault for fault in found.values() for name in fault.aliases if name.startswith("CVE-")
    }
    for part in portions(sorted(of_cve), ASKED):
        for score in Score.objects.filter(cve__in=part):
            fault = of_cve[score.cve]
            fault.epss = max((s for s in (fault.epss, score.epss) if s is not None), default=None)
            if score.kev_on and (fault.kev_on is None or score.kev_on < fault.kev_on):
                fault.kev_on, fault.kev_due = score.kev_on, score.kev_due
            fault.ransomware |= score.ransomware
            fault.title = fault.title or score.kev_title


def installed(components: Iterable[int]) -> dict[int, Installed]:
    found: dict[int, Installed] = {}
    for part in portions(sorted(set(components)), ASKED):
        rows = Component.objects.filter(pk__in=part)
        told = rows.values_list("pk", "package", "package__name", "version", "key", "sure")
        found |= {pk: Installed(p, n, v, bytes(k), s) for pk, p, n, v, k, s in told}
    return found


Spans = dict[tuple[int, int], list[tuple[bytes, bytes, str, str]]]


def spans(groups: Iterable[int]) -> Spans:
    """(package, fault) → its ranges: low, high, fix, confidence."""
    found: Spans = {}
    for part in portions(sorted(set(groups)), ASKED):
        rows = Range.objects.filter(advisory__vulnerability__in=part).annotate(
            fault=F("advisory__vulnerability")
        )
        for package, fault, low, high, fix, how in rows.values_list(
            "package", "fault", "low", "high", "fix", "confidence"
        ):
            found.setdefault((package, fault), []).append((bytes(low), bytes(high), fix, how))
    return found


def fix_of(one: Installed, fault: int, known: Spans) -> tuple[str, bool]:
    """The version that ends it, if any is said; and whether it is certain that this one has it."""
    fix, certain = "", False
    for low, high, said, how in known.get((one.package, fault), ()):
        if low <= one.key < high:
            fix = fix or said
            certain |= how == Confidence.EXACT and one.sure
    return fix, certain
