"""Verify an exported Sekisho ledger with nothing but Python (3.9 or later): no packages, no network.

    python verify.py [FOLDER] [--against CHECKPOINT] [--vkey VKEY]

FOLDER holds `checkpoint`, `vkey`, `tile/` and perhaps `payloads/` as `sekisho ledger export` writes
them (C2SP tlog-tiles and tlog-checkpoint). Checked are the signature of the checkpoint, every entry,
every hash tile, the root, the chain of each record, and the payloads that came along. CHECKPOINT is
one you kept from earlier: the log must contain it. VKEY is the key as you know it from elsewhere;
without it the key in the folder is believed. Exit: 0 in order, 1 something is wrong, 2 cannot read.
"""

# ruff: noqa: T201
from __future__ import annotations

import argparse
import base64
import hashlib
import json
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

TILE = 256
DOMAIN = b"sekisho/pay/v1\0"
Point = tuple[int, int, int, int]  # extended homogeneous coordinates


class Wrong(Exception):  # noqa: N818
    """The ledger is not what the checkpoint sealed."""


# Ed25519 (RFC 8032 §5.1, §6), for verification only.
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(a: Point, b: Point) -> Point:
    w, x = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    y, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = x - w, z - y, z + y, x + w
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n: int, point: Point) -> Point:
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point, n = add(point, point), n >> 1
    return total


