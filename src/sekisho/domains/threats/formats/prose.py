"""Versions as JVN writes them, in prose: 「1.0.6未満」, 「2.1.0 以上 2.1.3 以下」, 「およびそれ以前」.

What cannot be read gives nothing, and nothing is guessed: then the product counts as named only.
"""

import re
import unicodedata
from collections.abc import Iterator

from sekisho.domains.threats.formats.told import Span, point, span
from sekisho.domains.threats.packages import Named
from sekisho.domains.threats.tables import Confidence

VERSION = r"[vV]?(?:er(?:sion)?\.?\s*)?(\d[0-9A-Za-z.\-_]*)"
BEFORE = r"\s*(?:より前|未満)"
UNTIL = r"\s*(?:以下|まで|(?:およ|及)びそれ以前|以前)"
FROM = r"\s*(?:以上|以降|から)"
BETWEEN = re.compile(rf"{VERSION}{FROM}.*?{VERSION}(?:({BEFORE})|({UNTIL}))")
ENDING = re.compile(rf"{VERSION}(?:({BEFORE})|({UNTIL}))")
BEGINNING = re.compile(rf"{VERSION}{FROM}")
ALONE = re.compile(rf"{VERSION}")


def spans(package: Named, said: str) -> Iterator[Span]:
    """What one line of prose says."""
    line = unicodedata.normalize("NFKC", said).strip()
    if found := BETWEEN.search(line):
        yield _until(package, found[1], found[2], included=found[3] is None)
    elif found := ENDING.search(line):
        yield _until(package, "", found[1], included=found[2] is None)
    elif found := BEGINNING.search(line):
        yield span(package, found[1], confidence=Confidence.PARSED)
    elif found := ALONE.fullmatch(line):
        yield point(package, found[1])


def _until(package: Named, low: str, high: str, *, included: bool) -> Span:
    fix = "" if included else high
    return span(package, low, high, inclusive=included, fix=fix, confidence=Confidence.PARSED)
