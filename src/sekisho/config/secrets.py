"""Secrets made once and kept in the data folder, readable by the owner alone."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key that signs sessions: from SEKISHO_SECRET_KEY, else made once in ``data/keys``."""
    if given := os.environ.get("SEKISHO_SECRET_KEY"):
        return given
    path = data / "keys" / "session.key"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as out:
        out.write(key := secrets.token_urlsafe(48))
    return key
