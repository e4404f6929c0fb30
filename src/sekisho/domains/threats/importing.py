"""Files brought in: one act each, with the hash of the file in its entry; then the work that follows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from sekisho.domains.threats import formats, matching
from sekisho.domains.threats.feed import Feed, FeedKind
from sekisho.domains.threats.formats.files import sha256
from sekisho.domains.threats.formats.told import UnreadableError
from sekisho.domains.threats.inventory import Inventory
from sekisho.domains.threats.opening import Followed, follow
from sekisho.domains.threats.product_name import confirmed
from sekisho.domains.threats.stock import MOST, take_stock
from sekisho.domains.threats.taking import Taken, take_advisories, take_scores
from sekisho.registers.actor import Act
from sekisho.registers.commands import write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

NAMES = {
    "kev": "CISA KEV",
    "epss": "FIRST EPSS",
    "osv": "OSV",
    "jvn": "JVN",
    "csaf": "CSAF",
    "cve": "CVE",
}


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file."""

    read: int
    changed: int
    sha256: str
    followed: Followed
    record: Any


def feed_of(act: Act, kind: str) -> Feed:
    """The feed in use of this kind; entered when there is none, since a file of it came."""
    found: Feed | None = (
        Feed.objects.in_use(act.on).filter(kind=kind).order_by("created_at").first()
    )
    if found is not None:
        return found
    values = {"name": NAMES[kind], "kind": FeedKind(kind).value, "starts_on": act.on}
    made: Feed = write(registry["feeds"], act, values)
    return made


def take_feed(act: Act, kind: str, path: Path, feed: Feed | None = None) -> Imported:
    """Take in a file of a feed. Raises UnreadableError; then nothing of it is kept but whole portions."""
    mark, taken = sha256(path), Taken()
    if kind in formats.SCORES:
        taken = take_scores(formats.SCORES[kind](path), kev=kind == "kev")
    else:
        taken = take_advisories(formats.ADVISORIES[kind](path))
    feed = feed or feed_of(act, kind)
    told(act, feed, at=act.at, mark=mark, taken=taken)
    return Imported(taken.read, taken.changed, mark, _after(act, kind, taken), feed)


def told(act: Act, feed: Feed, *, at: datetime, mark: str, taken: Taken) -> None:
    """The feed was read: its entry says what file that was."""
    values = {
        "last_success_at": at, "last_tried_at": at, "last_error": "", "last_sha256": mark,
        "last_read": taken.read, "last_changed": taken.changed,
    }  # fmt: skip
    write_many(registry["feeds"], act, [Line(values, Feed.objects.get(pk=feed.pk), tuple(values))])


def _after(act: Act, kind: str, taken: Taken) -> Followed:
    """Only assets that the changed advisories touch are looked at; scores may touch any."""
    if kind in formats.SCORES:
        return follow(act)
    touched = {hit.inventory for hit in matching.hits_of_advisories(taken.advisories)}
    rows = Inventory.objects.present().filter(pk__in=touched).exclude(asset=None)
    assets = set(rows.values_list("asset", flat=True))
    return follow(act, assets) if assets else Followed()


@transaction.atomic
def take_inventory(
    act: Act, kind: str, path: Path, *, name: str, asset: Any = None, reach: str = ""
) -> Imported:
    """Take in what is installed under ``name``; what the list before it said is replaced.

    Raises UnreadableError, Invalid, Denied; then nothing changes.
    """
    mark = sha256(path)
    record = Inventory.objects.present().filter(name=name).first()
    values = (
        {"name": name} | ({"asset": asset} if asset else {}) | ({"reach": reach} if reach else {})
    )
    record = write(registry["inventories"], act, values, record)
    try:
        stock = take_stock(record.pk, formats.INVENTORIES[kind](path), confirmed())
    except ValueError as error:
        raise UnreadableError(f"> {MOST}") from error
    counted = {
        "format": kind, "taken_on": act.on, "sha256": mark, "components": stock.components,
        "unplaced": stock.unplaced, "unread": stock.unread,
    }  # fmt: skip
    (written,) = write_many(registry["inventories"], act, [Line(counted, record, tuple(counted))])
    followed = follow(act, {written.record.asset_id}) if written.record.asset_id else Followed()
    return Imported(stock.components, stock.components, mark, followed, written.record)
