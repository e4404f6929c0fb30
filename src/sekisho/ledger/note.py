"""Signed notes (C2SP signed-note) and the checkpoints they carry (C2SP tlog-checkpoint)."""

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
_DASH = "\N{EM DASH} "


class NoteError(ValueError):
    """A note that is malformed, or that no known key has signed."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The first ``size`` entries of the log ``origin`` have the root hash ``root``."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key as a vkey names it: ``name+keyid+base64(algorithm || key)``."""

    name: str
    public: bytes

    @property
    def keyid(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:4]

    def vkey(self) -> str:
        return f"{self.name}+{self.keyid.hex()}+{_b64(ED25519 + self.public)}"

    def accepts(self, text: str, signature: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """The log's own key; ``seed`` is the 32 secret bytes of Ed25519."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        return Verifier(self.name, key.public_key().public_bytes_raw())

    def sign(self, text: str) -> str:
        """``text`` (ending in a newline) with this key's signature line under it."""
        key = Ed25519PrivateKey.from_private_bytes(self.seed)
        signed = _b64(self.verifier.keyid + key.sign(text.encode()))
        return f"{text}\n{_DASH}{self.name} {signed}\n"


def parse_vkey(line: str) -> Verifier:
    """Raises NoteError when ``line`` is no Ed25519 vkey or its key id does not fit."""
    name, _, rest = line.strip().partition("+")
    keyid, _, encoded = rest.partition("+")
    raw = _unb64(encoded)
    if len(raw) != 33 or raw[:1] != ED25519:
        raise NoteError("not an Ed25519 verifier key (name+keyid+base64)")
    verifier = Verifier(name, raw[1:])
    if verifier.keyid.hex() != keyid:
        raise NoteError(f"the key id {keyid} does not belong to the key of {name}")
    return verifier


def open_note(note: str, known: Iterable[Verifier]) -> str:
    """The text of ``note`` once a known key's signature on it holds.

    Signatures of unknown keys are passed over; a wrong one of a known key, or none, raises NoteError.
    """
    text, blank, signatures = note.rpartition("\n\n")
    if not blank or not signatures.endswith("\n"):
        raise NoteError("not a signed note: the blank line before the signatures is missing")
    text += "\n"
    keys = {(one.name, one.keyid): one for one in known}
    good = 0
    for line in signatures.splitlines():
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        raw = _unb64(encoded)
        if not line.startswith(_DASH) or len(raw) < 5:
            raise NoteError(f"not a signature line: {line!r}")
        key = keys.get((name, raw[:4]))
        if key and not key.accepts(text, raw[4:]):
            raise NoteError(f"the signature of {name} does not fit the text")
        good += key is not None
    if not good:
        raise NoteError("no known key has signed this note")
    return text


def parse_checkpoint(text: str) -> Checkpoint:
    """Raises NoteError when the three lines of a checkpoint are not there."""
    lines = text.split("\n")
    if len(lines) < 4 or not lines[0]:
        raise NoteError("a checkpoint has three lines: origin, size, root hash")
    origin, size, root = lines[:3]
    hashed = _unb64(root)
    if not (size.isascii() and size.isdigit() and str(int(size)) == size) or len(hashed) != 32:
        raise NoteError("a checkpoint has three lines: origin, size, root hash")
    return Checkpoint(origin, int(size), hashed)


def open_checkpoint(note: str, known: Iterable[Verifier]) -> Checkpoint:
    return parse_checkpoint(open_note(note, known))


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _unb64(text: str) -> bytes:
    """Strict base64: one text for the same bytes, so that no bit of a note may change unseen."""
    try:
        raw = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError(f"not base64: {text[:60]!r}") from error
    if _b64(raw) != text:
        raise NoteError(f"not base64: {text[:60]!r}")
    return raw
