"""An export speaks for itself: to other people's tools, and to the verifier that travels with it."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pymerkle
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sekisho.ledger import files
from sekisho.ledger.core import LedgerError
from sekisho.ledger.erase import erase
from sekisho.ledger.export import export, tile_path
from sekisho.ledger.note import Checkpoint, Signer
from sekisho.ledger.sequence import integrate, seal
from tests.ledger.conftest import NOON, a_year, draft, happen, origin

pytestmark = pytest.mark.django_db


def run(folder: Path, *words: object) -> tuple[int, str]:
    """verify.py as an auditor runs it: isolated, without any installed package."""
    command = [sys.executable, "-I", "-S", folder / "verify.py", folder, *words]
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    recs = a_year(records=4, acts=3)
    happen([draft() for _ in range(600)])
    erase("assets", recs[0], None, origin(), "請求")
    seal(NOON)
    export(tmp_path / "out", with_payloads=True)
    return tmp_path / "out"


def entries(folder: Path, size: int) -> list[bytes]:
    """A second reading of the entry bundles, by the words of the specification."""
    found: list[bytes] = []
    for index in range(-(-size // 256)):
        width = min(256, size - index * 256)
        name = f"{index:03d}" + ("" if width == 256 else f".p/{width}")
        raw = (folder / "tile" / "entries" / name).read_bytes()
        while raw:
            length = int.from_bytes(raw[:2], "big")
            found.append(raw[2 : 2 + length])
            raw = raw[2 + length :]
    return found


def test_pymerkle_finds_the_root_of_the_checkpoint(exported: Path) -> None:
    _, size, root, *_ = (exported / "checkpoint").read_text().split("\n")
    tree = pymerkle.InmemoryTree(algorithm="sha256")
    for entry in entries(exported, int(size)):
        tree.append_entry(entry)
    assert int(size) == tree.get_size() == 613
    assert base64.b64encode(tree.get_root()).decode() == root


def test_the_checkpoint_is_signed_by_the_key_of_the_vkey(exported: Path) -> None:
    text, signature = (exported / "checkpoint").read_text().split("\n\n")
    name, keyid, key = (exported / "vkey").read_text().strip().split("+", 2)
    raw, public = base64.b64decode(signature.split(" ")[2]), base64.b64decode(key)
    assert raw[:4].hex() == keyid == hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]
    Ed25519PublicKey.from_public_bytes(public[1:]).verify(raw[4:], f"{text}\n".encode())


def test_hash_tiles_hold_the_hashes_of_the_entries(exported: Path) -> None:
    leaves = [hashlib.sha256(b"\0" + one).digest() for one in entries(exported, 613)]
    tiles = exported / "tile"
    assert (tiles / "0" / "001").read_bytes() == b"".join(leaves[256:512])
    assert (tiles / "0" / "002.p" / "101").read_bytes() == b"".join(leaves[512:])
    assert len((tiles / "1" / "000.p" / "2").read_bytes()) == 64


@pytest.mark.parametrize(
    ("index", "path"), [(0, "000"), (999, "999"), (1000, "x001/000"), (1234067, "x001/x234/067")]
)
def test_tiles_are_named_as_the_specification_says(index: int, path: str) -> None:
    assert tile_path(0, index, 256) == f"tile/0/{path}"
    assert tile_path("entries", index, 7) == f"tile/entries/{path}.p/7"


def test_the_verifier_finds_an_export_in_order(exported: Path) -> None:
    code, said = run(exported)
    assert (code, said) == (
        0,
        "In order: 613 entries of 605 records, 610 payloads, 3 erased.\n",
    )


def test_an_export_without_payloads_is_in_order_too(tmp_path: Path) -> None:
    a_year()
    seal(NOON)
    export(tmp_path / "out")
    assert run(tmp_path / "out") == (0, "In order: 40 entries of 5 records, no payloads.\n")


def replaced(path: str, old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        raw = (folder / path).read_bytes()
        assert old in raw
        (folder / path).write_bytes(raw.replace(old, new, 1))

    return change


def emptied(path: str) -> Callable[[Path], None]:
    return lambda folder: (folder / path).write_bytes(b"")


def without_one_payload(folder: Path) -> None:
    path = folder / "payloads" / "0000000001.jsonl"
    path.write_bytes(b"\n".join(path.read_bytes().split(b"\n")[:-2]) + b"\n")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (replaced("tile/entries/001", b'"change"', b'"chance"'), "does not fit the entries"),
        (replaced("tile/entries/000", b'"ver":1', b'"ver":2'), "entry 0 "),
        (replaced("payloads/0000000001.jsonl", b"name", b"nane"), "payload of entry 256"),
        (replaced("checkpoint", b"\n613\n", b"\n612\n"), "signature"),
        (emptied("tile/entries/001"), "has 0 entries"),
        (emptied("tile/0/001"), "tile/0/001 does not fit"),
        (without_one_payload, "the payload of entry 511 is gone"),
        (lambda folder: (folder / "tile" / "entries" / "002.p" / "101").unlink(), "is missing"),
        (lambda folder: (folder / "tile" / "1" / "000.p" / "2").unlink(), "is missing"),
    ],
)
def test_the_verifier_finds_what_was_changed(
    exported: Path, change: Callable[[Path], None], words: str
) -> None:
    change(exported)
    code, said = run(exported)
    assert code == 1
    assert re.search(words, said)


def test_the_verifier_compares_with_a_checkpoint_kept_before(tmp_path: Path) -> None:
    a_year()
    kept = tmp_path / "kept"
    kept.write_text(seal(NOON) or "")
    happen([draft() for _ in range(5)])
    seal(NOON)
    export(tmp_path / "new")
    assert run(tmp_path / "new", "--against", kept)[0] == 0
    later = tmp_path / "later"
    happen([draft()])
    later.write_text(seal(NOON) or "")
    code, said = run(tmp_path / "new", "--against", later)
    assert code == 1
    assert "cut off" in said


def test_the_verifier_finds_another_history_than_the_one_kept(exported: Path, data: Path) -> None:
    signer = files.signer()
    kept = exported.parent / "kept"
    kept.write_text(signer.sign(Checkpoint(signer.name, 10, b"\1" * 32).text()))
    code, said = run(exported, "--against", kept)
    assert code == 1
    assert "you know" in said


def test_the_verifier_believes_the_key_it_is_given(exported: Path) -> None:
    ours = (exported / "vkey").read_text().strip()
    assert run(exported, "--vkey", ours)[0] == 0
    stranger = Signer(ours.split("+")[0], b"\1" * 32).verifier.vkey()
    code, said = run(exported, "--vkey", stranger)
    assert code == 1
    assert "no known key" in said


def test_the_verifier_says_what_it_cannot_read(tmp_path: Path, exported: Path) -> None:
    (exported / "checkpoint").unlink()
    code, said = run(exported)
    assert code == 2
    assert "Cannot read" in said


def test_payloads_of_an_export_are_readable_lines(exported: Path) -> None:
    lines = (exported / "payloads" / "0000000000.jsonl").read_text().splitlines()
    assert json.loads(json.loads(lines[0])["body"])["set"] == {"name": "顧客台帳"}


def test_nothing_is_exported_over_something_else(exported: Path) -> None:
    with pytest.raises(LedgerError):
        export(exported)


def test_a_ledger_without_a_seal_has_nothing_to_export(tmp_path: Path) -> None:
    happen([draft()])
    integrate()
    with pytest.raises(LedgerError):
        export(tmp_path / "out")
