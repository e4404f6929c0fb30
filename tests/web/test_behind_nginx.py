"""A page behind a real nginx, with the configuration of docs/how-to/protect-a-site.md."""

import os
import re
import shutil
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.checkpoint import live
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.checkpoint.live.company import Company
from tests.given.people import a_person, an_account
from tests.given.safeguards import a_route
from tests.house.tree import ROOT

HOST = "wiki.example.co.jp"
DOCUMENT = ROOT / "docs/how-to/protect-a-site.md"


def nginx() -> str:
    found = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    if found is None:
        words = "no nginx here: sh tools/nginx.sh"
        if os.environ.get("CI") == "true":
            pytest.fail(words)
        pytest.skip(words)
    return found


class Wiki(BaseHTTPRequestHandler):
    """The application: it believes whatever reaches it."""

    def do_GET(self) -> None:
        body = f"pages for {self.headers.get('X-Sekisho-User')}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Nothing on stderr."""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@pytest.fixture
def company(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Company:
    found = Company(mfa="none", device="none")
    monkeypatch.setattr(live, "_here", [])
    a_route(host=HOST, path="/plans/*", asset=found.plans)
    return found


@pytest.fixture
def port(company: Company, live_server: Any, tmp_path: Path) -> Iterator[int]:
    """Where nginx listens, between a browser and the wiki."""
    program, listen = nginx(), free_port()
    wiki = ThreadingHTTPServer(("127.0.0.1", 0), Wiki)
    threading.Thread(target=wiki.serve_forever, daemon=True).start()
    block = re.search(r"```nginx\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert block is not None
    ours = live_server.url.removeprefix("http://")
    server = (
        block[1].replace("listen 80;", f"listen 127.0.0.1:{listen};")
        .replace("127.0.0.1:3000", f"127.0.0.1:{wiki.server_port}")
        .replace("127.0.0.1:8000", ours).replace("https://sekisho.example.co.jp", live_server.url)
        .replace("Host sekisho.example.co.jp", f"Host {ours}")
    )  # fmt: skip
    conf = tmp_path / "nginx.conf"
    temp = "".join(f"{one}_temp_path {tmp_path}/{one};" for one in
                   ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    conf.write_text(
        f"daemon off; pid {tmp_path}/pid; error_log {tmp_path}/error.log; events {{}}\n"
        f"http {{ access_log off; {temp}\n{server}\n}}"
    )
    running = subprocess.Popen(
        [program, "-c", str(conf), "-p", str(tmp_path), "-e", str(tmp_path / "e")]
    )
    try:
        for _try in range(100):
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", listen)) == 0:
                    break
            time.sleep(0.05)
        yield listen
    finally:
        running.terminate()
        running.wait(10)
        wiki.shutdown()
        wiki.server_close()


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


def get(port: int, path: str, **headers: str) -> tuple[int, str, Any]:
    """Status, body and headers of a page as a browser gets it from nginx."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Host": HOST} | headers
    )
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=20) as reply:
            return reply.status, reply.read().decode(), reply.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


def test_nginx_lets_through_what_is_permitted_and_shuts_within_a_second(
    company: Company, port: int, live_server: Any
) -> None:
    status, _body, headers = get(port, "/plans/2026?a=1&b=2")
    assert (status, headers["Location"].partition("?")[0]) == (
        302,
        f"{live_server.url}/forward-auth/start",
    )

    person = Client()
    person.force_login(an_account(person=company.hana))
    person.get("/me")
    start = headers["Location"].removeprefix(live_server.url)
    ticket = person.get(start).url
    assert ticket.startswith("http://")
    status, _body, headers = get(port, "/.sekisho/" + ticket.partition("/.sekisho/")[2])
    assert (status, headers["Location"]) == (302, "/plans/2026?a=1&b=2")
    cookie = {"Cookie": headers["Set-Cookie"].partition(";")[0]}

    account = company.hana.account.email
    assert get(port, "/plans/2026?a=1&b=2", **cookie)[:2] == (200, f"pages for {account}")
    for spoof in (
        {"X-Sekisho-User": "boss"},
        {"X-Original-URI": "/plans/a", "X-Original-Host": HOST},
    ):
        assert get(port, "/plans/2026", **spoof)[0] == 302
    assert (
        get(port, "/plans/2026", **cookie, **{"X-Sekisho-User": "boss"})[1]
        == f"pages for {account}"
    )
    assert get(port, "/other", **cookie | {"X-Original-URI": "/plans/a"})[0] == 302
    assert get(port, "/plans/..%2fother", **cookie)[0] == 302

    zone = ZoneInfo("Asia/Tokyo")
    chair = Actor(a_person().pk, frozenset({"chair"}), a_person().pk)
    act = Act.now(chair, timezone.now(), "test", str(zone))
    write(registry["freezes"], act, {"asset": company.plans.pk, "reason": "漏えいのおそれ"})
    time.sleep(0.4)
    status, _body, headers = get(port, "/plans/2026", **cookie)
    assert (status, "/d/D-" in headers["Location"]) == (302, True)
    decision = "/d/" + headers["Location"].partition("/d/")[2]
    assert "凍結中" in person.get(decision).content.decode()
