"""Signed notes by the rules of C2SP, checked against a second reading of those rules."""

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ledger.note import (
    Checkpoint,
    NoteError,
    Signer,
    open_checkpoint,
    open_note,
    parse_checkpoint,
    parse_vkey,
)

SIGNER = Signer("example.com/log", b"\7" * 32)
OTHER = Signer("other.example/log", b"\x09" * 32)
CHECKPOINT = Checkpoint("example.com/log", 70_000, b"\3" * 32)
NOTE = SIGNER.sign(CHECKPOINT.text())


def test_a_note_is_laid_out_as_the_specification_says() -> None:
    text, signatures = NOTE.split("\n\n")
    origin, size, root = text.split("\n")
    assert (origin, size) == ("example.com/log", "70000")
    assert base64.b64decode(root) == b"\3" * 32
    dash, name, encoded = signatures.removesuffix("\n").split(" ")
    raw = base64.b64decode(encoded)
    public = SIGNER.verifier.public
    keyid = hashlib.sha256(b"example.com/log\n\x01" + public).digest()[:4]
    assert (dash, name, raw[:4]) == ("\u2014", "example.com/log", keyid)
    Ed25519PublicKey.from_public_bytes(public).verify(raw[4:], f"{text}\n".encode())


def test_the_specification_s_own_example_key_is_read() -> None:
    # The vkey of the Go checksum database, as printed in its documentation.
    vkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert parse_vkey(vkey).vkey() == vkey


def test_a_note_of_the_go_checksum_database_is_accepted() -> None:
    # The example of golang.org/x/mod/sumdb/note.
    vkey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert open_note(note, [parse_vkey(vkey)]).startswith("If you think")


def test_a_signed_checkpoint_opens_again() -> None:
    assert open_checkpoint(NOTE, [SIGNER.verifier]) == CHECKPOINT


def test_signatures_of_strangers_are_passed_over() -> None:
    both = NOTE + OTHER.sign(CHECKPOINT.text()).split("\n\n")[1]
    assert open_checkpoint(both, [SIGNER.verifier]) == CHECKPOINT
    assert open_checkpoint(both, [OTHER.verifier]) == CHECKPOINT


def test_a_note_nobody_known_has_signed_is_refused() -> None:
    with pytest.raises(NoteError, match="no known key"):
        open_note(NOTE, [OTHER.verifier])


@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(0, 7))
def test_no_bit_of_a_note_can_change(place: int, bit: int) -> None:
    raw = bytearray(NOTE.encode())
    raw[place] ^= 1 << bit
    with pytest.raises((NoteError, UnicodeDecodeError)):
        open_checkpoint(raw.decode(), [SIGNER.verifier])


@pytest.mark.parametrize("text", ["", "a\n5\n", "a\n05\nAAAA\n", "a\n-1\nAAAA\n", "\n1\nAAAA\n"])
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        parse_checkpoint(text)


@pytest.mark.parametrize("line", ["", "name", "a+00000000+AAAA", SIGNER.verifier.vkey()[:-4]])
def test_what_is_no_verifier_key_is_refused(line: str) -> None:
    with pytest.raises(NoteError):
        parse_vkey(line)
