"""Deny by default, whose session holds, and the headers of every answer."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from sekisho.web import doors, middleware
from tests.given.people import an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db


def test_a_page_without_signing_in_leads_to_the_door_and_back(client: Client) -> None:
    answer = client.get("/me?x=1")
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/accounts/login/?next=%2Fme%3Fx%3D1",
    )


def test_an_htmx_request_takes_the_whole_page_to_the_door(client: Client) -> None:
    asked = {"HX-Request": "true", "HX-Current-URL": "http://testserver/me"}
    answer = client.get("/palette", headers=asked)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/"]
)
def test_the_doors_open_to_everybody(client: Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "login/code/confirm/", "3rdparty/", "2fa/trust/", ""],
)
def test_pages_of_allauth_that_are_not_used_do_not_exist(client: Client, path: str) -> None:
    answer = client.get(f"/accounts/{path}")
    assert answer.status_code == 404


def test_every_open_name_is_an_address() -> None:
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert names >= doors.OPEN_NAMES


@pytest.mark.parametrize("path", ["/apiary", "/healthy", "/statics", "/scimitar"])
def test_a_path_that_only_resembles_an_open_one_is_closed(path: str) -> None:
    assert not doors.is_open(path, None, lambda: None)


def test_a_view_marked_open_is_open() -> None:
    assert doors.is_open("/anything", None, doors.open_door(lambda: None))


@pytest.mark.parametrize(("days", "status"), [(0, 200), (-1, 302)])
def test_an_account_opens_the_door_through_its_last_day(
    client: Client, days: int, status: int
) -> None:
    last = timezone.localdate() + timedelta(days=days)
    client.force_login(somebody(expires_on=last))
    assert client.get("/me").status_code == status


def test_the_session_of_someone_who_left_ends_at_the_next_click(client: Client) -> None:
    account = somebody()
    client.force_login(account)
    assert client.get("/me").status_code == 200
    person = account.person
    person.last_working_on = person.ends_on = date(2026, 1, 31)
    person.save()
    assert client.get("/me").status_code == 302
    assert "_auth_user_id" not in client.session


def test_where_a_session_was_last_used_is_noted_to_the_minute_and_when_it_moves(
    client: Client,
) -> None:
    client.force_login(somebody())

    def seen(**sent: str) -> Any:
        client.get("/me", **sent)
        return UserSession.objects.get(session_key=client.session.session_key)

    first = seen(REMOTE_ADDR="192.0.2.1")
    assert seen(REMOTE_ADDR="192.0.2.1").last_seen_at == first.last_seen_at
    moved = seen(REMOTE_ADDR="192.0.2.2")
    assert moved.last_seen_at > first.last_seen_at
    assert moved.ip == "192.0.2.2"
    UserSession.objects.update(last_seen_at=timezone.now() - middleware.NOTED_EVERY)
    assert timezone.now() - seen(REMOTE_ADDR="192.0.2.2").last_seen_at < middleware.NOTED_EVERY


def test_a_service_never_has_a_session(client: Client) -> None:
    client.force_login(an_account(kind="service", person=None))
    assert client.get("/me").status_code == 302


@pytest.mark.parametrize("path", ["/accounts/login/", "/me", "/nothing"])
def test_every_answer_carries_the_strict_headers(enter: Callable, path: str) -> None:
    answer = enter().get(path)
    assert answer.headers["Content-Security-Policy"] == middleware.CSP
    assert "unsafe" not in middleware.CSP
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] in {
        "no-store",
        "max-age=0, no-cache, no-store, must-revalidate, private",
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-12345", True), ("short", False), ("x" * 65, False), ("a b c d e f", False)],
)
def test_a_request_keeps_a_sound_id_and_gets_one_otherwise(
    client: Client, given: str, kept: bool
) -> None:
    answer = client.get("/accounts/login/", headers={"X-Request-ID": given})
    assert (answer.headers["X-Request-ID"] == given) is kept
    assert len(answer.headers["X-Request-ID"]) >= 8


def test_a_visitor_reads_the_companys_language_whatever_the_browser_prefers(client: Client) -> None:
    answer = client.get("/accounts/login/", headers={"Accept-Language": "en"})
    assert answer.headers["Content-Language"] == settings.LANGUAGE_CODE == "ja"
    assert '<html lang="ja"' in answer.text


def test_a_visitor_may_ask_for_english_and_it_is_kept(client: Client) -> None:
    assert 'lang="en"' in client.get("/accounts/login/?lang=en").text
    assert "Sign in" in client.get("/accounts/login/").text
    assert "Sign in" in client.get("/accounts/login/?lang=zz").text


def test_the_setting_of_the_account_wins_over_the_visitors(enter: Callable) -> None:
    client = enter(language="en")
    client.cookies["lang"] = "ja"
    assert '<html lang="en"' in client.get("/me?lang=ja").text
