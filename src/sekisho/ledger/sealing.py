"""Encrypting a stream under a passphrase: scrypt, then AES-256-GCM in pieces (STREAM).

Layout: magic, 16 bytes salt, 7 bytes nonce prefix, then pieces of 64 KiB + 16 bytes tag; the nonce
of a piece is prefix, 4 bytes counter, 1 byte 1 for the last. Cutting, repeating or swapping pieces
fails like changing them (Hoang, Reyhanitabar, Rogaway, Vizár 2015).
"""

import os
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.translation import gettext as _

from sekisho.ledger.core import LedgerError

MAGIC = b"sekisho-sealed-1\n"
PIECE = 1 << 16
TAG = 16


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    key = Scrypt(salt=salt, length=32, n=2**16, r=8, p=1).derive(passphrase.encode())
    return AESGCM(key)


def _nonce(prefix: bytes, count: int, last: bool) -> bytes:
    return prefix + count.to_bytes(4, "big") + bytes([last])


def encrypt(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    salt, prefix = os.urandom(16), os.urandom(7)
    cipher = _cipher(passphrase, salt)
    target.write(MAGIC + salt + prefix)
    piece, count = source.read(PIECE), 0
    while True:
        following = source.read(PIECE)
        target.write(cipher.encrypt(_nonce(prefix, count, not following), piece, MAGIC))
        if not following:
            return
        piece, count = following, count + 1


def encrypted(source: BinaryIO) -> bool:
    """Does the stream begin as ``encrypt`` writes? Leaves it at its beginning."""
    start = source.read(len(MAGIC))
    source.seek(0)
    return start == MAGIC


def decrypt(source: BinaryIO, target: BinaryIO, passphrase: str) -> None:
    """Raises LedgerError when the passphrase is wrong or a byte has changed."""
    source.read(len(MAGIC))
    cipher, prefix = _cipher(passphrase, source.read(16)), source.read(7)
    piece, count = source.read(PIECE + TAG), 0
    while True:
        following = source.read(PIECE + TAG)
        try:
            plain = cipher.decrypt(_nonce(prefix, count, not following), piece, MAGIC)
        except (InvalidTag, ValueError) as error:
            words = _(
                "The backup cannot be opened: the passphrase is wrong or the file is damaged."
            )
            raise LedgerError(words) from error
        target.write(plain)
        if not following:
            return
        piece, count = following, count + 1
