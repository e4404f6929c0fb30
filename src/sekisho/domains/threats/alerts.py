"""Alerts that come as RSS or Atom: each becomes a threat notice once, for somebody to judge."""

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element

from sekisho.domains.threats.feed import Feed
from sekisho.domains.threats.formats.files import opened, sha256
from sekisho.domains.threats.formats.jvn import CVE
from sekisho.domains.threats.formats.told import day, text, unreadable
from sekisho.domains.threats.formats.xml import parsed, words
from sekisho.domains.threats.importing import told
from sekisho.domains.threats.taking import Taken
from sekisho.domains.threats.threat_notice import Origin, ThreatNotice
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

LARGEST = 16 * 2**20
HOSTS = (("jpcert", Origin.JPCERT), ("ipa.go.jp", Origin.IPA), ("npa.go.jp", Origin.POLICE),
         ("nisc.go.jp", Origin.NCO), ("cyber.go.jp", Origin.NCO))  # fmt: skip


class Alert(NamedTuple):
    link: str
    title: str
    text: str
    day: object


def read(path: Path) -> Iterator[Alert]:
    """The entries of RSS 1.0 or 2.0, or of Atom."""
    with opened(path) as stream:
        root = parsed(stream.read(LARGEST), "RSS")
    if root.tag.lower() not in {"rdf", "rss", "feed"}:
        raise unreadable("RSS", root.tag)
    for one in [*root.iter("item"), *root.iter("entry")]:
        link = words(one, "link") or next((e.get("href", "") for e in one.iter("link")), "")
        if link and words(one, "title"):
            summary = words(one, "description") or words(one, "summary")
            yield Alert(link[:300], text(words(one, "title")), summary[:4000], _day(one))


def _day(one: Element) -> object:
    for name in ("date", "pubDate", "updated", "published"):
        said = words(one, name)
        if found := day(said):
            return found
        try:
            return parsedate_to_datetime(said).date()
        except (TypeError, ValueError):
            continue
    return None


def take_alerts(act: Act, feed: Feed, path: Path) -> Taken:
    """Enter the alerts that are new by their address; the feed is then read."""
    alerts = {alert.link: alert for alert in read(path)}
    known = set(
        ThreatNotice.objects.filter(reference__in=list(alerts)).values_list("reference", flat=True)
    )
    lines = [Line(_values(act, feed, alert)) for link, alert in alerts.items() if link not in known]
    write_many(registry["threat_notices"], act, lines)
    taken = Taken(len(alerts), len(lines))
    told(act, feed, at=act.at, mark=sha256(path), taken=taken)
    return taken


def _values(act: Act, feed: Feed, alert: Alert) -> dict[str, object]:
    """Received today, whatever day it bears: the days to judge it begin when we have it."""
    origin = next((o for host, o in HOSTS if host in feed.address), Origin.OTHER)
    names = ", ".join(dict.fromkeys(CVE.findall(f"{alert.title} {alert.text}")))
    said = f"{alert.day} {alert.text}".strip() if alert.day else alert.text
    return {
        "received_on": act.on, "origin": origin.value, "title": alert.title, "reference": alert.link,
        "text": said, "names": names[:300].rpartition(",")[0] if len(names) > 300 else names,
    }  # fmt: skip
