"""CISA's catalogue of exploited vulnerabilities, and FIRST's daily estimate of exploitation."""

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from sekisho.domains.threats.formats.files import json_documents, opened
from sekisho.domains.threats.formats.told import (
    Scored,
    UnreadableError,
    day,
    dicts,
    number,
    text,
    unreadable,
)

CVE = re.compile(r"CVE-\d{4}-\d{4,}")


def read_kev(path: Path) -> Iterator[Scored]:
    for name, document in json_documents(path):
        if not isinstance(document, dict) or not isinstance(document.get("vulnerabilities"), list):
            raise unreadable("KEV", name)
        for at, one in enumerate(dicts(document["vulnerabilities"]), 1):
            cve, added = text(one.get("cveID")), day(one.get("dateAdded"))
            if not CVE.fullmatch(cve) or added is None:
                words = _("Entry %(n)s has no CVE number or no day: %(what)s")
                raise UnreadableError(words % {"n": at, "what": cve})
            yield Scored(
                cve, kev_on=added, kev_due=day(one.get("dueDate")),
                ransomware=one.get("knownRansomwareCampaignUse") == "Known",
                kev_title=text(one.get("vulnerabilityName")),
            )  # fmt: skip


def read_epss(path: Path) -> Iterator[Scored]:
    with opened(path) as raw, io.TextIOWrapper(raw, "utf-8", errors="replace") as stream:
        try:
            yield from _rows(stream)
        except (OSError, EOFError, csv.Error) as error:
            raise unreadable("EPSS", str(error)) from None


def _rows(stream: io.TextIOWrapper) -> Iterator[Scored]:
    """A comment with the day, the heading, then a line for each CVE number."""
    told_on, line = None, stream.readline(1000)
    if line.startswith("#"):
        said = re.search(r"score_date:([0-9-]{10})", line)
        told_on, line = day(said[1]) if said else None, stream.readline(1000)
    if not line.lower().startswith("cve,epss"):
        raise unreadable("EPSS")
    for at, row in enumerate(csv.reader(stream), 3):
        score = number(row[1], most=1.0) if len(row) > 1 else None
        if score is None or not CVE.fullmatch(row[0]):
            words = _("Line %(n)s is no score: %(what)s")
            raise UnreadableError(words % {"n": at, "what": ",".join(row)[:60]})
        yield Scored(row[0], score, number(row[2], most=1.0) if len(row) > 2 else None, told_on)
