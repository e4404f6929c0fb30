"""Proxies ask: who it is, what lies behind the address, and what the answer is for each proxy."""

import io
from typing import Any

import pytest
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone

from sekisho.checkpoint import keeping, live
from sekisho.checkpoint.front import front
from sekisho.checkpoint.live import Registers
from sekisho.checkpoint.routing import find, route
from tests.checkpoint.live.company import Company
from tests.given.people import an_account
from tests.given.safeguards import a_freeze, a_route

pytestmark = pytest.mark.django_db
HOST = "wiki.example.co.jp"


@pytest.fixture
def company(monkeypatch: pytest.MonkeyPatch) -> Company:
    found = Company(mfa="none", device="none")
    found.now = timezone.now()
    found.gate = Registers(found.follower, keep=keeping.keep_all)
    monkeypatch.setattr(live, "_here", [found.gate])
    a_route(host=HOST, path="/plans/*", asset=found.plans)
    return found


def signed_in(company: Company) -> Client:
    client = Client()
    client.force_login(an_account(person=company.hana))
    return client


def asked(client: Client, company: Company, uri: str, method: str = "GET", **more: Any) -> Any:
    company.follower.forget()
    headers = {"X-Original-Host": HOST, "X-Original-URI": uri, "X-Original-Method": method} | more
    return client.get("/forward-auth/nginx", headers=headers)


def test_the_answer_is_200_401_or_403(company: Company) -> None:
    hana = signed_in(company)
    found = asked(hana, company, "/plans/2026?page=2")
    assert found.status_code == 200
    assert found.headers["X-Sekisho-User"] == company.hana.account.email
    assert asked(Client(), company, "/plans/2026").status_code == 401
    other = Client()
    other.force_login(an_account())
    refused = asked(other, company, "/plans/2026")
    assert refused.status_code == 403
    assert other.get(f"/d/{refused.headers['X-Sekisho-Decision']}").status_code == 200


@pytest.mark.parametrize(
    ("uri", "method"),
    [("/", "GET"), ("/plans/a", "POST"), ("/plans/../secret", "GET"), ("/plans/%2e%2e/secret", "GET"),
     ("/plans//a", "GET"), ("/plans/a%2fb", "GET"), ("", "GET"), ("http://x/plans/a", "GET"), ("/plansx", "GET")],
)  # fmt: skip
def test_what_no_route_names_is_shut(company: Company, uri: str, method: str) -> None:
    found = asked(signed_in(company), company, uri, method)
    assert found.status_code == 403
    assert found.headers["X-Sekisho-Decision"].startswith("D-")


def test_the_longest_path_counts_even_when_it_says_no() -> None:
    routes = {
        "h": (
            route("h", "/*", ("GET", "POST"), "A", "read"),
            route("h", "/hr/*", ("GET",), "B", "read"),
        )
    }
    assert getattr(find(routes, "h:8443", "/hr/x", "GET"), "asset", None) == "B"
    assert getattr(find(routes, "H", "/x", "POST"), "asset", None) == "A"
    assert find(routes, "h", "/hr/x", "POST") is None
    assert find(routes, "other", "/x", "GET") is None


def test_nobody_becomes_somebody_by_a_header(company: Company) -> None:
    for name in ("X-Sekisho-User", "X-Forwarded-User", "Remote-User", "X-Remote-User"):
        spoofed = asked(Client(), company, "/plans/a", **{name: company.hana.account.email
                        if hasattr(company.hana, "account") else "x"})  # fmt: skip
        assert spoofed.status_code == 401
    assert (
        asked(Client(), company, "/plans/a", Authorization="Bearer sk_made_up").status_code == 401
    )


def test_a_ticket_opens_one_host_once_and_ends_with_the_sign_in(company: Company) -> None:
    hana = signed_in(company)
    hana.get("/me")  # the sign-in is on record
    gone = hana.get(f"/forward-auth/start?to=http://{HOST}/plans/a?x=1&y=2")
    assert gone.status_code == 302
    assert gone.url.startswith(f"http://{HOST}/.sekisho/enter?ticket=")
    way = "/forward-auth/enter" + gone.url.partition("/.sekisho/enter")[2]
    elsewhere = Client()
    assert elsewhere.get(way, headers={"X-Forwarded-Host": "other.example"}).status_code == 403
    entered = elsewhere.get(way, headers={"X-Forwarded-Host": HOST})
    assert (entered.status_code, entered.url) == (302, "/plans/a?x=1&y=2")
    assert elsewhere.get(way, headers={"X-Forwarded-Host": HOST}).status_code == 403  # used
    assert asked(elsewhere, company, "/plans/a").status_code == 200
    other = asked(elsewhere, company, "/plans/a", **{"X-Original-Host": "other.example"})
    assert other.status_code == 401  # the pass is for one host
    hana.post("/logout/")
    hana.session.flush()
    assert asked(elsewhere, company, "/plans/a").status_code == 401


