"""Forward-auth: a proxy asks before it lets a request through to an application.

``nginx`` answers 200, 401 or 403 and nothing else, since auth_request takes all else for an error;
``http`` (Traefik, Caddy, Envoy) may show a page or lead to the sign-in. Who it is follows from a
pass, a session or a token that is verified here, never from a header a browser can set.
"""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint.authzen.asking import Ask, Thing
from sekisho.checkpoint.deciding import ASSET, PERSON, Broken, Verdict
from sekisho.checkpoint.keeping import keep
from sekisho.checkpoint.live import here
from sekisho.checkpoint.routing import find, host_of
from sekisho.checkpoint.rules.case import Failure
from sekisho.checkpoint.saying import UNMAPPED
from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.registers import tokens
from sekisho.registers.settings import declare
from sekisho.web import doors
from sekisho.web.checkpoint import passes
from sekisho.web.checkpoint.passes import COOKIE, Known
from sekisho.web.middleware import to_sign_in
from sekisho.web.request import Request

DEVICE_HEADER = declare(
    "checkpoint.device_header", "", gettext_lazy("Header in which the proxy names the device"),
    type="text", group=gettext_lazy("Checkpoint"),
    source=gettext_lazy("Empty: none is believed. Only for a proxy that sets it from a client certificate."),
)  # fmt: skip
AGAIN = "/.sekisho/enter"


@require_safe
def nginx(request: HttpRequest) -> HttpResponse:
    uri, method = (
        request.headers.get("X-Original-URI", ""),
        request.headers.get("X-Original-Method", "GET"),
    )
    return _answer(request, request.headers.get("X-Original-Host", ""), uri, method)[0]


@require_safe
def http(request: HttpRequest) -> HttpResponse:
    host = request.headers.get("X-Forwarded-Host", "")
    uri, method = (
        request.headers.get("X-Forwarded-Uri", ""),
        request.headers.get("X-Forwarded-Method", "GET"),
    )
    scheme = "https" if request.headers.get("X-Forwarded-Proto") == "https" else "http"
    answer, reasons = _answer(request, host, uri, method)
    if (
        answer.status_code == 401
        and method == "GET"
        and "text/html" in request.headers.get("Accept", "")
    ):
        to = urlencode({"to": f"{scheme}://{host}{uri}"})
        return redirect(f"{settings.BASE_URL}/forward-auth/start?{to}")
    if answer.status_code == 403:
        return _shown(request, answer, reasons)
    return answer


def _answer(
    request: HttpRequest, host: str, uri: str, method: str
) -> tuple[HttpResponse, list[dict[str, Any]]]:
    """200 with who it is, 401 for nobody, 403 with the number of the decision; and the reasons."""
    known = _known(request, host)
    if known is None or known.account.person_id is None:
        return HttpResponse(
            status=401, headers={"WWW-Authenticate": 'Bearer realm="checkpoint"'}
        ), []
    gate, at = here(), timezone.now()
    found = find(gate.follower.refresh(at).routes, host, uri, method)
    context = {"auth_time": known.at, "amr": list(known.methods), "device": _device(request)}
    subject = Thing(PERSON, str(known.account.person_id), {})
    if found is None:
        number = _unmapped(subject, f"{host_of(host)}{uri}"[:200], method)
        return HttpResponse(status=403, headers={"X-Sekisho-Decision": number}), []
    decided = gate.decide(Ask(subject, found.action, Thing(ASSET, found.asset, {}), context, {}))
    number = str(decided.context.get("evaluation_id", ""))
    if not decided.decision:
        reasons = list(decided.context["reasons"])
        return HttpResponse(status=403, headers={"X-Sekisho-Decision": number}), reasons
    headers = {"X-Sekisho-User": known.account.email, "X-Sekisho-Decision": number}
    return HttpResponse(status=200, headers=headers), []


