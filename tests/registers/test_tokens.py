"""API tokens."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sekisho.ledger.history import history
from sekisho.registers import tokens
from sekisho.registers.actor import Act, service
from sekisho.registers.errors import Invalid

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 4, 1, 3, tzinfo=UTC)  # 12:00 in Japan
ACCOUNT = UUID(int=1)


def acting() -> Act:
    return Act(service("operator"), NOON, "test", date(2026, 4, 1))


def a_token(**other: Any) -> tuple[tokens.Token, str]:
    values = {"name": "nightly export", "scopes": ["read"], "expires_on": date(2026, 4, 30)}
    return tokens.make(acting(), ACCOUNT, **values | other)


def test_a_token_is_found_by_its_secret_with_its_scopes() -> None:
    token, secret = a_token(scopes=["write", "assets.read", "write"])
    found = tokens.find(secret, NOON)
    assert found is not None
    assert (found.pk, found.account, found.scopes) == (token.pk, ACCOUNT, ("assets.read", "write"))


def test_the_secret_is_nowhere_in_the_table() -> None:
    token, secret = a_token()
    assert secret.startswith("sk_")
    assert token.prefix == secret[:8]
    assert secret not in str(tokens.Token.objects.values().get())


def test_wrong_secrets_find_nothing() -> None:
    _, secret = a_token()
    for wrong in ("", "sk_", secret[:-1], secret + "x", secret[3:], secret.upper()):
        assert tokens.find(wrong, NOON) is None


def test_a_token_is_valid_through_its_last_day_in_the_company_zone() -> None:
    _, secret = a_token(expires_on=date(2026, 4, 30))
    midnight = datetime(2026, 4, 30, 15, tzinfo=UTC)  # 1 May 00:00 in Japan
    assert tokens.find(secret, midnight - timedelta(seconds=1))
    assert tokens.find(secret, midnight) is None


def test_a_revoked_token_opens_nothing() -> None:
    token, secret = a_token()
    assert tokens.revoke(acting(), token.pk)
    assert tokens.find(secret, NOON) is None
    assert not tokens.revoke(acting(), token.pk)


def test_all_tokens_of_an_account_end_together() -> None:
    a_token()
    a_token()
    assert tokens.revoke_account(acting(), ACCOUNT) == 2


def test_use_is_noted_to_the_minute_without_a_write_per_request(
    django_assert_num_queries: Any,
) -> None:
    _, secret = a_token()
    tokens.find(secret, NOON)
    with django_assert_num_queries(1):
        tokens.find(secret, NOON + timedelta(seconds=59))
    with django_assert_num_queries(2):
        tokens.find(secret, NOON + timedelta(seconds=60))
    assert tokens.Token.objects.get().last_used_at == NOON + timedelta(seconds=60)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("name", "x" * 81),
        ("scopes", []),
        ("scopes", ["read", "everything"]),
        ("scopes", ["assets."]),
        ("expires_on", date(2026, 3, 31)),
    ],
)
def test_a_token_that_cannot_stand_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as caught:
        a_token(**{field: value})
    assert list(caught.value.problems) == [field]
    assert not tokens.Token.objects.exists()


def test_making_and_ending_a_token_stand_in_the_ledger_without_its_secret() -> None:
    token, secret = a_token()
    tokens.revoke(acting(), token.pk)
    entries = history(tokens.KIND, token.pk)
    assert [entry.act for entry in entries] == ["withdraw", "add"]
    told = str([entry.payload for entry in entries])
    assert "nightly export" in told
    assert secret not in told
    assert tokens.digest(secret) not in told
