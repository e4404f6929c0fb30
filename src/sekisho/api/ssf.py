"""Shared signals over HTTP: what we are, our key, fetching (RFC 8936) and receiving (RFC 8935)."""

from typing import Any

import orjson
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from sekisho.api.caller import spend
from sekisho.api.door import storable
from sekisho.checkpoint import points
from sekisho.checkpoint.caep import receiving, signing, telling
from sekisho.domains.people.models import Account
from sekisho.domains.safeguards.models import SignalStream
from sekisho.domains.safeguards.signalling import Delivery
from sekisho.registers.actor import Act, service
from sekisho.registers.limits import TooMany

SCOPE = "signal_streams.poll"
TYPE = "application/secevent+jwt"
MOST, USUAL = 200, 50
PER_MINUTE = 600
PUSH, POLL = "urn:ietf:rfc:8935", "urn:ietf:rfc:8936"


@require_safe
def configuration(_request: HttpRequest) -> JsonResponse:
    """``/.well-known/ssf-configuration``; streams are set up by our administrators."""
    url = settings.BASE_URL.rstrip("/")
    return JsonResponse({
        "spec_version": "1_0", "issuer": settings.BASE_URL, "jwks_uri": f"{url}/ssf/jwks.json",
        "delivery_methods_supported": [PUSH, POLL], "default_subjects": "ALL",
    })  # fmt: skip


@require_safe
def keys(_request: HttpRequest) -> JsonResponse:
    return JsonResponse({"keys": [signing.public()]})


@csrf_exempt
@require_POST
def poll(request: HttpRequest, name: str) -> HttpResponse:
    """What waits for the stream ``name``; never held open (``returnImmediately`` is what happens)."""
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not points.admitted(secret.strip(), SCOPE):
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Bearer realm="signals"'})
    stream = (
        SignalStream.objects.present()
        .filter(name=name, delivery=Delivery.POLL, active=True)
        .first()
    )
    if stream is None:
        return JsonResponse({"error": "there is no such stream to fetch from"}, status=404)
    asked = _asked(request)
    if asked is None:
        return JsonResponse({"error": "the body must be a JSON object as in RFC 8936"}, status=400)
    most, known = asked
    sets, more = telling.fetched(stream.pk, known, most)
    return JsonResponse({"sets": sets, "moreAvailable": more})


def _asked(request: HttpRequest) -> tuple[int, list[str]] | None:
    """How many, and which are done: acknowledged, or refused for good. None: unreadable."""
    try:
        body: Any = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError:
        return None
    if not isinstance(body, dict) or not storable(body):
        return None
    most, ack, bad = body.get("maxEvents", USUAL), body.get("ack", []), body.get("setErrs", {})
    if type(most) is not int or most < 0 or not isinstance(ack, list) or not isinstance(bad, dict):
        return None
    known = [one for one in (*ack, *bad) if isinstance(one, str) and points.is_id(one)]
    return min(most, MOST), known


@csrf_exempt
@require_POST
def receive(request: HttpRequest) -> HttpResponse:
    """A signal of another system: 202 when it was taken, else why not."""
    at = timezone.now()
    try:
        spend(f"ssf:{request.META.get('REMOTE_ADDR', '')}", at, PER_MINUTE)
    except TooMany:
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    if (request.content_type or "").lower() != TYPE:
        return _refused("invalid_request", f"Content-Type must be {TYPE}")
    act = Act.now(service("operator"), at, "signals", settings.TIME_ZONE)
    try:
        receiving.receive(request.body.decode("ascii", "replace").strip(), act, _end_sessions)
    except receiving.Refused as refused:
        return _refused(refused.code, str(refused))
    return HttpResponse(status=202)


def _refused(code: str, words: str) -> JsonResponse:
    return JsonResponse({"err": code, "description": words}, status=400)


def _end_sessions(account: Account) -> int:
    held = list(UserSession.objects.filter(user=account))
    for session in held:
        session.end()
    return len(held)
