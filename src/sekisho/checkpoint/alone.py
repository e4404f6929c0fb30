"""`sekisho checkpoint serve --store … --policies …`: the process that answers.

The command has read both files before; what it was given stands in ``CHECKPOINT_ALONE`` as JSON,
keys as hashes, so that neither shows in a list of processes.
"""

import os
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import orjson

from sekisho.checkpoint.authzen.door import Door, Environ, Start
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.certificates import from_environment
from sekisho.checkpoint.keys import Keys
from sekisho.checkpoint.standalone import Store

GIVEN = "CHECKPOINT_ALONE"
HEALTH = {"/healthz": b"ok", "/readyz": b"ready"}


def load(store: str, policies: str, *, trust: bool) -> Store:
    """The store from its two files. Raises Refused (naming the file) or OSError."""
    where = store
    try:
        found = orjson.loads(Path(store).read_bytes())
        text = Path(policies).read_text("utf-8-sig")
        where = policies
        return Store(found, text, trust=trust)
    except (orjson.JSONDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{where}: {error}") from None


def application(given: dict[str, Any]) -> Any:
    """The WSGI application: AuthZEN, and whether it lives."""
    store = load(given["store"], given["policies"], trust=given["trust"])
    admits = Keys(given["keys"]) if given["keys"] else None
    door = Door(store, admits, url=given["url"], certificates=from_environment(os.environ))

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        if (said := HEALTH.get(environ.get("PATH_INFO", ""))) is not None:
            start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(said)))])
            return [said]
        return door(environ, start)

    return answer


def watch() -> None:
    """End this process when the one that started it is gone, even when that was killed."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def __getattr__(name: str) -> Any:
    """``app``, made when the server asks for it."""
    if name != "app":
        raise AttributeError(name)
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
    django.setup()  # for the words of reasons; no database is opened
    watch()
    made = globals()["app"] = application(orjson.loads(os.environ[GIVEN]))
    return made
