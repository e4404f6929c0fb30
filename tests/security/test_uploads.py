"""Files that come in are told by their content, kept by hash, and never shown or run."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.registers.notes import Attachment
from tests.given.assets import an_asset
from tests.given.people import a_unit, an_appointment
from tests.web.conftest import (
    enter,  # noqa: F401
    somebody,
)

pytestmark = pytest.mark.django_db
HTML = b"<html><script>alert(document.cookie)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
GIF = b"GIF89a/*" + HTML
REFUSED = {
    "an image with a script in it": ("x.svg", SVG),
    "an image that is a page": ("x.html", GIF),
    "a program": ("x.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
    "a program called a picture": ("x.png", b"MZ\x90\x00\x03\x00\x00\x00"),
    "a page called a picture": ("x.png", HTML),
    "an archive called a document": ("x.pdf", b"PK\x03\x04" + b"\x00" * 40),
    "half an archive": ("x.zip", b"PK\x03\x04" + b"\x00" * 40),
    "a kind nobody knows": ("x.unknown", b"text"),
    "bytes called text": ("x.txt", b"a\x00b"),
}
KEPT = {
    "a page": ("x.html", HTML),
    "a picture that is also a script": ("x.gif", GIF),
    "text": ("証跡.txt", "記録".encode()),
}


def bomb() -> bytes:
    """A small archive that would swell two hundredfold and more."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros", b"\x00" * (30 * 2**20))
    return packed.getvalue()


@pytest.fixture
def desk() -> tuple[Client, Any]:
    """A manager signed in, and an asset of their unit."""
    account = somebody()
    unit = a_unit()
    an_appointment(person=account.person, unit=unit)
    client = Client()
    client.force_login(account)
    return client, an_asset(unit=unit)


def by_page(client: Client, asset: Any, name: str, data: bytes) -> None:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    client.post(f"/r/assets/{asset.number}/files", {"file": file})


def by_api(client: Client, asset: Any, name: str, data: bytes) -> None:
    file = SimpleUploadedFile(name, data, content_type="text/html")
    client.post(f"/api/v1/assets/{asset.pk}/files", {"file": file})


DOORS = pytest.mark.parametrize("send", [by_page, by_api])
Send = Callable[[Client, Any, str, bytes], None]


@DOORS
@pytest.mark.parametrize("what", REFUSED)
def test_what_is_not_what_its_name_says_is_refused(desk: Any, send: Send, what: str) -> None:
    send(*desk, *REFUSED[what])
    assert not Attachment.objects.exists()


@DOORS
def test_an_archive_that_would_swell_is_refused(desk: Any, send: Send) -> None:
    send(*desk, "x.zip", bomb())
    assert not Attachment.objects.exists()


@DOORS
@pytest.mark.parametrize("what", KEPT)
def test_what_is_kept_comes_back_as_a_download_that_nothing_runs(
    desk: Any, send: Send, what: str
) -> None:
    client, asset = desk
    name, data = KEPT[what]
    send(client, asset, name, data)
    kept = Attachment.objects.get()
    assert kept.media in {"text/plain", "image/gif"}
    for base in (f"/r/assets/{asset.number}", f"/api/v1/assets/{asset.pk}"):
        answer = client.get(f"{base}/files/{kept.pk}")
        assert b"".join(answer.streaming_content) == data
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@DOORS
@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "..\\..\\boot.txt", "/etc/cron.d/x.txt", "a/../b.txt"]
)
def test_a_path_is_no_name(desk: Any, send: Send, name: str) -> None:
    client, asset = desk
    send(client, asset, name, b"text")
    kept = Attachment.objects.get()
    assert not set(kept.name) & set("/\\")
    assert ".." not in kept.name


@DOORS
def test_a_name_with_a_line_break_writes_no_header(desk: Any, send: Send) -> None:
    client, asset = desk
    send(client, asset, 'x"\r\nSet-Cookie: a=b.txt', b"text")
    for kept in Attachment.objects.all():
        answer = client.get(f"/r/assets/{asset.number}/files/{kept.pk}")
        assert "Set-Cookie" not in answer.headers
        assert "\n" not in answer.headers["Content-Disposition"]


def test_whoever_may_not_change_a_record_adds_no_file() -> None:
    account = somebody()
    asset = an_asset(owner=account.person)
    client = Client()
    client.force_login(account)
    for send in (by_page, by_api):
        send(client, asset, "x.txt", b"text")
    assert not Attachment.objects.exists()
