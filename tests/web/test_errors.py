"""Pages for what went wrong say what happened and what to do, in the language of the reader."""

from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig
from django.test import Client, RequestFactory

from sekisho.registers.errors import Denied, Missing
from sekisho.web import errors, me

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_page_that_is_not_there_offers_the_search(enter: Callable, language: str) -> None:
    answer = enter(language=language).get("/nothing")
    assert answer.status_code == 404
    assert 'action="/palette"' in answer.text
    assert {"ja": "この画面は見つかりません", "en": "There is no such page"}[
        language
    ] in answer.text


def test_an_address_of_a_button_opened_by_hand_leads_to_the_page_of_the_button(
    enter: Callable,
) -> None:
    client = enter("chair")
    answer = client.get("/r/assets/IA-0001/moves/classify")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert 'href="/r/assets/IA-0001"' in answer.text
    assert "ボタンから使う" in answer.text


def test_a_refusal_names_every_reason(enter: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise Denied("assets.change", [("unit", "他部門の資産です"), ("hours", "時間外です")])

    monkeypatch.setattr(me.preferences, "keep", refuse)
    answer = enter().post("/me", {"theme": "dark"})
    assert answer.status_code == 403
    assert "他部門の資産です" in answer.text
    assert "時間外です" in answer.text


def test_what_is_missing_and_what_is_hidden_look_the_same(
    enter: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def miss(*_: object, **__: object) -> None:
        raise Missing

    monkeypatch.setattr(me.preferences, "keep", miss)
    assert enter().post("/me", {"theme": "dark"}).status_code == 404


def test_a_form_without_its_token_says_that_it_expired() -> None:
    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@b.jp"})
    assert answer.status_code == 403
    assert "入力画面の有効時間が過ぎました" in answer.text


def test_too_much_data_is_413_and_other_nonsense_400() -> None:
    request = RequestFactory().post("/")
    assert errors.bad_request(request, RequestDataTooBig()).status_code == 413
    assert errors.bad_request(request, ValueError()).status_code == 400
    assert errors.too_many(request).status_code == 429


def test_the_page_of_a_failure_needs_neither_database_nor_session(
    django_assert_num_queries: Callable,
) -> None:
    request = RequestFactory().get("/")
    request.request_id = "abc-12345"
    with django_assert_num_queries(0):
        answer = errors.broken(request)
    assert answer.status_code == 500
    assert "abc-12345" in answer.text
    assert "{" not in answer.text.split("<body", 1)[1].split("X-CSRFToken", 1)[1][20:]
