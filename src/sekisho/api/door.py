"""The one way into the API: method, caller, language, and every refusal as a problem."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

import orjson
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt

from sekisho.api import problems
from sekisho.api.caller import caller
from sekisho.api.problems import Problem
from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Missing
from sekisho.registers.register import Register, registry

log = logging.getLogger(__name__)
JSON = "application/json"
OPTIONS = orjson.OPT_UTC_Z
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Ask:
    """One request: who asks, and the act that whatever it changes belongs to."""

    request: HttpRequest
    act: Act

    @property
    def actor(self) -> Actor:
        return self.act.actor

    def register(self, name: str, *, read: bool = True) -> Register[Any]:
        """The register of this name, which the actor may read some of. Raises Missing, Denied."""
        found = registry.get(name)
        if found is None or not found.listed:
            raise Missing(name)
        if read:
            guard.demand(self.actor, "read", found, None, self.act.on)
        return found

    def body(self) -> dict[str, Any]:
        """The JSON object that was sent; {} for nothing. Raises Problem 400, 415."""
        raw = self.request.body
        if not raw.strip():
            return {}
        if (self.request.content_type or JSON).lower() != JSON:
            raise Problem("media", detail=JSON)
        try:
            found = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise Problem("unreadable", detail=str(error)) from None
        if not isinstance(found, dict) or not storable(found):
            raise Problem("unreadable", detail="a JSON object without control character U+0000")
        return found

    def version(self) -> int | None:
        """The version that If-Match names; None for ``*`` or no header. Raises Problem 400."""
        given = self.request.headers.get("If-Match", "").strip()
        if given in {"", "*"}:
            return None
        digits = given.removeprefix("W/").strip('"')
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 10):
            raise Problem("unreadable", detail='If-Match: "3"')
        return int(digits)


Handler = Callable[..., HttpResponseBase]


def resource(**handlers: Handler) -> Callable[..., HttpResponseBase]:
    """A view that answers each method by its handler: ``resource(GET=…, POST=…)``."""
    methods = sorted([*handlers, "OPTIONS", *(["HEAD"] if "GET" in handlers else [])])

    @csrf_exempt
    def view(request: HttpRequest, **where: Any) -> HttpResponseBase:
        with translation.override(language(request)):
            try:
                answer = _serve(request, handlers, methods, where)
            except Exception as error:  # noqa: BLE001 - the last line of the API
                answer = _refusal(request, error)
            answer.headers["Content-Language"] = translation.get_language() or ""
        return answer

    view.methods = methods  # type: ignore[attr-defined]
    return cast("Callable[..., HttpResponseBase]", view)


def _serve(
    request: HttpRequest, handlers: dict[str, Handler], methods: list[str], where: dict[str, Any]
) -> HttpResponseBase:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if method == "OPTIONS":
        return HttpResponse(status=204, headers={"Allow": ", ".join(methods)})
    if method not in handlers:
        raise problems.allow(methods)
    at = timezone.now()
    actor = caller(request, at)
    if "\x00" in "".join(request.GET.keys()) + "".join(map("".join, dict(request.GET).values())):
        raise Problem("unreadable", detail="U+0000")
    number = getattr(request, "request_id", "")
    act = Act.now(actor, at, "api", settings.TIME_ZONE, number)
    return handlers[method](Ask(request, act), **where)


def _refusal(request: HttpRequest, error: Exception) -> HttpResponse:
    number = getattr(request, "request_id", "")
    found = Problem("missing") if isinstance(error, Http404) else problems.explain(error)
    if found is None:
        log.error("API request %s failed", number, exc_info=error)
        found = Problem("broken")
    return problems.answer(found, number)


def language(request: HttpRequest) -> str:
    """The language of the words: the first of ja and en that Accept-Language names."""
    for code, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (short := code.split("-")[0]) in {"ja", "en"}:
            return short
    return settings.LANGUAGE_CODE


def reply(found: Any, status: int = 200, **headers: str) -> HttpResponse:
    body = orjson.dumps(found, default=_other, option=OPTIONS)
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return HttpResponse(body, JSON, status=status, headers=names)


def _other(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def storable(value: Any, depth: int = 0) -> bool:
    """Whether a database can hold it: no U+0000 in any text, no bottomless nesting."""
    if isinstance(value, str):
        return "\x00" not in value
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        return depth < DEEPEST and all(storable(each, depth + 1) for each in value)
    return True
