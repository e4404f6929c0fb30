"""`sekisho checkpoint serve` over the registers: a process that decides and does nothing else."""

import os
from collections.abc import Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
django.setup()

from sekisho.checkpoint import pulse  # noqa: E402
from sekisho.checkpoint.alone import HEALTH, watch  # noqa: E402 - needs the apps to be there
from sekisho.checkpoint.authzen.door import Environ, Start  # noqa: E402
from sekisho.checkpoint.front import front  # noqa: E402
from sekisho.config.upgrade import upgrade  # noqa: E402


def _nothing_else(environ: Environ, start: Start) -> Iterable[bytes]:
    said = HEALTH.get(environ.get("PATH_INFO", ""))
    status = "200 OK" if said else "404 Not Found"
    body = said or b"not here"
    start(status, [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
    return [body]


upgrade()
watch()
pulse.start("checkpoint", now=True)
app: Any = front(_nothing_else)