def decode_point(raw: bytes) -> Point:
    y = int.from_bytes(raw, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        raise ValueError("not a point")
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        raise ValueError("not a point")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Does ``signature`` of ``message`` fit the Ed25519 key ``public``?"""
    if len(public) != 32 or len(signature) != 64:
        return False
    try:
        key, r = decode_point(public), decode_point(signature[:32])
    except ValueError:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= Q:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    a = times(s, BASE)
    b = add(r, times(int.from_bytes(digest, "little") % Q, key))
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def decode(text: str) -> bytes:
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise ValueError("base64 with stray bits")
    return raw


def read_vkeys(text: str) -> dict[tuple[str, bytes], bytes]:
    """{(name, key id): public key} of the Ed25519 keys in ``text``, one vkey a line."""
    keys = {}
    for line in text.split():
        name, keyid, encoded = line.split("+", 2)
        raw = decode(encoded)
        if raw[:1] == b"\x01":
            expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
            if expected.hex() != keyid:
                raise ValueError(f"the key id of {name} does not fit its key")
            keys[name, expected] = raw[1:]
    return keys


def open_checkpoint(note: str, keys: dict[tuple[str, bytes], bytes]) -> tuple[int, bytes]:
    """(size, root) of a checkpoint that at least one known key has signed, and none falsely."""
    text, blank, lines = note.rpartition("\n\n")
    text, good = text + "\n", 0
    for line in lines.splitlines():
        dash, name, encoded = line.split(" ")
        raw = decode(encoded)
        key = keys.get((name, raw[:4]))
        if dash != "\u2014" or (key and not signed(key, text.encode(), raw[4:])):
            raise Wrong(f"the signature of {name} does not fit the checkpoint")
        good += key is not None
    if not blank or not good:
        raise Wrong("no known key has signed the checkpoint")
    _origin, size, root = text.split("\n")[:3]
    return int(size), decode(root)


def reduce(hashes: list[bytes]) -> bytes:
    """The Merkle root of these hashes (RFC 6962 §2.1)."""
    while len(hashes) > 1:
        halves = zip(hashes[::2], hashes[1::2])  # noqa: B905 (strict= needs Python 3.10)
        pairs = [hashlib.sha256(b"\1" + a + b).digest() for a, b in halves]
        hashes = pairs + hashes[len(pairs) * 2 :]
    return hashes[0] if hashes else hashlib.sha256(b"").digest()


def tile_path(level: int | str, index: int, width: int) -> str:
    name = f"{index % 1000:03d}"
    while index >= 1000:
        index //= 1000
        name = f"x{index % 1000:03d}/{name}"
    return f"tile/{level}/{name}" + ("" if width == TILE else f".p/{width}")


def read_tile(folder: pathlib.Path, level: int | str, index: int, width: int) -> bytes:
    path = folder / tile_path(level, index, width)
    if not path.exists():
        raise Wrong(f"{path.relative_to(folder)} is missing")
    return path.read_bytes()


def read_entries(folder: pathlib.Path, size: int) -> Iterator[bytes]:
    """Every entry of the log, in order (C2SP entry bundles)."""
    for index in range((size + TILE - 1) // TILE):
        width = min(TILE, size - index * TILE)
        raw, at, count = read_tile(folder, "entries", index, width), 0, 0
        while at < len(raw):
            end = at + 2 + int.from_bytes(raw[at : at + 2], "big")
            if end > len(raw) or at + 2 > len(raw):
                raise Wrong(f"the bundle of entry {index * TILE + count} ends too early")
            yield raw[at + 2 : end]
            at, count = end, count + 1
        if count != width:
            raise Wrong(f"the bundle of entry {index * TILE} has {count} entries, not {width}")


def read_payloads(folder: pathlib.Path) -> Iterator[tuple[int, bytes, bytes]]:
    """(pos, salt, body) of the payloads that came along, in order of position."""
    for path in sorted((folder / "payloads").glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                yield row["pos"], bytes.fromhex(row["salt"]), row["body"].encode()


class Payloads:
    """The payload of each position, or None where it is not here."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.here = (folder / "payloads").is_dir()
        self.rows = read_payloads(folder)
        self.row = next(self.rows, None)

    def at(self, pos: int) -> tuple[bytes, bytes] | None:
        if self.row is None or self.row[0] != pos:
            return None
        found, self.row = self.row[1:], next(self.rows, None)
        return found


class Book:
    """What has been read so far: the last entry of each record, and what is gone or erased."""

    def __init__(self) -> None:
        self.heads: dict[tuple[str, str], tuple[int, str]] = {}
        self.lost: dict[str, int] = {}
        self.erased: set[str] = set()

    def entry(self, pos: int, core: bytes, leaf: str) -> Any:
        """The entry follows the last one of its record; returns what it says."""
        try:
            said = json.loads(core)
            record, ver, prev = (said["kind"], said["rec"]), said["ver"], said["prev"]
        except (ValueError, KeyError, TypeError) as error:
            raise Wrong(f"entry {pos} cannot be read") from error
        last = self.heads.get(record)
        if (ver, prev) != ((last[0] + 1, last[1]) if last else (1, None)):
            name = " ".join(record)
            raise Wrong(f"entry {pos} ({name}) does not follow the one before it of its record")
        self.heads[record] = (ver, leaf)
        return said

    def payload(self, pos: int, said: Any, leaf: str, found: tuple[bytes, bytes] | None) -> None:
        """The payload is what the entry commits to; notes what is gone and what was erased."""
        if found is None:
            self.lost[leaf] = pos
            return
        salt, body = found
        if hashlib.sha256(DOMAIN + salt + body).hexdigest() != said["pay"]:
            raise Wrong(f"the payload of entry {pos} ({said['kind']} {said['rec']}) was changed")
        if said["kind"] == "erasures":
            self.erased.update(json.loads(body)["leaves"])


def check_tiles(folder: pathlib.Path, leaves: list[bytes]) -> None:
    """Every hash tile holds the hashes its entries give."""
    level, hashes = 0, leaves
    while hashes:
        above = []
        for index in range(0, len(hashes), TILE):
            row = hashes[index : index + TILE]
            if read_tile(folder, level, index // TILE, len(row)) != b"".join(row):
                raise Wrong(f"{tile_path(level, index // TILE, len(row))} does not fit the entries")
            if len(row) == TILE:
                above.append(reduce(row))
        level, hashes = level + 1, above


Mark = tuple[int, bytes, str]


def marks(size: int, root: bytes, kept: tuple[int, bytes] | None) -> list[Mark]:
    """(size, root, name) of the checkpoints that the entries must fit, smallest first."""
    found = [(size, root, "the checkpoint")]
    if kept:
        if kept[0] > size:
            raise Wrong(f"the end is cut off: your checkpoint has {kept[0]} entries, this {size}")
        found.append((*kept, "the checkpoint you know"))
    return sorted(found)


def verify(folder: pathlib.Path, note: str, keys: dict[Any, bytes], against: str | None) -> str:
    size, root = open_checkpoint(note, keys)
    due = marks(size, root, open_checkpoint(against, keys) if against else None)
    book, payloads = Book(), Payloads(folder)
    leaves: list[bytes] = []
    for pos, core in enumerate(read_entries(folder, size)):
        leaf = hashlib.sha256(b"\0" + core)
        said = book.entry(pos, core, leaf.hexdigest())
        if payloads.here:
            book.payload(pos, said, leaf.hexdigest(), payloads.at(pos))
        leaves.append(leaf.digest())
    for count, expected, name in due:
        if reduce(leaves[:count]) != expected:
            raise Wrong(f"{name} of {count} entries does not fit the entries")
    check_tiles(folder, leaves)
    gone = [pos for leaf, pos in book.lost.items() if leaf not in book.erased]
    if gone:
        raise Wrong(f"the payload of entry {min(gone)} is gone and was never erased")
    if payloads.row is not None:
        raise Wrong(f"a payload of entry {payloads.row[0]} is in no order")
    told = f"{size - len(book.lost)} payloads, {len(book.lost)} erased"
    told = told if payloads.here else "no payloads"
    return f"In order: {size} entries of {len(book.heads)} records, {told}."


def main(words: list[str]) -> int:
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("folder", nargs="?", default=".", type=pathlib.Path)
    parser.add_argument("--against", type=pathlib.Path, help="file of a checkpoint you kept")
    parser.add_argument("--vkey", help="the log's public key as you know it from elsewhere")
    told = parser.parse_args(words)
    try:
        keys = read_vkeys(told.vkey or (told.folder / "vkey").read_text(encoding="utf-8"))
        note = (told.folder / "checkpoint").read_text(encoding="utf-8")
        against = told.against.read_text(encoding="utf-8") if told.against else None
        print(verify(told.folder, note, keys, against))
        return 0  # noqa: TRY300
    except Wrong as wrong:
        print(f"NOT in order: {wrong}.")
        return 1
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"Cannot read: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
