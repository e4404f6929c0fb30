"""Security event tokens (RFC 8417): signed with our key, and verified with the key of their sender.

Only ES256 and RS256; which of the two follows from the key that the company entered, never from the
token, and there is no ``none``.
"""

import base64
import binascii
import os
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from django.conf import settings

TYPE = "secevent+jwt"
LONGEST = 65_536
SIDE = 32  # bytes of a coordinate on P-256


class Unsigned(ValueError):  # noqa: N818
    """A token that cannot be read, or whose signature does not hold."""


def _plain(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise Unsigned("not base64url") from None


@lru_cache(maxsize=4)
def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    """The key that signs signals: made once, beside the other keys."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        found = serialization.load_pem_private_key(path.read_bytes(), None)
        if not isinstance(found, ec.EllipticCurvePrivateKey):
            raise Unsigned(f"{path} holds another kind of key") from None
        return found
    made = ec.generate_private_key(ec.SECP256R1())
    with os.fdopen(handle, "wb") as out:
        out.write(made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                                     serialization.NoEncryption()))  # fmt: skip
    return made


def _own() -> ec.EllipticCurvePrivateKey:
    return _key(Path(settings.DATA) / "keys" / "signals.pem")


def public() -> dict[str, Any]:
    """Our public key as a JWK; ``kid`` is its thumbprint (RFC 7638)."""
    numbers = _own().public_key().public_numbers()
    told = {"crv": "P-256", "kty": "EC", "x": _plain(numbers.x.to_bytes(SIDE)),
            "y": _plain(numbers.y.to_bytes(SIDE))}  # fmt: skip
    kid = _plain(sha256(orjson.dumps(told, option=orjson.OPT_SORT_KEYS)).digest())
    return {**told, "kid": kid, "alg": "ES256", "use": "sig"}


def sign(claims: dict[str, Any]) -> str:
    """``claims`` as a signed token."""
    head = {"typ": TYPE, "alg": "ES256", "kid": public()["kid"]}
    signed = f"{_plain(orjson.dumps(head))}.{_plain(orjson.dumps(claims))}"
    r, s = decode_dss_signature(_own().sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{_plain(r.to_bytes(SIDE) + s.to_bytes(SIDE))}"


def verify(token: str, keys: list[dict[str, Any]]) -> dict[str, Any]:
    """The claims of ``token``, signed with one of ``keys`` (JWKs). Raises Unsigned."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise Unsigned("not a signed token")
    head, body, mark = token.split(".")
    told, claims = _object(head), _object(body)
    if str(told.get("typ", "")).lower().removeprefix("application/") != TYPE or "crit" in told:
        raise Unsigned("not a security event token")
    fitting = [key for key in keys if "kid" not in told or key.get("kid") in {None, told["kid"]}]
    if not any(
        _holds(key, told.get("alg"), f"{head}.{body}".encode(), _raw(mark)) for key in fitting
    ):
        raise Unsigned("no key of the sender has signed this")
    return claims


def _object(part: str) -> dict[str, Any]:
    try:
        found = orjson.loads(_raw(part))
    except orjson.JSONDecodeError:
        raise Unsigned("not JSON") from None
    if not isinstance(found, dict):
        raise Unsigned("not an object")
    return found


def _holds(key: dict[str, Any], alg: Any, signed: bytes, mark: bytes) -> bool:
    try:
        known = read_key(key)
        if isinstance(known, ec.EllipticCurvePublicKey):
            if alg != "ES256" or len(mark) != 2 * SIDE:
                return False
            pair = int.from_bytes(mark[:SIDE]), int.from_bytes(mark[SIDE:])
            known.verify(encode_dss_signature(*pair), signed, ec.ECDSA(hashes.SHA256()))
        else:
            if alg != "RS256":
                return False
            known.verify(mark, signed, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def read_key(key: dict[str, Any]) -> ec.EllipticCurvePublicKey | rsa.RSAPublicKey:
    """The public key of a JWK. Raises ValueError for any other than P-256 and RSA from 2048 bits."""
    try:
        if key["kty"] == "EC" and key["crv"] == "P-256":
            x, y = (int.from_bytes(_raw(key[name])) for name in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
        if key["kty"] == "RSA":
            n, e = (int.from_bytes(_raw(key[name])) for name in ("n", "e"))
            if n.bit_length() >= 2048:
                return rsa.RSAPublicNumbers(e, n).public_key()
    except (KeyError, TypeError) as error:
        raise ValueError(f"a JWK without {error}") from None
    raise ValueError("EC P-256 and RSA from 2048 bits are read")


def unverified_issuer(token: str) -> str:
    """Who a token says has signed it: to find the key by, and for nothing else. Raises Unsigned."""
    if len(token) > LONGEST or token.count(".") != 2:
        raise Unsigned("not a signed token")
    found = _object(token.split(".")[1]).get("iss")
    return found if isinstance(found, str) else ""
