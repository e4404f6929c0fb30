"""The way into SCIM: bearer token, rate limit, and every refusal in the shape of RFC 7644 §3.12."""

import logging
from collections.abc import Mapping
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from sekisho.api.caller import CHALLENGE, bearer
from sekisho.api.door import language
from sekisho.registers.actor import Act, Actor
from sekisho.registers.limits import TooMany
from sekisho.registers.settings import declare

log = logging.getLogger(__name__)
MEDIA = "application/scim+json"
SCOPE = "scim"
PER_MINUTE = declare(
    "scim.per_minute",
    6000,
    translation.gettext_lazy("SCIM requests a minute of one token"),
    least=60,
    most=100_000,
    group=translation.gettext_lazy("API"),
)
GRANTED = frozenset(
    f"{register}.{verb}"
    for register, verbs in {
        "people": ("read", "add", "change"),
        "identities": ("read", "add", "change"),
        "accounts": ("read", "add", "change"),
        "units": ("read", "add", "change", "withdraw"),
        "assignments": ("read", "add", "change", "withdraw"),
    }.items()
    for verb in verbs
)
"""All that the scope ``scim`` opens, and only here; whether it may is the guard's to say."""


class Refusal(Exception):  # noqa: N818
    """A request that does not come in."""

    def __init__(self, status: int, detail: str, headers: Mapping[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, detail, dict(headers or {})
        super().__init__(detail)


@csrf_exempt
def view(request: HttpRequest, path: str = "") -> HttpResponse:
    with translation.override(language(request)):
        try:
            answer = _serve(request, f"/{path}")
        except Refusal as refusal:
            answer = refused(refusal.status, refusal.detail, refusal.headers)
        except RequestDataTooBig:
            answer = refused(413, _("What you sent is too large. Nothing was saved."))
        except Exception:
            log.exception("SCIM request %s failed", getattr(request, "request_id", ""))
            answer = refused(500, _("Something on our side did not work."))
        answer.headers["Cache-Control"] = "no-store"
        return answer


def _serve(request: HttpRequest, path: str) -> HttpResponse:
    from sekisho.api.scim import serving  # takes a second to load: no other command pays for it

    at = timezone.now()
    actor = _actor(request, at)
    number = getattr(request, "request_id", "")
    act = Act.now(actor, at, "scim", settings.TIME_ZONE, number)
    return serving.serve(request, path, act)


def _actor(request: HttpRequest, at: Any) -> Actor:
    """Whom the token stands for, with what the scope opens. Raises Refusal 401, 403, 429."""
    try:
        actor = bearer(request, at, PER_MINUTE())
    except TooMany as many:
        wait = {"Retry-After": str(many.seconds)}
        raise Refusal(429, _("Too many requests in a short time."), wait) from None
    if actor is None:
        raise Refusal(401, _("Please show a valid access token."), {"WWW-Authenticate": CHALLENGE})
    if SCOPE not in (actor.scopes or ()):
        raise Refusal(403, _("This access token lacks the scope “scim”."))
    return Actor(
        actor.id, actor.roles, actor.person, GRANTED, actor.on_behalf, actor.auth, actor.frozen
    )


def refused(status: int, detail: str, headers: Mapping[str, str] | None = None) -> HttpResponse:
    body = {
        "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
        "status": str(status),
        "detail": detail,
    }
    answer = HttpResponse(orjson.dumps(body), MEDIA, status=status)
    for name, value in (headers or {}).items():
        answer.headers[name] = value
    return answer