def _unmapped(subject: Thing, address: str, method: str) -> str:
    gate, at = here(), timezone.now()
    index = gate.follower.index
    person = index.people.get(index.person_names.get(subject.id))  # type: ignore[arg-type]
    broken = [Broken(None, Failure("route_unknown", UNMAPPED, {"address": address}))]
    verdict = Verdict(False, broken, person, None, None, index.terms_of(None))
    return keep(
        Ask(subject, method, Thing("route", address, {}), {}, {}), verdict, at, gate.follower.pos
    )


def _device(request: HttpRequest) -> str:
    name = str(DEVICE_HEADER())
    return request.headers.get(name, "") if name else ""


def _known(request: HttpRequest, host: str) -> Known | None:
    """Whoever shows a token, a pass for this host, or a session of ours; None when it holds no more."""
    now = timezone.now()
    scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = tokens.find(secret.strip(), now)
        account = Account.objects.filter(pk=token.account).first() if token else None
        known = Known(account, None, ()) if account else None
    else:
        word = request.COOKIES.get(COOKIE, "")
        known = passes.of_pass(word, host, now) if word else passes.of_session(request)  # type: ignore[arg-type]
    if known is None:
        return None
    actor = actor_for(known.account, timezone.localdate(now))
    return known if doors.holds(known.account, actor) else None


def _shown(
    request: HttpRequest, answer: HttpResponse, reasons: list[dict[str, Any]]
) -> HttpResponse:
    """The refusal for a person, or as JSON for a program."""
    number = answer.headers["X-Sekisho-Decision"]
    url = f"{settings.BASE_URL}/d/{number}"
    if "text/html" not in request.headers.get("Accept", ""):
        body = {"decision": False, "evaluation_id": number, "reasons": reasons, "url": url}
        return JsonResponse(body, status=403, headers={"X-Sekisho-Decision": number})
    language = "en" if (translation.get_language() or "").startswith("en") else "ja"
    said = [
        {"said": one[language], "advice": one.get("advice", {}).get(language, ""), "url": one.get("url", "")}
        for one in reasons
    ] or [{"said": _("This address is not open.")}]  # fmt: skip
    context = {"title": _("You cannot open this at present"), "said": said, "url": url}
    page = render(request, "web/checkpoint/refused.html", context, status=403)
    page.headers["X-Sekisho-Decision"] = number
    return page


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """From the application to the sign-in here, and back with a ticket. Only to hosts of routes."""
    asked: Request = request  # type: ignore[assignment]
    scheme, _colon, rest = _wanted(request).partition("://")
    host, slash, path = rest.partition("/")
    routes = here().follower.refresh(timezone.now()).routes
    if scheme not in {"http", "https"} or host_of(host) not in routes:
        return HttpResponse(_("No protected application is registered at this address."), status=400,
                            content_type="text/plain; charset=utf-8")  # fmt: skip
    if passes.of_session(asked) is None:
        return to_sign_in(request)
    word = passes.ticket(asked, host)
    if not word:
        return to_sign_in(request)
    return redirect(f"{scheme}://{host}{AGAIN}?{urlencode({'ticket': word, 'to': slash + path})}")


def _wanted(request: HttpRequest) -> str:
    """Where to go back to. nginx cannot encode it, so a bare address is everything behind ``to=``."""
    raw = request.META.get("QUERY_STRING", "")
    bare = raw.startswith(("to=http://", "to=https://"))
    return raw[3:] if bare else str(request.GET.get("to", ""))


@require_safe
def enter(request: HttpRequest) -> HttpResponse:
    """At the application's own host, by its proxy: a ticket becomes a pass in a cookie."""
    host = request.headers.get("X-Forwarded-Host", "")
    word = passes.redeem(request.GET.get("ticket", ""), host)
    to = request.GET.get("to", "/")
    if not word:
        return HttpResponse(_("This way in was used already or is over. Please open the page again."),
                            status=403, content_type="text/plain; charset=utf-8")  # fmt: skip
    if not to.startswith("/") or to.startswith(("//", "/\\")):
        to = "/"
    answer = redirect(to)
    secure = request.headers.get("X-Forwarded-Proto") == "https"
    answer.set_cookie(
        COOKIE, word, max_age=passes.HALF_DAY, httponly=True, samesite="Lax", secure=secure
    )
    return answer
