"""The bytes of an entry, and what they commit to.

An entry is JSON in a restricted profile of RFC 8785 (JCS): ASCII keys, values only strings,
integers below 2**53, booleans, null, arrays and objects; moments are RFC 3339 in UTC with six
digits; hashes are lower-case hex. Under this profile sorted compact JSON *is* the canonical form.
Names, reasons and values stand in the payload, which the entry knows by a salted hash only.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson
from django.utils.functional import Promise

VERSION = 1
MAX_BYTES = 65_535  # the length field of a C2SP entry bundle is 16 bits
MAX_WHOLE = 2**53
DOMAIN = b"sekisho/pay/v1\0"


class LedgerError(Exception):
    """The ledger refuses what it was asked; nothing was written."""


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Promise):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"the ledger cannot write down a {type(value).__name__}")


def encode_payload(payload: Mapping[str, Any]) -> bytes:
    """JSON of a payload; dates as ISO 8601, decimals as strings, sets in order."""
    return orjson.dumps(dict(payload), default=_plain, option=orjson.OPT_SORT_KEYS)


def encode_core(core: Mapping[str, Any]) -> bytes:
    """Canonical bytes of an entry. Raises LedgerError when they leave the profile."""
    for name, value in core["auth"].items():
        whole = isinstance(value, int) and -MAX_WHOLE < value < MAX_WHOLE
        if not (name.isascii() and (whole or isinstance(value, str))):
            raise LedgerError(f"auth.{name}: only words and whole numbers below 2**53 may stand")
    encoded = orjson.dumps(core, option=orjson.OPT_SORT_KEYS)
    if len(encoded) > MAX_BYTES:
        raise LedgerError(f"an entry holds {MAX_BYTES} bytes at most, this one has {len(encoded)}")
    return encoded


def commitment(salt: bytes, body: bytes) -> bytes:
    """What the entry says of its payload: without the salt nobody can guess the body from it."""
    return hashlib.sha256(DOMAIN + salt + body).digest()


def moment(at: datetime) -> str:
    """RFC 3339 in UTC with exactly six digits. Raises LedgerError for a naive datetime."""
    if at.tzinfo is None:
        raise LedgerError("a moment in the ledger needs a time zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