def test_the_way_in_leads_to_registered_hosts_alone(company: Company) -> None:
    hana = signed_in(company)
    for to in ("http://evil.example/", "javascript://x", "//evil.example", ""):
        assert hana.get(f"/forward-auth/start?to={to}").status_code == 400
    assert "login" in Client().get(f"/forward-auth/start?to=http://{HOST}/plans/a").url


def test_other_proxies_get_a_page_or_json_or_the_way_in(company: Company) -> None:
    html = {"X-Forwarded-Host": HOST, "X-Forwarded-Uri": "/plans/a", "X-Forwarded-Method": "GET",
            "X-Forwarded-Proto": "https", "Accept": "text/html"}  # fmt: skip
    way = Client().get("/forward-auth/http", headers=html)
    assert (way.status_code, "/forward-auth/start?to=https" in way.url) == (302, True)
    other = Client()
    other.force_login(an_account())
    company.follower.forget()
    page = other.get("/forward-auth/http", headers=html)
    assert page.status_code == 403
    assert "アクセス権限がありません" in page.content.decode()
    told = other.get("/forward-auth/http", headers=html | {"Accept": "application/json"}).json()
    assert (told["decision"], told["reasons"][0]["code"]) == (False, "no_right")


def as_proxy(name: str, uri: str, method: str, cookies: str, **more: str) -> dict[str, Any]:
    """What Traefik, Caddy and Envoy send, as their manuals describe it, for a request to ``uri``."""
    said = {"HTTP_X_FORWARDED_METHOD": method, "HTTP_X_FORWARDED_PROTO": "https",
            "HTTP_X_FORWARDED_HOST": HOST, "HTTP_X_FORWARDED_URI": uri,
            "HTTP_X_FORWARDED_FOR": "203.0.113.7", "HTTP_COOKIE": cookies,
            "REQUEST_METHOD": "GET", "PATH_INFO": "/forward-auth/http", "HTTP_HOST": "127.0.0.1:8000"}  # fmt: skip
    if name == "caddy":
        said |= {"HTTP_HOST": "localhost"}
    if name == "envoy":  # its own method, host and path
        path, _mark, query = uri.partition("?")
        said |= {"REQUEST_METHOD": method, "PATH_INFO": f"/forward-auth/envoy{path}",
                 "QUERY_STRING": query, "HTTP_HOST": HOST, "CONTENT_LENGTH": "7"}  # fmt: skip
    return {"REMOTE_ADDR": "127.0.0.1", "SERVER_NAME": "x", "SERVER_PORT": "80", "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
            "wsgi.errors": io.StringIO(), "wsgi.input": io.BytesIO(b"a=b&c=d"), **said, **more}  # fmt: skip


def through(environ: dict[str, Any]) -> tuple[int, dict[str, str]]:
    told: dict[str, Any] = {}

    def behind(asked: dict[str, Any], start: Any) -> list[bytes]:
        answer = ClientHandler(enforce_csrf_checks=True)(asked)
        start(f"{answer.status_code} {answer.reason_phrase}", list(answer.items()))
        return [answer.content]

    def start(status: str, headers: Any) -> None:
        told.update(status=int(status[:3]), headers=dict(headers))

    b"".join(front(behind)(environ, start))
    return told["status"], told["headers"]


@pytest.mark.parametrize("name", ["traefik", "caddy", "envoy"])
def test_each_proxy_is_understood_as_its_manual_says_it_asks(company: Company, name: str) -> None:
    a_route(host=HOST, path="/plans/edit", asset=company.plans, methods=("POST",), action="write")
    client = signed_in(company)
    cookies = "; ".join(f"{key}={one.value}" for key, one in client.cookies.items())

    def status(uri: str, method: str = "GET", who: str = cookies, **more: str) -> int:
        company.follower.forget()
        return through(as_proxy(name, uri, method, who, **more))[0]

    code, headers = through(as_proxy(name, "/plans/2026?page=2", "GET", cookies))
    assert (code, headers["X-Sekisho-User"]) == (200, company.hana.account.email)
    assert status("/plans/edit", "POST") == 200
    assert status("/plans/2026", "POST") == 403
    assert status("/elsewhere") == 403
    assert status("/plans/2026", who="") == 401
    html = {"HTTP_ACCEPT": "text/html"}
    assert status("/plans/2026", who="", **html) == 302
    assert status("/plans/%2e%2e/x") == 403
    assert status("/plans/2026", HTTP_X_FORWARDED_HOST="other.example") == 403
    assert status("/plans/2026", HTTP_X_FORWARDED_URI="") == 403
    a_freeze(asset=company.plans)
    assert status("/plans/2026") == 403
