"""Secrets given to people and programs: shown once, kept as a hash.

They carry 256 random bits, so one SHA-256 without salt cannot be turned back (NIST SP 800-63B §5.1.2.2
asks for salt and stretching only of secrets under 112 bits).
"""

import hashlib
import hmac
import secrets


def new_secret(prefix: str = "") -> str:
    """A fresh secret of 256 bits in characters that survive addresses and command lines."""
    return prefix + secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored and looked up in place of ``secret``."""
    return hashlib.sha256(secret.encode()).hexdigest()


def same(secret: str, stored: str) -> bool:
    """Whether ``stored`` is the digest of ``secret``, in constant time."""
    return hmac.compare_digest(digest(secret), stored)
