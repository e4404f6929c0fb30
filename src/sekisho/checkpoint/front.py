"""In front of Django: questions of enforcement points never pass its middleware."""

import os
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import salted_hmac

from sekisho.checkpoint.authzen.door import METADATA, Door, Environ, Start
from sekisho.checkpoint.certificates import from_environment
from sekisho.checkpoint.live import here
from sekisho.checkpoint.points import Points

PREFIX = "/access/v1/"
ENVOY = "/forward-auth/envoy"
FORWARDED = "/forward-auth/http"
App = Callable[[Environ, Start], Iterable[bytes]]


def front(behind: App) -> App:
    """``behind`` with the checkpoint of this process before it."""
    made: list[Any] = []

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == ENVOY or path.startswith(ENVOY + "/"):
            return behind(_as_others_ask(environ), start)
        if not path.startswith(PREFIX) and path != METADATA:
            return behind(environ, start)
        if not made:
            made.append(door())
        found: Iterable[bytes] = made[0](environ, start)
        return found

    return answer


def _as_others_ask(environ: Environ) -> Environ:
    """Envoy asks with the method, path and host of the request it was sent. What it is about stands
    in headers, as other proxies send them; the question itself is a plain one to us."""
    host = urlsplit(settings.BASE_URL).netloc or "localhost"
    return {**environ, "PATH_INFO": FORWARDED, "QUERY_STRING": "", "REQUEST_METHOD": "GET",
            "HTTP_HOST": host, "CONTENT_LENGTH": "0", "CONTENT_TYPE": ""}  # fmt: skip


def door() -> Door:
    secret = salted_hmac("sekisho.checkpoint", "pages", algorithm="sha256").digest()
    url = settings.BASE_URL if settings.HTTPS else ""
    certificates = from_environment(os.environ)
    return Door(here(), Points(), url=url, secret=secret, certificates=certificates)
