"""The one way out, and what it refuses."""

import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from sekisho.connectors.addresses import Blocked, Unreachable, allowed, check
from sekisho.connectors.net import fetch
from tests.connectors.listening import listening, plain

PUBLIC = "93.184.215.14"


def at(*addresses: str) -> Any:
    """A resolver that finds these addresses for every host."""
    return lambda _host, _port: list(addresses)


def inside(settings: Any, port: int, scheme: str = "http", host: str = "hook.example") -> str:
    settings.OUTBOUND_INTERNAL = [f"{scheme}://{host}:{port}"]
    return f"{scheme}://{host}:{port}"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "100.64.0.1", "100.100.100.200", "169.254.169.254", "168.63.129.16", "192.0.0.192",
        "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::7f00:1", "fe80::1", "fe80::1%eth0",
        "192.88.99.1", "3fff::1", "5f00::1", "100::1", "2001:2::1", "fc00::1", "fd00:ec2::254", "fec0::1", "ff02::1", "2001:db8::1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2001:0:7f00:1::", "not an address",
    ],
)  # fmt: skip
def test_no_address_of_a_private_network_is_called(address: str) -> None:
    assert not allowed(address)
    with pytest.raises(Blocked):
        check("https://hook.example/x", at(address))


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_called(address: str) -> None:
    assert check("https://hook.example/x", at(address)).addresses == (address,)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with pytest.raises(Blocked):
        check("https://hook.example/", at(PUBLIC, "10.0.0.1"))


