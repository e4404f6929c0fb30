"""A bundle of evidence is checked on another machine by its own program, with Python alone."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import orjson
import pytest

from sekisho.domains.incidents.models import Evidence
from sekisho.ledger.files import data_folder
from sekisho.registers import notes
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.reports import bundle
from tests.domains.incidents.test_incidents import LATER, act, actor, reported
from tests.given.people import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def verified(folder: Path, *words: str) -> tuple[int, str]:
    """As somebody does who has nothing but Python and the unpacked bundle."""
    told = subprocess.run(
        [sys.executable, "-I", str(folder / "verify.py"), *words],
        capture_output=True, text=True, check=False, cwd="/",
    )  # fmt: skip
    return told.returncode, told.stdout + told.stderr


def unpacked(zipped: Path, folder: Path) -> Path:
    with zipfile.ZipFile(zipped) as packed:
        packed.extractall(folder)
    return folder


def test_a_bundle_proves_itself_elsewhere_and_no_byte_of_it_can_be_changed(tmp_path: Path) -> None:
    incident, register = reported(), registry["evidence_items"]
    admin, taker = actor("admin"), a_person()
    item = write(register, act(admin), {
        "incident": incident.pk, "kind": "file", "what": "送信記録", "method": "ゲートウェイから出力",
    })  # fmt: skip
    notes.attach(register, act(admin), item, BytesIO("宛先,日時\n".encode()), "送信記録.csv")
    item = move(register, act(admin), "hand_over", item, {"receiver": taker.pk, "purpose": "保管"})
    hands = Act(Actor(taker.pk, frozenset({"employee"}), taker.pk), LATER, "test", LATER.date())
    move(register, hands, "accept", item, {"condition": "封印に異常なし"})

    made = bundle.export(incident, act(), tmp_path / "one.zip")
    kept = Evidence.objects.exclude(pk=item.pk).get()
    assert (kept.sha256, kept.number) == (made.index, made.item.number)
    assert item.custody.count() == 4  # the copying is a link as well
    folder = unpacked(tmp_path / "one.zip", tmp_path / "one")
    code, words = verified(folder)
    assert (code, words[:9]) == (0, "In order:"), words
    assert "4 links of custody" in words

    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "verify.py"):
        whole = path.read_bytes()
        at = len(whole) // 2
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert verified(folder)[0] != 0, path.name
        path.write_bytes(whole)
    (folder / "evidence" / "more.txt").write_text("x")
    assert "more.txt is not in the index" in verified(folder)[1]


def test_a_file_that_is_no_longer_what_arrived_is_not_given_out(tmp_path: Path) -> None:
    incident, register = reported(), registry["evidence_items"]
    item = write(register, act(), {"incident": incident.pk, "kind": "file", "what": "写し"})
    one = notes.attach(register, act(), item, BytesIO(b"abc"), "a.txt")
    store = data_folder() / "evidence" / one.sha256[:2] / one.sha256[2:4] / one.sha256
    store.write_bytes(b"abd")
    with pytest.raises(Invalid):
        bundle.export(incident, act(), tmp_path / "one.zip")
    assert [link.standing for link in item.custody.all()] == ["held"]  # nothing was given out
    with pytest.raises(Denied):
        bundle.export(incident, act(actor("auditor")), tmp_path / "two.zip")


def test_the_index_says_what_is_in_it(tmp_path: Path) -> None:
    incident = reported()
    bundle.export(incident, act(), tmp_path / "one.zip")
    folder = unpacked(tmp_path / "one.zip", tmp_path / "one")
    index = orjson.loads((folder / "index.json").read_bytes())
    assert {f["path"] for f in index["files"]} == {
        "README.txt",
        "verify.py",
        "records.json",
        "custody.json",
    }
    assert (
        orjson.loads((folder / "records.json").read_bytes())["incidents"][0]["番号"]
        == incident.number
    )
