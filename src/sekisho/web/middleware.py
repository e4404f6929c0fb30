"""What happens around every page: headers, language, signing in."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import actor_for
from sekisho.registers import display
from sekisho.registers.errors import Denied, Missing
from sekisho.web import doors, errors
from sekisho.web.request import Request, acts_of

Next = Callable[[HttpRequest], HttpResponse]

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), payment=(), usb=(), "
        "publickey-credentials-create=(self), publickey-credentials-get=(self)"
    ),
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
if settings.HTTPS:  # also where a proxy ends TLS and asks us by plain HTTP
    ALWAYS["Strict-Transport-Security"] = f"max-age={settings.SECURE_HSTS_SECONDS}"
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)
COOKIE = "lang"
YEAR = 365 * 24 * 3600
NOTED_EVERY = timedelta(minutes=1)
AGENT = UserSession._meta.get_field("user_agent").max_length


class _Around:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response


class Headers(_Around):
    """Strict headers on every answer, unless the view set its own; a request id to find it by."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        known = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        cast("Request", request).request_id = known
        response = self.get_response(request)
        for name, value in ALWAYS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = known
        return response


class Language(_Around):
    """A visitor reads the company's language, or the one asked for once by ``?lang=``.

    What the browser prefers does not count: colleagues read the same words. The account's
    own setting replaces this as soon as it is known (``SignedIn``).
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        kept = request.COOKIES.get(COOKIE, "")
        wanted = [code for code in (asked, kept) if code in LANGUAGES]
        speak(request, wanted[0] if wanted else settings.LANGUAGE_CODE)
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language() or "")
        if asked in LANGUAGES:
            secure = settings.SESSION_COOKIE_SECURE
            response.set_cookie(
                COOKIE, asked, max_age=YEAR, httponly=True, samesite="Lax", secure=secure
            )
        return response


def speak(request: HttpRequest, code: str) -> None:
    translation.activate(code)
    request.LANGUAGE_CODE = code


class Seen(_Around):
    """The list of one's sessions: from where each was last used, noted to the minute.

    allauth's own middleware writes a row for every page; where that waits for the disk, reading does.
    """

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        if key and request.user.is_authenticated and not self.noted(request, key):
            UserSession.objects.create_from_request(request)
        return self.get_response(request)

    def noted(self, request: HttpRequest, key: str) -> bool:
        rows = UserSession.objects.filter(session_key=key, user=request.user.pk)
        held = rows.values_list("ip", "user_agent", "last_seen_at").first()
        if held is None or timezone.now() - held[2] >= NOTED_EVERY:
            return False
        agent = request.META.get("HTTP_USER_AGENT", "")[:AGENT]
        return bool(held[:2] == (get_adapter().get_client_ip(request), agent))


class SignedIn(_Around):
    """Deny by default: a page opens to a signed-in account in good standing, or is listed open."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(doors.OWN_LOCK + doors.OPEN_PATHS):
            return self.get_response(request)
        self.admit(cast("Request", request))
        return errors.with_words(request, self.get_response(request))

    def admit(self, request: Request) -> None:
        """Give the request its actor, or end a session that no longer holds."""
        if not request.user.is_authenticated:
            return
        account = request.user
        actor = actor_for(account, timezone.localdate(), proofs(request, account))
        if not doors.holds(account, actor):
            logout(request)
            messages.warning(request, _("Your access has ended. Ask your administrator."))
            return
        speak(request, account.language)
        display.apply()
        request.account, request.actor = account, actor
        request.act = acts_of(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        del args, kwargs
        if hasattr(request, "actor") or doors.is_open(request.path, request.resolver_match, view):
            return None
        return to_sign_in(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Denied):
            return errors.forbidden(request, error)
        if isinstance(error, Missing):
            return errors.not_found(request, error)
        return None


def proofs(request: HttpRequest, account: Account) -> dict[str, str | int]:
    """How the person proved who they are: ``methods`` in order, ``at`` of the latest (epoch s)."""
    records = get_authentication_records(request, account)
    names = [str(r.get("type") or r.get("method")) for r in records]
    latest = max((int(r.get("at", 0)) for r in records), default=0)
    return {"methods": ",".join(names), "at": latest}


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The way to the sign-in page and back here; an htmx request takes the whole page there."""
    back = request.get_full_path() if request.method == "GET" else "/"
    if request.headers.get("HX-Request"):
        back = request.headers.get("HX-Current-URL", "/")
        answer = HttpResponse(status=401)
        answer.headers["HX-Redirect"] = f"{reverse('account_login')}?{urlencode({'next': back})}"
        return answer
    return redirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
