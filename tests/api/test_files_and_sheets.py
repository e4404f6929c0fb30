"""Comments, files, imports and exports by API."""

import csv
import io

import openpyxl
import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sekisho.domains.people.models import Unit
from sekisho.registers import notes
from tests.api.calling import V1, by_token, caller, operator, send, somebody, token_of
from tests.given.assets import an_asset
from tests.given.people import a_unit

pytestmark = pytest.mark.django_db

SHEET = "code,name,starts_on\nA1,営業部,2026-04-01\nA2,総務部,R8.4.1\n"
WRONG = "code,name,starts_on\nA1,営業部,2026-04-01\nA2,総務部,いつか\n"
PDF = b"%PDF-1.4\n"


def attach(client: Client, here: str, name: str = "証跡.pdf", data: bytes = PDF) -> object:
    return client.post(f"{V1}{here}/files", {"file": SimpleUploadedFile(name, data), "about": "鍵"})


def test_a_file_is_kept_listed_and_given_back_byte_for_byte() -> None:
    client, asset = operator(), an_asset()
    made = attach(client, f"/assets/{asset.pk}")
    assert made.status_code == 201
    (listed,) = client.get(f"{V1}/assets/{asset.pk}/files").json()["items"]
    assert listed == made.json()
    assert (listed["name"], listed["media"], listed["about"]) == (
        "証跡.pdf",
        "application/pdf",
        "鍵",
    )
    got = client.get(made.headers["Location"])
    assert b"".join(got.streaming_content) == PDF
    assert got.headers["Content-Disposition"].startswith("attachment;")
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_a_file_of_a_hidden_record_is_nowhere() -> None:
    asset = an_asset()
    made = attach(operator(), f"/assets/{asset.pk}")
    stranger = caller("employee")
    assert stranger.get(made.headers["Location"]).status_code == 404
    mine = somebody("employee")
    own = an_asset(owner=mine.person)
    crossed = made.headers["Location"].replace(str(asset.pk), str(own.pk))
    assert by_token(token_of(mine)).get(crossed).status_code == 404


def test_a_file_that_is_not_what_its_name_says_is_refused() -> None:
    answer = attach(operator(), f"/assets/{an_asset().pk}", "a.pdf", b"MZ\x00")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["file"])
    assert not notes.Attachment.objects.exists()


def test_a_file_comes_in_a_form() -> None:
    here = f"{V1}/assets/{an_asset().pk}/files"
    assert operator().post(here, PDF, "application/pdf").status_code == 415
    assert operator().post(here, {"about": "x"}).status_code == 422


def test_what_was_said_is_read_by_others() -> None:
    asset = an_asset()
    said = send(operator(), "POST", f"/assets/{asset.pk}/comments", {"text": "確認しました"})
    assert said.status_code == 201
    (found,) = caller("director").get(f"{V1}/assets/{asset.pk}/comments").json()["items"]
    assert (found["text"], found["author_name"]) == ("確認しました", "operator")
    empty = send(operator(), "POST", f"/assets/{asset.pk}/comments", {})
    assert (empty.status_code, list(empty.json()["errors"])) == (422, ["text"])


def test_a_sheet_is_imported_as_the_body_or_as_a_form() -> None:
    client = operator()
    first = client.post(f"{V1}/units/import", SHEET.encode(), "text/csv").json()
    assert (first["created"], first["errors"]) == (2, [])
    again = client.post(f"{V1}/units/import", {"file": SimpleUploadedFile("u.csv", SHEET.encode())})
    assert (again.json()["created"], again.json()["same"]) == (0, 2)
    body = orjson.dumps([{"code": "A3", "name": "法務部", "starts_on": "2026-04-01"}])
    assert client.post(f"{V1}/units/import", body, "application/json").json()["created"] == 1


def test_a_trial_writes_nothing_and_tells_every_error() -> None:
    trial = operator().post(f"{V1}/units/import?dry_run=1", WRONG.encode(), "text/csv")
    assert trial.status_code == 200
    (error,) = trial.json()["errors"]
    assert (error["row"], error["field"]) == (3, "starts_on")
    assert not Unit.objects.exists()


def test_a_wrong_row_stops_the_import_unless_told() -> None:
    client = operator()
    refused = client.post(f"{V1}/units/import", WRONG.encode(), "text/csv")
    assert (refused.status_code, refused.json()["code"]) == (422, "refused_rows")
    assert refused.json()["errors"][0]["row"] == 3
    assert not Unit.objects.exists()
    told = client.post(f"{V1}/units/import?skip_errors=1", WRONG.encode(), "text/csv")
    assert told.json()["created"] == 1


def test_importing_is_for_those_who_may_write() -> None:
    sheet = SHEET.encode()
    assert operator(["read"]).post(f"{V1}/units/import", sheet, "text/csv").status_code == 403
    assert caller("employee").post(f"{V1}/units/import", sheet, "text/csv").status_code == 403
    assert operator().post(f"{V1}/units/import", sheet, "text/html").status_code == 415


def test_an_export_holds_what_the_caller_sees_and_nothing_else() -> None:
    mine = somebody("employee")
    own, other = an_asset(owner=mine.person, name="自分の帳票"), an_asset(name="他人の帳票")
    found = b"".join(by_token(token_of(mine)).get(f"{V1}/assets/export.csv").streaming_content)
    assert own.name in found.decode("utf-8-sig")
    assert other.name not in found.decode("utf-8-sig")


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "json"])
def test_an_export_keeps_to_the_filters(suffix: str) -> None:
    a_unit(code="AA", name="営業部")
    a_unit(code="BB", name="総務部")
    answer = operator().get(f"{V1}/units/export.{suffix}?code=AA")
    data = b"".join(answer.streaming_content)
    if suffix == "csv":
        rows = len(list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))) - 1
    elif suffix == "xlsx":
        rows = openpyxl.load_workbook(io.BytesIO(data)).active.max_row - 1
    else:
        rows = len(orjson.loads(data))
    assert rows == 1
    assert operator().get(f"{V1}/units/export.pdf").status_code == 404
