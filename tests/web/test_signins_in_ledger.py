"""Coming in is an act, and so is changing the lock."""

import pytest
from django.test import Client, override_settings

from sekisho.ledger.sequence import integrate
from sekisho.ledger.tail import follow
from tests.given.people import a_person, an_account

pytestmark = pytest.mark.django_db


def test_signing_in_leaves_an_entry_without_name_or_address(client: Client) -> None:
    account = an_account(person=a_person())
    account.set_password("murasaki-tsuki-42")
    account.save()
    body = {"login": account.email, "password": "murasaki-tsuki-42"}
    answer = client.post("/accounts/login/", body)
    assert answer.status_code == 302
    integrate()
    (entry,) = [e for e in follow("test") if e.kind == "sign_ins"]
    assert (entry.act, entry.actor) == ("signed_in", account.pk)
    assert entry.payload["account"] == str(account.pk)


def test_a_wrong_password_leaves_none(client: Client) -> None:
    account = an_account(person=a_person())
    account.set_password("murasaki-tsuki-42")
    account.save()
    client.post("/accounts/login/", {"login": account.email, "password": "wrong-wrong-wrong"})
    assert not [e for e in follow("test") if e.kind == "sign_ins"]


@override_settings(SEKISHO_METRICS_TOKEN="secret-of-the-monitor")
def test_metrics_are_for_the_holder_of_the_token(client: Client) -> None:
    assert client.get("/metrics").status_code == 404
    ours = {"Authorization": "Bearer secret-of-the-monitor"}
    assert "sekisho_ledger_entries" in client.get("/metrics", headers=ours).content.decode()