@pytest.mark.parametrize(
    "url",
    [
        "https://2130706433/", "https://0x7f000001/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
        "https://127.1/", "https://１２７.0.0.1/", "https://127.0.0.1/", "https://[::1]/",
        "https://[::ffff:127.0.0.1]/", "https://[fe80::1%25eth0]/", "https://127。0。0。1/",
    ],
)  # fmt: skip
def test_no_way_of_writing_loopback_gets_through(url: str) -> None:
    with pytest.raises(Blocked):
        check(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/", "ftp://hook.example/", "file:///etc/passwd", "gopher://hook.example",
        "https://", "https:///x", "hook.example", "https://user@hook.example/",
        "https://user:pw@hook.example/", "https://hook.example:22/", "https://hook.example:80/",
        "https://hook.example:x/", "https://hook.example/\r\nHost: other", "https://hook .example/",
        "https://hook.example\\@other/", "https://hook.example/日本", "https://a..b/", "",
        "https://hook.example/\t", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_only_a_plain_https_address_is_called(url: str) -> None:
    with pytest.raises(Blocked):
        check(url, at(PUBLIC))


def test_a_japanese_host_name_is_called_by_its_ascii_name() -> None:
    target = check("https://日本語.example/x?y=1", at(PUBLIC))
    assert (target.host, target.path, target.port) == ("xn--wgv71a119e.example", "/x?y=1", 443)


def test_an_internal_origin_is_called_when_the_settings_name_it(settings: Any) -> None:
    url = inside(settings, 8065)
    assert check(url, at("10.0.0.5")).addresses == ("10.0.0.5",)
    with pytest.raises(Blocked):
        check("http://hook.example:8066", at("10.0.0.5"))
    with pytest.raises(Blocked):
        check("http://other.example:8065", at("10.0.0.5"))


def test_not_even_an_internal_origin_may_lead_to_metadata(settings: Any) -> None:
    url = inside(settings, 8065)
    for address in (
        "169.254.169.254",
        "fe80::1",
        "168.63.129.16",
        "100.100.100.200",
        "::ffff:169.254.169.254",
    ):
        with pytest.raises(Blocked):
            check(url, at(address))


def test_a_list_of_hosts_leaves_no_other(settings: Any) -> None:
    settings.OUTBOUND_ONLY = ["Hook.Example"]
    assert check("https://hook.example/", at(PUBLIC))
    with pytest.raises(Blocked):
        check("https://other.example/", at(PUBLIC))


def test_a_host_that_cannot_be_found_may_be_tried_again() -> None:
    with pytest.raises(Unreachable):
        check("https://nobody.invalid/", at())


def test_the_address_is_resolved_once_and_the_connection_pinned_to_it(settings: Any) -> None:
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.255.255.1"]

    with listening() as server:
        url = inside(settings, server.port)
        assert fetch("GET", f"{url}/x", resolver=rebinding).body == b"hello"
        assert asked == ["hook.example"]
        assert server.requests[0][2]["Host"] == f"hook.example:{server.port}"


def test_a_request_carries_its_method_body_and_headers(settings: Any) -> None:
    with listening() as server:
        url = inside(settings, server.port)
        reply = fetch(
            "POST", f"{url}/in?a=1", body=b"{}", headers={"X-A": "b"}, resolver=at("127.0.0.1")
        )
    method, path, headers, body = server.requests[0]
    assert (reply.status, method, path, body) == (200, "POST", "/in?a=1", b"{}")
    assert headers["X-A"] == "b"


def test_the_second_address_is_tried_when_the_first_is_silent(settings: Any) -> None:
    with listening() as server:
        url = inside(settings, server.port)
        assert fetch("GET", url, resolver=at("127.0.0.9", "127.0.0.1")).status == 200


def test_a_redirect_is_an_answer_and_not_followed(settings: Any) -> None:
    def elsewhere(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(302)
        handler.send_header("Location", "http://169.254.169.254/latest/meta-data")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with listening(elsewhere) as server:
        reply = fetch("GET", inside(settings, server.port), resolver=at("127.0.0.1"))
    assert (reply.status, len(server.requests)) == (302, 1)


@pytest.mark.parametrize(("size", "whole"), [(1000, True), (1001, False)])
def test_an_answer_larger_than_the_limit_is_dropped(settings: Any, size: int, whole: bool) -> None:
    with listening(lambda handler: plain(handler, body=b"x" * size)) as server:
        url = inside(settings, server.port)
        if whole:
            assert len(fetch("GET", url, limit=1000, resolver=at("127.0.0.1")).body) == size
        else:
            with pytest.raises(Unreachable):
                fetch("GET", url, limit=1000, resolver=at("127.0.0.1"))


def test_an_answer_without_a_length_is_bounded_too(settings: Any) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 10000)

    with listening(endless) as server, pytest.raises(Unreachable):
        fetch("GET", inside(settings, server.port), resolver=at("127.0.0.1"))


def test_an_answer_cut_short_is_no_answer(settings: Any) -> None:
    def short(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"half")

    with listening(short) as server, pytest.raises(Unreachable):
        fetch("GET", inside(settings, server.port), resolver=at("127.0.0.1"))


def test_a_server_that_drips_is_left_when_the_time_is_over(settings: Any) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        for _ in range(100):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    with listening(drip) as server, pytest.raises(Unreachable):
        fetch("GET", inside(settings, server.port), timeout=0.5, resolver=at("127.0.0.1"))


def test_a_closed_port_may_be_tried_again(settings: Any) -> None:
    with listening() as server:
        pass
    with pytest.raises(Unreachable):
        fetch("GET", inside(settings, server.port), resolver=at("127.0.0.1"))


def test_headers_cannot_be_split(settings: Any) -> None:
    with listening() as server, pytest.raises(ValueError, match="header"):
        fetch(
            "GET",
            inside(settings, server.port),
            headers={"X": "a\r\nY: b"},
            resolver=at("127.0.0.1"),
        )
    assert server.requests == []


def test_tls_checks_the_name_though_the_connection_goes_to_a_number(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with listening(tls=tmp_path) as server:
        url = inside(settings, server.port, "https")
        with pytest.raises(Unreachable):  # nobody vouches for it yet
            fetch("GET", url, resolver=at("127.0.0.1"))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
        assert fetch("GET", url, resolver=at("127.0.0.1")).status == 200
        url = inside(settings, server.port, "https", "other.example")
        with pytest.raises(Unreachable):
            fetch("GET", url, resolver=at("127.0.0.1"))
