"""Vulnerabilities and threats on one page: who finds it, what it shows, files brought by page."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.domains.threats.models import Exposure, Feed, Inventory
from tests.given.assets import an_asset
from tests.given.threats import a_feed, a_product_name, a_threat_notice, an_exposure
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
LIST = "名称,バージョン,purl\nkamome,2.0.0,pkg:npm/kamome@2.0.0\n"
FAULT = """[{"id": "GHSA-a", "aliases": ["CVE-2026-0001"], "summary": "検査の不備", "affected": [{"package":
 {"ecosystem": "npm", "name": "kamome"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}]}]}]"""


def came(role: str) -> Client:
    client = Client()
    client.force_login(somebody(role))
    return client


def sent(client: Client, content: str, **values: Any) -> str:
    file = SimpleUploadedFile("list.csv", content.encode())
    return client.post("/threats/bring", values | {"file": file}, follow=True).content.decode()


def test_the_page_shows_what_waits_for_whom() -> None:
    hot = an_exposure(exploited=True, priority="1_exploited", cvss="9.8")
    asked = an_exposure(state="accept_requested")
    done = an_exposure(state="verified")
    notice, feed = a_threat_notice(), a_feed(last_error="届きませんでした")
    a_product_name()
    page = came("admin").get("/threats").content.decode()
    for words in (
        hot.vulnerability,
        asked.vulnerability,
        notice.title,
        feed.last_error,
        "product_names",
    ):
        assert words in page
    assert done.vulnerability not in page


def test_a_manager_sees_their_units_and_an_employee_what_is_in_their_charge() -> None:
    boss = somebody("manager")
    unit = boss.person.appointments.get().unit
    mine, other = an_exposure(asset=an_asset(unit=unit)), an_exposure()
    client = Client()
    client.force_login(boss)
    page = client.get("/threats").content.decode()
    assert (mine.vulnerability in page, other.vulnerability in page) == (True, False)
    clerk = somebody("employee")
    own = an_exposure(owner=clerk.person)
    client.force_login(clerk)
    page = client.get("/threats").content.decode()
    assert (own.vulnerability in page, other.vulnerability in page) == (True, False)
    assert 'action="/threats/bring"' not in page


def test_files_brought_by_page_open_what_they_show() -> None:
    client, asset = came("admin"), an_asset()
    sent(client, FAULT, format="osv")
    sent(client, LIST, format="csv", asset=asset.number, name="サーバー1", reach="internet")
    one = Exposure.objects.get()
    assert (one.asset_id, Inventory.objects.get().reach) == (asset.pk, "internet")
    record = client.get(f"/r/exposures/{one.number}").content.decode()
    assert "GHSA-a" in record and "サーバー1" in record


@pytest.mark.parametrize(
    ("content", "values", "words"),
    [
        (LIST, {"format": "csv", "asset": "IA-9999"}, "IA-9999"),
        (LIST, {"format": "csv"}, "IA-0001"),
        (LIST, {"format": "cyclonedx", "asset": "*"}, "list"),
        (LIST, {"format": "nonsense"}, "形式"),
        ("{", {"format": "kev"}, "JSON"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(
    content: str, values: dict[str, str], words: str
) -> None:
    asset = an_asset()
    values = {k: asset.number if v == "*" else v for k, v in values.items()}
    page = sent(came("admin"), content, **values)
    assert words in page
    assert not Inventory.objects.exists()


def test_who_may_not_bring_a_feed_is_told_so() -> None:
    page = sent(came("manager"), FAULT, format="osv")
    assert not Feed.objects.exists()
    assert 'class="toast' in page or "許可" in page
