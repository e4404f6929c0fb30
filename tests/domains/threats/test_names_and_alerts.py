"""Proposals a person confirms, alerts that become notices, verdicts of others, feeds that are fetched."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from sekisho.connectors import net
from sekisho.domains.threats import fetching, vex
from sekisho.domains.threats.alerts import take_alerts
from sekisho.domains.threats.importing import take_inventory
from sekisho.domains.threats.models import Exposure, Feed, Inventory, ProductName, ThreatNotice
from sekisho.domains.threats.opening import engine, follow
from sekisho.domains.threats.suggesting import suggest
from sekisho.registers.actor import Actor
from sekisho.registers.commands import move
from sekisho.registers.register import registry
from tests.contract.acting import an_act
from tests.domains.threats.bringing import bring, install, on, osv, written
from tests.domains.threats.test_formats import jvn
from tests.given.assets import an_asset
from tests.given.people import a_person
from tests.given.threats import a_feed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 5, 11)
RSS = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>みさき帳票の不備 CVE-2026-1111</title>
<link>https://www.jpcert.or.jp/at/1</link><dc:date>2026-05-10T09:00+09:00</dc:date></item></rdf:RDF>"""


def test_a_name_that_may_be_a_product_is_proposed_and_matched_once_confirmed(
    tmp_path: Path,
) -> None:
    bring(on(TODAY), tmp_path, "jvn", jvn("2.0 未満"))
    asset = an_asset()
    path = written(
        tmp_path, "list.csv", "名称,バージョン,製造元\nMisaki Report,1.9,Misaki\n社内日報,3,\n"
    )
    take_inventory(on(TODAY), "csv", path, name="s", asset=asset.pk)
    assert (suggest(engine(on(TODAY))), suggest(engine(on(TODAY)))) == (1, 0)
    name = ProductName.objects.get()
    assert (name.said, name.package, name.state) == (
        "misaki report",
        "cpe/a:misaki:report",
        "proposed",
    )
    assert not follow(on(TODAY)).opened  # a guess opens nothing
    actor = Actor(uuid4(), frozenset({"admin"}), a_person().pk)
    move(registry["product_names"], an_act(actor), "confirm", name, {})
    assert follow(on(TODAY)).opened == 1
    assert Exposure.objects.get().possible  # the range was read from prose
    other = written(tmp_path, "more.csv", "名称,バージョン\nmisaki  report,1.0\n")
    take_inventory(on(TODAY), "csv", other, name="t", asset=an_asset().pk)
    assert Exposure.objects.count() == 2


def test_each_alert_becomes_one_notice(tmp_path: Path) -> None:
    feed = a_feed(kind="rss", address="https://www.jpcert.or.jp/rss/jpcert.rdf")
    for _ in range(2):
        take_alerts(engine(on(TODAY)), feed, written(tmp_path, "feed.xml", RSS))
    one = ThreatNotice.objects.get()
    assert (one.origin, one.names, one.received_on, one.state) == (
        "jpcert",
        "CVE-2026-1111",
        TODAY,
        "new",
    )


def test_a_feed_is_fetched_by_its_hours_and_its_failure_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    feed = a_feed(kind="osv", address="https://feeds.example/osv.json", hours=6)
    a_feed(kind="kev")  # brought by hand
    act = engine(on(TODAY))
    answers = [net.Reply(503, {}, b""), net.Reply(200, {}, b'[{"id": "OSV-1", "affected": []}]')]
    monkeypatch.setattr(net, "fetch", lambda *_args, **_more: answers.pop(0))
    assert [one.pk for one in fetching.due(act)] == [feed.pk]
    assert "503" in fetching.fetch(act, feed)
    assert "503" in Feed.objects.get(pk=feed.pk).last_error
    assert fetching.due(act) == []
    later = replace(act, at=act.at + timedelta(hours=6))
    (again,) = fetching.due(later)
    assert fetching.fetch(later, again) == ""
    read = Feed.objects.get(pk=feed.pk)
    assert (read.last_error, read.last_read, read.last_success_at) == ("", 1, later.at)


def test_a_suppliers_verdict_is_laid_beside_and_closes_nothing_and_ours_goes_out(
    tmp_path: Path,
) -> None:
    asset = an_asset()
    bring(on(TODAY), tmp_path, "osv", [osv("GHSA-a", "kamome", aliases=["CVE-2026-1"])])
    install(on(TODAY), tmp_path, asset, ("kamome", "1.0.0"))
    analysis = {"state": "not_affected", "justification": "code_not_reachable"}
    said = {"bomFormat": "CycloneDX", "vulnerabilities": [{"id": "GHSA-a", "analysis": analysis}]}
    for _ in range(2):
        vex.take(on(TODAY), written(tmp_path, "vex.json", said), asset.pk)
    one = Exposure.objects.get()
    assert (one.state, one.detail) == ("new", "VEX: not_affected / code_not_reachable")
    Exposure.objects.update(
        state="not_affected", justification="vulnerable_code_not_in_execute_path"
    )
    body = vex.document(on(TODAY), Inventory.objects.get(), uuid4())
    (fault,) = body["vulnerabilities"]
    assert fault["analysis"]["state"] == "not_affected"
    assert fault["analysis"]["justification"] == "code_not_reachable"
    assert fault["affects"] == [{"ref": body["components"][0]["bom-ref"]}]
