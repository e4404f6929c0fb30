"""In front of Django: questions of enforcement points never pass its middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from sekisho.checkpoint.authzen.door import METADATA, Door, Environ, Start
from sekisho.checkpoint.certificates import from_environment
from sekisho.checkpoint.live import here
from sekisho.checkpoint.points import Points

PREFIX = "/access/v1/"
App = Callable[[Environ, Start], Iterable[bytes]]


def front(behind: App) -> App:
    """``behind`` with the checkpoint of this process before it."""
    made: list[Any] = []

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PREFIX) and path != METADATA:
            return behind(environ, start)
        if not made:
            made.append(door())
        found: Iterable[bytes] = made[0](environ, start)
        return found

    return answer


def door() -> Door:
    secret = salted_hmac("sekisho.checkpoint", "pages", algorithm="sha256").digest()
    url = settings.BASE_URL if settings.HTTPS else ""
    certificates = from_environment(os.environ)
    return Door(here(), Points(), url=url, secret=secret, certificates=certificates)
