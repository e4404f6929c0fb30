"""One request through the protocol of scim2-server and back."""

import logging
from functools import lru_cache
from typing import Any

import orjson
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from scim2_models import (
    Context,
    ForbiddenException,
    InvalidValueException,
    PreconditionFailedException,
    SCIMException,
    UniquenessException,
)
from scim2_server.requests import ScimRequest
from scim2_server.responses import ScimResponse
from scim2_server.service import ScimService

from sekisho.api.door import storable
from sekisho.api.scim import dialect
from sekisho.api.scim.door import MEDIA
from sekisho.api.scim.handler import Handler
from sekisho.api.scim.shapes import provider
from sekisho.api.scim.store import Store
from sekisho.registers.actor import Act
from sekisho.registers.errors import Conflict, Denied, Invalid, Missing
from sekisho.registers.plan import TAKEN

log = logging.getLogger(__name__)
UNSTORABLE = "No control character U+0000, and at most 20 levels, please."
DOCUMENTATION = "/api/v1/docs"


@lru_cache(maxsize=4)
def service(documentation: str) -> ScimService:
    return ScimService(provider(documentation, "OAuth 2.0 bearer token (RFC 6750)"))


def serve(request: HttpRequest, path: str, act: Act) -> HttpResponse:
    protocol = service(request.build_absolute_uri(DOCUMENTATION))
    asked = ScimRequest(
        method=request.method or "",
        base_url=request.build_absolute_uri("/scim/v2"),
        path=path,
        query=request.GET.dict(),
        headers=dict(request.headers),
        body=request.body,
        subject=act.actor,
    )
    try:
        with protocol.provider, protocol.provider.policy:
            if "\x00" in "".join([path, *asked.query.keys(), *asked.query.values()]):
                raise InvalidValueException(detail=UNSTORABLE)
            store = Store(act)
            asked.body = translated(protocol, store, asked)
            return _answer(Handler(protocol, store, asked.query).handle(asked))
    except Exception as error:
        known = explained(error)
        if not isinstance(known, SCIMException):
            log.exception("SCIM request %s failed", act.request)
        return _answer(protocol.error_response(known))


def translated(protocol: ScimService, store: Store, asked: ScimRequest) -> bytes:
    """The body in the words of the RFC; what cannot be read is left to the protocol to refuse."""
    method = asked.method.upper()
    if method not in {"POST", "PUT", "PATCH"} or not asked.body.strip():
        return asked.body
    try:
        body = orjson.loads(asked.body)
    except orjson.JSONDecodeError:
        return asked.body
    if not storable(body):
        raise InvalidValueException(detail=UNSTORABLE)
    kind, _slash, key = asked.path.strip("/").partition("/")
    kind = kind.lower()
    if kind == "bulk":
        body = _bulk(protocol, store, body)
    else:
        body = _one(protocol, store, method, kind, key, body)
    return orjson.dumps(body)


def _one(protocol: ScimService, store: Store, method: str, kind: str, key: str, body: Any) -> Any:
    if kind not in {"users", "groups"} or key == ".search":
        return body
    users = kind == "users"
    if method == "PATCH":
        return dialect.patch(body) if users else body
    present = _present(protocol, store, kind, key) if method == "PUT" else None
    if users:
        return dialect.completed(dialect.user(body), present)
    return dialect.kept(body, present)


def _bulk(protocol: ScimService, store: Store, body: Any) -> Any:
    if not isinstance(body, dict) or not isinstance(body.get("Operations"), list):
        return body
    for one in body["Operations"]:
        if isinstance(one, dict) and "data" in one:
            kind, _slash, key = str(one.get("path", "")).strip("/").partition("/")
            method = str(one.get("method", "")).upper()
            one["data"] = _one(protocol, store, method, kind.lower(), key, one["data"])
    return body


def _present(protocol: ScimService, store: Store, kind: str, key: str) -> dict[str, Any] | None:
    """The resource as it is, for a PUT that leaves things out; None when there is none."""
    found = protocol.get_resource_type_by_endpoint(kind)
    if found is None:
        return None
    try:
        held = store.get(found, key)
    except SCIMException:
        return None
    return held.model_dump(scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)


def explained(error: Exception) -> Exception:
    """What a command refused, as the protocol says it."""
    if isinstance(error, Denied):
        return ForbiddenException(detail=" ".join(str(text) for _code, text in error.reasons))
    if isinstance(error, Invalid):
        return _invalid(error)
    if isinstance(error, Conflict):
        return PreconditionFailedException(detail=_("The record was changed meanwhile."))
    if isinstance(error, Missing):
        return PreconditionFailedException(detail=_("The record was withdrawn meanwhile."))
    if isinstance(error, IntegrityError):
        return UniquenessException(detail=str(TAKEN))
    return error


def _invalid(error: Invalid) -> SCIMException:
    lines = getattr(error, "lines", None)
    problems = next(iter(lines.values())) if lines else error.problems
    words = "; ".join(
        f"{name}: {' '.join(map(str, texts))}" if name else " ".join(map(str, texts))
        for name, texts in problems.items()
    )
    taken = any(text is TAKEN for texts in problems.values() for text in texts)
    return UniquenessException(detail=words) if taken else InvalidValueException(detail=words)


def _answer(made: ScimResponse) -> HttpResponse:
    body = b"" if made.body is None else orjson.dumps(made.body, default=str)
    answer = HttpResponse(body, MEDIA, status=int(made.status))
    if made.body is None:
        del answer.headers["Content-Type"]
    for name, value in made.headers.items():
        answer.headers[name] = value
    return answer
