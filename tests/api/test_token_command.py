"""`sekisho token …`: made once, listed without its secret, ended at once."""

import io
from argparse import Namespace
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.test import Client

from sekisho.cli import token
from sekisho.cli.command import USAGE, Context, Stop
from sekisho.domains.people.actors import actor_for
from sekisho.ledger.history import history
from sekisho.registers import tokens
from sekisho.registers.actor import service
from sekisho.registers.errors import Invalid
from tests.api.calling import V1, acting, by_token, somebody

pytestmark = pytest.mark.django_db


def run(command: Any, account: Any = None, **but: Any) -> Any:
    """What a command says with --json."""
    named = {"as_": account.email if account else "", "name": "nightly", "expires": None}
    actor = actor_for(account, acting().on, {"via": "cli"}) if account else service("operator")
    context = Context(Namespace(**named | but), True, actor, io.StringIO())
    assert command(context) == 0
    return orjson.loads(context.out.getvalue())  # type: ignore[attr-defined]


def test_a_token_that_was_made_opens_the_api_for_its_person_and_scopes() -> None:
    director = somebody("director")
    made = run(token.create, director, scope=["read"])
    client = by_token(made["token"])
    me = client.get(f"{V1}/me").json()
    assert (me["account"], me["scopes"]) == (str(director.pk), ["read"])
    assert client.post(f"{V1}/units", b"{}", "application/json").status_code == 403


def test_it_is_valid_for_a_while_unless_told() -> None:
    director = somebody("director")
    default = run(token.create, director, scope=["read,write"])
    assert default["scopes"] == ["read", "write"]
    assert date.fromisoformat(default["expires_on"]) == acting().on + timedelta(days=token.DAYS)
    told = run(token.create, director, scope=["read"], expires=date(2999, 1, 1))
    assert told["expires_on"] == "2999-01-01"
    with pytest.raises(Invalid):
        run(token.create, director, scope=["read"], expires=date(2001, 1, 1))


def test_whose_it_is_must_be_said() -> None:
    with pytest.raises(Stop) as stopped:
        run(token.create, scope=["read"])
    assert stopped.value.code == USAGE


def test_somebody_who_may_not_sign_in_gets_none() -> None:
    with pytest.raises(Stop):
        run(token.create, somebody("director", active=False), scope=["read"])
    assert not tokens.Token.objects.exists()


def test_the_list_has_no_secret_and_each_person_sees_their_own() -> None:
    one, other = somebody("director"), somebody("admin")
    secret = run(token.create, one, scope=["read"])["token"]
    run(token.create, other, scope=["read"])
    assert [t["account"] for t in run(token.list_, one)] == [one.email]
    whole = run(token.list_)
    assert {t["account"] for t in whole} == {one.email, other.email}
    assert secret not in str(whole)


def test_a_token_is_revoked_by_its_id_or_its_first_letters() -> None:
    director = somebody("director")
    for key in ("id", "prefix"):
        made = run(token.create, director, scope=["read"])
        run(token.revoke, token=made[key])
        assert by_token(made["token"]).get(f"{V1}/me").status_code == 401
        assert [e.act for e in history(tokens.KIND, tokens.Token.objects.first().pk)] == [
            "withdraw", "add",
        ]  # fmt: skip


def test_nobody_revokes_the_token_of_another() -> None:
    made = run(token.create, somebody("director"), scope=["read"])
    with pytest.raises(Stop):
        run(token.revoke, somebody("employee"), token=made["id"])
    assert by_token(made["token"]).get(f"{V1}/me").status_code == 200


def test_the_operator_may_have_one_that_never_approves() -> None:
    made = run(token.create, as_="operator", scope=["read", "write"])
    me: Client = by_token(made["token"])
    assert me.get(f"{V1}/me").json()["roles"] == ["operator"]
