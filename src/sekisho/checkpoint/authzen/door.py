"""The WSGI application: addresses, keys, limits and errors; no Django on the way.

A deny is an answer (200, ``decision: false``). Errors say that the question was not heard: 400 not
understood, 401 no valid key, 404 and 405 wrong address or method, 413 too large, 415 not plain
UTF-8 JSON, 500 nothing could be decided. Whoever enforces treats every error as a deny.
"""

import logging
import re
import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import orjson

from sekisho.checkpoint.authzen.asking import BadRequest, Decider, ask
from sekisho.checkpoint.authzen.boxcar import evaluations
from sekisho.checkpoint.authzen.searching import search
from sekisho.checkpoint.certificates import Certificates
from sekisho.checkpoint.keys import asking

Environ = dict[str, Any]
Start = Callable[[str, list[tuple[str, str]]], Any]

LARGEST = 1_048_576  # bytes of one question
EVALUATION, EVALUATIONS = "/access/v1/evaluation", "/access/v1/evaluations"
SEARCH = "/access/v1/search/"
METADATA = "/.well-known/authzen-configuration"
WANTED = ("subject", "resource", "action")
REQUEST_ID = re.compile(r"[\x21-\x7e]{1,128}")
HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")
WORDS = {
    200: "200 OK", 400: "400 Bad Request", 401: "401 Unauthorized", 404: "404 Not Found",
    405: "405 Method Not Allowed", 413: "413 Content Too Large",
    415: "415 Unsupported Media Type", 500: "500 Internal Server Error",
}  # fmt: skip
CHALLENGE = ("WWW-Authenticate", 'Bearer realm="checkpoint"')
log = logging.getLogger(__name__)


class Stop(Exception):  # noqa: N818
    """Ends a request with an error."""

    def __init__(self, status: int, message: str, *headers: tuple[str, str]) -> None:
        self.status, self.message, self.headers = status, message, headers
        super().__init__(message)


class Door:
    """AuthZEN over a decider. ``admits`` says whether a bearer key is good; None: no key asked.
    ``certificates`` knows enforcement points by theirs, instead of a key or besides it."""

    def __init__(
        self, decider: Decider, admits: Callable[[str], bool] | None = None, *,
        url: str = "", secret: bytes = b"", certificates: Certificates | None = None,
    ) -> None:  # fmt: skip
        self.decider, self.admits, self.certificates = decider, admits, certificates
        self.url, self.secret = url.rstrip("/"), secret or secrets.token_bytes(32)

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        headers = [("Content-Type", "application/json"), ("Cache-Control", "no-store")]
        try:
            status, found = 200, self._answer(environ)
        except Stop as stop:
            status, found = stop.status, _error(stop.status, stop.message)
            headers += stop.headers
        except BadRequest as error:
            status, found = 400, _error(400, str(error))
        except Exception:
            log.exception("no decision could be made")
            status, found = 500, _error(500, "no decision could be made; treat this as a deny")
        body = orjson.dumps(found)
        request_id = environ.get("HTTP_X_REQUEST_ID", "")
        if REQUEST_ID.fullmatch(request_id):
            headers.append(("X-Request-ID", request_id))
        start(WORDS[status], [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _answer(self, environ: Environ) -> Mapping[str, Any]:
        path = environ.get("PATH_INFO", "")
        if path == METADATA:
            _method(environ, "GET", "HEAD")
            return metadata(self.url or _asked(environ))
        if path not in ADDRESSES:
            raise Stop(404, f"there is nothing at this address; try {METADATA}")
        _method(environ, "POST")
        self._demand_key(environ)
        body = _body(environ)
        if path == EVALUATION:
            return self.decider.decide(ask(body))._asdict()
        if path == EVALUATIONS:
            return evaluations(self.decider, body)
        return search(self.decider, path.removeprefix(SEARCH), body, self.secret)

    def _demand_key(self, environ: Environ) -> None:
        if self.admits is None and self.certificates is None:
            return
        certified = self.certificates(environ) if self.certificates else ""
        both = self.certificates is not None and self.certificates.both
        asking.set(certified)
        if certified and not both:
            return
        if both and not certified:
            raise Stop(401, "a client certificate of an enforcement point is needed", CHALLENGE)
        given = environ.get("HTTP_AUTHORIZATION", "")
        scheme, _space, key = given.partition(" ")
        if scheme.lower() != "bearer" or not key or not (self.admits and self.admits(key.strip())):
            words = "send Authorization: Bearer KEY with the key of this enforcement point"
            raise Stop(401, words, CHALLENGE)


ADDRESSES = frozenset({EVALUATION, EVALUATIONS, *(SEARCH + wanted for wanted in WANTED)})


def metadata(url: str) -> dict[str, str]:
    """What an enforcement point needs to know, at the address it asked."""
    return {
        "policy_decision_point": url,
        "access_evaluation_endpoint": url + EVALUATION,
        "access_evaluations_endpoint": url + EVALUATIONS,
        **{f"search_{wanted}_endpoint": url + SEARCH + wanted for wanted in WANTED},
    }


def _asked(environ: Environ) -> str:
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    if not HOST.fullmatch(host):
        raise BadRequest("the Host header cannot be read")
    return f"{environ.get('wsgi.url_scheme', 'http')}://{host}"


def _method(environ: Environ, *allowed: str) -> None:
    if environ["REQUEST_METHOD"] not in allowed:
        raise Stop(405, f"use {allowed[0]}", ("Allow", ", ".join(allowed)))


def _body(environ: Environ) -> Mapping[str, Any]:
    """The JSON object sent; its type is asked for, so that no web page can send it by a form."""
    kind, _semicolon, parameters = environ.get("CONTENT_TYPE", "").partition(";")
    if kind.strip().lower() != "application/json":
        raise BadRequest("Content-Type must be application/json")
    charset = parameters.replace(" ", "").replace('"', "").lower()
    if "charset=" in charset and "charset=utf-8" not in charset:
        raise Stop(415, "JSON is read as UTF-8")
    if environ.get("HTTP_CONTENT_ENCODING", "identity").lower() != "identity":
        raise Stop(415, "send the body without compression")
    try:
        found = orjson.loads(_read(environ))
    except orjson.JSONDecodeError as error:
        raise BadRequest(f"the body is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise BadRequest("the body must be a JSON object")
    return found


def _read(environ: Environ) -> bytes:
    length = environ.get("CONTENT_LENGTH") or ""
    if length and not length.isdecimal():
        raise BadRequest("Content-Length must be a number")
    if length and int(length) > LARGEST:
        raise Stop(413, f"a question may have {LARGEST:,} bytes")
    raw: bytes = environ["wsgi.input"].read(int(length) if length else LARGEST + 1)
    if len(raw) > LARGEST:
        raise Stop(413, f"a question may have {LARGEST:,} bytes")
    return raw


def _error(status: int, message: str) -> dict[str, Any]:
    return {"error": {"status": status, "message": message}}
