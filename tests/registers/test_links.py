"""Links for people without an account."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from sekisho.registers import limits, links
from sekisho.registers.errors import Missing

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)
WEEK = NOON + timedelta(days=7)
SHEET = ("checks", UUID(int=7))
BY = UUID(int=1)


def a_link(max_uses: int | None = 1, person: UUID | None = None) -> str:
    return links.make(
        "answer", SHEET, expires_at=WEEK, by=BY, at=NOON, max_uses=max_uses, person=person
    )


def test_a_link_opens_what_it_is_for_and_is_then_used_up() -> None:
    token = a_link()
    opened = links.use(token, "answer", NOON)
    assert (opened.kind, opened.rec, opened.used_count) == (*SHEET, 1)
    with pytest.raises(Missing):
        links.use(token, "answer", NOON)


def test_looking_at_the_page_uses_nothing_up() -> None:
    token = a_link()
    for _ in range(3):
        links.peek(token, "answer", NOON)
    assert links.use(token, "answer", NOON)


def test_a_link_without_a_count_works_until_it_expires() -> None:
    token = a_link(max_uses=None)
    for _ in range(5):
        links.use(token, "answer", NOON)
    assert links.use(token, "answer", WEEK - timedelta(seconds=1)).used_count == 6
    with pytest.raises(Missing):
        links.use(token, "answer", WEEK)


def test_a_link_is_for_one_purpose_alone() -> None:
    with pytest.raises(Missing):
        links.use(a_link(), "sign", NOON)


def test_a_guessed_link_is_missing_like_an_expired_one() -> None:
    a_link()
    with pytest.raises(Missing):
        links.peek("x" * 43, "answer", NOON)


def test_the_table_holds_no_token() -> None:
    token = a_link()
    row = links.Capability.objects.values().get()
    assert token not in str(row)
    assert len(token) >= 43  # 256 bits


def test_links_of_a_record_are_revoked_together_or_by_purpose() -> None:
    token = a_link()
    assert links.revoke(SHEET, NOON, purpose="sign") == 0
    assert links.revoke(("checks", uuid4()), NOON) == 0
    assert links.revoke(SHEET, NOON) == 1
    with pytest.raises(Missing):
        links.peek(token, "answer", NOON)


def test_links_of_a_person_are_revoked_together() -> None:
    someone = uuid4()
    token, other = a_link(person=someone), a_link()
    assert links.revoke_person(someone, NOON) == 1
    with pytest.raises(Missing):
        links.use(token, "answer", NOON)
    assert links.use(other, "answer", NOON)


def test_a_caller_who_tries_many_links_is_slowed_down() -> None:
    for _ in range(20):
        with pytest.raises(Missing):
            links.peek("wrong", "answer", NOON, caller="203.0.113.7")
    with pytest.raises(limits.TooMany):
        links.peek("wrong", "answer", NOON, caller="203.0.113.7")
    assert links.peek(a_link(), "answer", NOON, caller="203.0.113.8")


def test_one_link_is_not_opened_without_end() -> None:
    token = a_link(max_uses=None)
    for _ in range(30):
        links.peek(token, "answer", NOON)
    with pytest.raises(limits.TooMany):
        links.peek(token, "answer", NOON)
