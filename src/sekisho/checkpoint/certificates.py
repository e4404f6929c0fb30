"""Enforcement points known by their client certificate: mutual TLS that a proxy in front ends.

The proxy verifies the certificate and hands it on in a header, which counts only from the proxy's own
address. Which certificates are enforcement points is said by their SHA-256 fingerprints, so one that
the proxy's CA has issued to somebody else opens nothing.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Mapping
from hashlib import sha256
from ipaddress import ip_address, ip_network
from typing import Any
from urllib.parse import unquote

HEX = re.compile(r"[0-9a-f]{64}")
HASH = re.compile(r"(?:^|[;,])\s*Hash=([0-9A-Fa-f:]{64,95})(?=;|,|$)")
PEM = re.compile(r"-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----", re.DOTALL)
LONGEST = 16_384  # characters of a header
NEAR = "127.0.0.1,::1"
ADMIT = ("either", "both")


class Certificates:
    """``names``: fingerprint → enforcement point. ``both``: a key is needed as well."""

    def __init__(
        self, names: Mapping[str, str], header: str, proxies: str = NEAR, *, both: bool = False
    ) -> None:
        self.names, self.both = names, both
        self.key = "HTTP_" + header.upper().replace("-", "_")
        self.proxies = [ip_network(one.strip()) for one in proxies.split(",") if one.strip()]

    def __call__(self, environ: Mapping[str, Any]) -> str:
        """The enforcement point whose certificate came with a request; "" if none did."""
        said = environ.get(self.key, "")
        if not said or len(said) > LONGEST or not self._trusted(environ.get("REMOTE_ADDR", "")):
            return ""
        found = fingerprint(said)
        return next((n for f, n in self.names.items() if hmac.compare_digest(f, found)), "")

    def _trusted(self, address: str) -> bool:
        try:
            here = ip_address(address)
        except ValueError:
            return False
        return any(here in network for network in self.proxies)


def from_environment(environ: Mapping[str, str]) -> Certificates | None:
    """As ``SEKISHO_CHECKPOINT_CERTIFICATES`` and its companions say; None: nobody is known so.

    Raises ValueError, saying which setting cannot be read.
    """
    told = environ.get("SEKISHO_CHECKPOINT_CERTIFICATES", "")
    if not told:
        return None
    names = {}
    for one in filter(None, map(str.strip, told.split(","))):
        name, _equals, said = one.rpartition("=")
        found = said.replace(":", "").strip().lower()
        if not name or not HEX.fullmatch(found):
            raise ValueError(
                f"SEKISHO_CHECKPOINT_CERTIFICATES: NAME=SHA-256 is needed, not {one!r}"
            )
        names[found] = name.strip()
    header = environ.get("SEKISHO_CHECKPOINT_CERTIFICATE_HEADER", "Client-Cert")
    admit = environ.get("SEKISHO_CHECKPOINT_ADMIT", ADMIT[0])
    if admit not in ADMIT:
        raise ValueError(f"SEKISHO_CHECKPOINT_ADMIT: one of {', '.join(ADMIT)}")
    proxies = environ.get("SEKISHO_CHECKPOINT_PROXIES", NEAR)
    return Certificates(names, header, proxies, both=admit == "both")


def fingerprint(said: str) -> str:
    """The SHA-256 of the certificate (or that fingerprint itself) in a header; "" if unreadable.

    As a fingerprint (Caddy), RFC 9440 ``:base64:`` (HAProxy), ``Hash=`` (Envoy's XFCC; the last, which
    the nearest proxy added), PEM with %-escapes (nginx) or its base64 alone (Traefik; the first).
    """
    plain = said.replace(":", "").strip().lower()
    if HEX.fullmatch(plain):
        return plain
    if hashes := HASH.findall(said):
        return str(hashes[-1]).replace(":", "").lower()
    text = unquote(said).strip()
    if pem := PEM.search(text):
        text = pem[1]
    try:
        der = base64.b64decode("".join(text.split(",")[0].split()).strip(":"), validate=True)
    except (binascii.Error, ValueError):
        return ""
    return sha256(der).hexdigest() if der[:1] == b"\x30" else ""
