"""Identifiers that say nothing about whom they name: UUID version 7 (RFC 9562 §5.7)."""

import os
from datetime import datetime
from uuid import UUID


def new_id(at: datetime) -> UUID:
    """A fresh identifier, ordered by the moment ``at`` (aware) it was made."""
    stamp = int(at.timestamp() * 1000) & 0xFFFFFFFFFFFF
    noise = int.from_bytes(os.urandom(10), "big")
    rand_a, rand_b = noise >> 68, noise & ((1 << 62) - 1)
    return UUID(int=stamp << 80 | 0x7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b)
