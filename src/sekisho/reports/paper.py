"""What every paper carries around its contents: whose, what, of when, and where the ledger stood."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.ledger import sequence
from sekisho.ledger.history import latest
from sekisho.registers import dates
from sekisho.registers.actor import Act
from sekisho.registers.register import registry

SHORT = 16
"""Hexadecimal digits of a hash that are printed: enough to compare by eye, 64 bits."""


@dataclass(frozen=True, slots=True)
class Proof:
    """Where a paper can be checked: an entry of the ledger, or the tree of so many entries."""

    words: str
    hash: str = ""


def of_record(kind: str, rec: UUID) -> Proof:
    """The record's last entry: its position and the hash of its leaf."""
    last = latest(kind, [rec]).get(rec)
    if last is None:
        return of_ledger()
    if last.pos is None:
        return Proof(_("Ledger: the last act is being placed"), last.leaf.hex()[:SHORT])
    return Proof(_("Ledger no. %(n)s") % {"n": last.pos}, last.leaf.hex()[:SHORT])


def of_ledger() -> Proof:
    """The newest signed checkpoint: how many entries, and the root over them."""
    found = sequence.newest()
    if found is None:
        return Proof(_("Ledger: no checkpoint is signed yet"))
    words = _("Ledger checkpoint over %(n)s entries") % {"n": f"{found[0].size:,}"}
    return Proof(words, found[0].root.hex()[:SHORT])


def paper(
    title: str, act: Act, *, proof: Proof | None = None, version: str = "", label: str = ""
) -> dict[str, Any]:
    """Header, footer and last lines, under the key every template expects.

    ``version`` of the document printed, ``label`` its class; ``proof`` by default the whole ledger.
    """
    proof = proof or of_ledger()
    zone = ZoneInfo(settings.TIME_ZONE)
    company = registry["companies"].rows().values_list("name", flat=True).first()
    return {
        "paper": {
            "lang": (get_language() or "ja")[:2],
            "at": act.at.isoformat(timespec="seconds"),
            "company": company or "",
            "title": title,
            "version": version,
            "label": label,
            "as_of": _("As of %(moment)s (%(zone)s)")
            % {"moment": dates.moment(act.at, zone, "full"), "zone": settings.TIME_ZONE},
            "position": _("Ledger %(n)s") % {"n": f"{sequence.size():,}"},
            "proof": proof.words,
            "hash": proof.hash,
            "check": _("To check this paper, compare number and hash with the ledger of Sekisho."),
            "end": _("End of the document"),
        }
    }
