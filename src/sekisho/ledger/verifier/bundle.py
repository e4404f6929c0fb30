"""Verify an evidence bundle of Sekisho with nothing but Python (3.9 or later): no packages, no network.

    python verify.py [FOLDER] [--vkey VKEY]

FOLDER is the unpacked bundle (default: where this file lies). Checked are the signature of the
checkpoint, the way of every entry up to its root, the chain of each record, what the entries commit to,
that an entry names the index, that the index names every file by its hash and no file lies beside it,
that every file of evidence is known to an entry by its hash, and the chain of custody of each item.
VKEY is the key as you know it from elsewhere; without it the key in the bundle is believed. Exit: 0 in
order, 1 something is wrong, 2 cannot read.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys
from typing import Any

from sekisho.ledger.verifier.verify import DOMAIN, Book, Wrong, open_checkpoint, read_vkeys

# Every bundle holds what follows, behind the functions of verify.py.
BESIDE = {"index.json", "proofs.jsonl", "checkpoint", "vkey"}


def file_hash(path: pathlib.Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for piece in iter(lambda: stream.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def check_files(folder: pathlib.Path, index: Any) -> None:
    """The files are those of the index, byte for byte, and there is no other."""
    listed = {one["path"]: one["sha256"] for one in index["files"]}
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - BESIDE
    for name in sorted(listed.keys() - there):
        raise Wrong(f"{name} is missing")
    for name in sorted(there - listed.keys()):
        raise Wrong(f"{name} is not in the index")
    for name, digest in listed.items():
        if file_hash(folder / name) != digest:
            raise Wrong(f"{name} was changed")


def climb(leaf: bytes, pos: int, size: int, way: list[str]) -> bytes:
    """The root that ``leaf`` at ``pos`` leads to (RFC 9162 §2.1.3.2)."""
    first, last, found = pos, size - 1, leaf
    for step in way:
        if not last:
            raise Wrong(f"the proof of entry {pos} is too long")
        other = bytes.fromhex(step)
        if first & 1 or first == last:
            found = hashlib.sha256(b"\1" + other + found).digest()
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + other).digest()
        first, last = first >> 1, last >> 1
    if last:
        raise Wrong(f"the proof of entry {pos} is too short")
    return found


def check_proofs(folder: pathlib.Path, size: int, root: bytes) -> list[tuple[str, str]]:
    """(kind, payload) of every entry, each proven to stand in the sealed tree."""
    book, found = Book(), []
    with (folder / "proofs.jsonl").open(encoding="utf-8") as lines:
        rows = sorted((json.loads(line) for line in lines), key=lambda row: row["pos"])
    for row in rows:
        pos, core = row["pos"], row["core"].encode()
        leaf = hashlib.sha256(b"\0" + core).digest()
        if climb(leaf, pos, size, row["proof"]) != root:
            raise Wrong(f"entry {pos} does not stand in the sealed tree")
        said = book.entry(pos, core, leaf.hex())
        if row["body"] is not None:
            body = row["body"].encode()
            if (
                hashlib.sha256(DOMAIN + bytes.fromhex(row["salt"]) + body).hexdigest()
                != said["pay"]
            ):
                raise Wrong(f"the payload of entry {pos} was changed")
            found.append((said["kind"], row["body"]))
    return found


def check_custody(folder: pathlib.Path, proven: str) -> int:
    """Each link holds the hash of the one before, and an entry of the ledger knows it."""
    count = 0
    for item in json.loads((folder / "custody.json").read_text(encoding="utf-8")):
        prev = ""
        for seq, link in enumerate(item["links"], 1):
            body = {name: value for name, value in link.items() if name != "hash"}
            plain = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            digest = hashlib.sha256(plain.encode()).hexdigest()
            if (link["seq"], link["prev"], link["hash"]) != (seq, prev, digest):
                raise Wrong(f"link {seq} of the custody of {item['number']} does not hold")
            if digest not in proven:
                raise Wrong(f"no entry knows link {seq} of the custody of {item['number']}")
            prev, count = digest, count + 1
    return count


def verify_bundle(folder: pathlib.Path, keys: dict[Any, bytes]) -> str:
    note = (folder / "checkpoint").read_text(encoding="utf-8")
    size, root = open_checkpoint(note, keys)
    raw = (folder / "index.json").read_bytes()
    index = json.loads(raw)
    found = check_proofs(folder, size, root)
    mark = hashlib.sha256(raw).hexdigest()
    if not any(kind == "evidence_items" and mark in body for kind, body in found):
        raise Wrong("no entry of the ledger knows this index")
    check_files(folder, index)
    kept = "".join(body for kind, body in found if kind == "attachments")
    for one in index["files"]:
        if one["path"].startswith("evidence/") and one["sha256"] not in kept:
            raise Wrong(f"no entry of the ledger knows {one['path']}")
    links = check_custody(folder, "".join(b for kind, b in found if kind == "custody_links"))
    n = len(index["files"])
    return (
        f"In order: {index['incident']}, {n} files, {len(found)} entries, {links} links of custody."
    )


def run(words: list[str]) -> int:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    here = pathlib.Path(__file__).resolve().parent
    parser.add_argument("folder", nargs="?", default=here, type=pathlib.Path)
    parser.add_argument("--vkey", help="the log's public key as you know it from elsewhere")
    told = parser.parse_args(words)
    try:
        keys = read_vkeys(told.vkey or (told.folder / "vkey").read_text(encoding="utf-8"))
        print(verify_bundle(told.folder, keys))
        return 0  # noqa: TRY300
    except Wrong as wrong:
        print(f"NOT in order: {wrong}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Cannot read: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
