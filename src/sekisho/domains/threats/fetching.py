"""Fetching feeds from their addresses, through the one way out (``connectors.net``)."""

import tempfile
from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext as _

from sekisho.connectors import net
from sekisho.domains.threats.alerts import take_alerts
from sekisho.domains.threats.feed import Feed, FeedKind
from sekisho.domains.threats.formats.told import UnreadableError
from sekisho.domains.threats.importing import take_feed
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

LIMIT = 256 * 2**20  # bytes of one answer
TIMEOUT = 300.0


def due(act: Act) -> list[Feed]:
    """Feeds with an address whose hours are over since somebody last tried."""
    rows = Feed.objects.in_use(act.on).exclude(address="").order_by("last_tried_at", "name")
    return [
        feed for feed in rows
        if feed.last_tried_at is None or feed.last_tried_at + timedelta(hours=feed.hours) <= act.at
    ]  # fmt: skip


def fetch(act: Act, feed: Feed) -> str:
    """Fetch and take in one feed; the words of its failure, "" when it went well.

    A failure is written down with the feed and tried again after its hours.
    """
    try:
        reply = net.fetch("GET", feed.address, timeout=TIMEOUT, limit=LIMIT)
        if reply.status != 200:
            raise UnreadableError(_("The answer was %(status)s.") % {"status": reply.status})
        _take(act, feed, reply.body)
    except (net.Blocked, net.Unreachable, UnreadableError) as error:
        values = {"last_tried_at": act.at, "last_error": str(error)[:300]}
        line = Line(values, Feed.objects.get(pk=feed.pk), tuple(values))
        write_many(registry["feeds"], act, [line])
        return str(error)
    return ""


def _take(act: Act, feed: Feed, body: bytes) -> None:
    suffix = ".xml" if body.lstrip()[:1] == b"<" else ".json"
    with tempfile.TemporaryDirectory(prefix="sekisho-feed-") as folder:
        path = Path(folder) / f"feed{suffix}"
        path.write_bytes(body)
        if feed.kind == FeedKind.RSS:
            take_alerts(act, feed, path)
        else:
            take_feed(act, feed.kind, path, feed)
