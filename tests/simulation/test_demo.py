"""The demo company: every role can come in and lands where it should; every state is to be seen."""

from pathlib import Path

import pytest
from django.contrib.auth.password_validation import validate_password
from django.test import Client
from django.utils import timezone

from sekisho.config.demo import PART, move_in
from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.findings.finding import ClauseStanding, Standing
from sekisho.findings.standing import whole
from sekisho.ledger.verify import verify
from sekisho.notices.waiting import waiting
from sekisho.obligations.judge import Seal
from sekisho.registers.verifying import everything
from sekisho.simulation import demo
from sekisho.simulation.story import Size
from sekisho.web import places

SMALL = Size(people=48, assets=90, months=13, seed=48, grants=100)
LANDS = {"fujishiro": "policy", "ooba": "policy", "sakaki": "policy", "miura": "policy",
         "kiriyama": "tasks", "miyase": "tasks", "aihara": "tasks"}  # fmt: skip


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> object:
    """Made once for this module, in a transaction that is taken back afterwards."""
    from django.db import transaction

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            demo.create(timezone.now(), SMALL)
            yield None
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)


pytestmark = [pytest.mark.django_db, pytest.mark.once]  # test_simulate asks the other database


def test_the_demo_password_is_strong_enough_for_every_account(company: object) -> None:
    for door in demo.DOORS:
        account = Account.objects.get(email=door.email)
        validate_password(demo.PASSWORD, account)
        assert account.check_password(demo.PASSWORD)


def test_every_state_occurs_and_most_of_what_is_measured_is_kept_or_at_risk(
    company: object,
) -> None:
    on = timezone.localdate()
    states = [s.seal for s in whole(on, on).clauses]
    assert set(states) == set(Seal.values)
    known = [state for state in states if state not in {Seal.AWAITING, Seal.OUT_OF_SCOPE}]
    well = [state for state in known if state in {Seal.KEPT, Seal.AT_RISK}]
    assert len(well) > len(known) / 2


def test_the_past_year_has_an_answer_for_each_month(company: object) -> None:
    days = set(ClauseStanding.objects.values_list("on", flat=True))
    assert len(days) >= 13
    assert days == set(Standing.objects.values_list("on", flat=True))


def test_the_demo_ledger_verifies_with_every_record(company: object) -> None:
    assert verify(records=everything()).first_bad is None


@pytest.mark.parametrize("door", demo.DOORS, ids=lambda door: door.email.partition("@")[0])
def test_each_role_signs_in_and_lands_in_its_first_place(company: object, door: demo.Door) -> None:
    client = Client()
    answer = client.post(
        "/accounts/login/", {"login": door.email, "password": demo.PASSWORD}, follow=True
    )
    assert answer.status_code == 200
    account = Account.objects.get(email=door.email)
    assert client.session["_auth_user_id"] == str(account.pk)
    home = client.get("/")
    place = LANDS.get(door.email.partition("@")[0])
    if place and home.status_code == 302:
        known = [page.url for role in places.ROLES for page in places.pages(place, [role])]
        assert home.headers["Location"] in known


def test_moving_in_replaces_what_a_broken_attempt_left_and_brings_the_database_last(
    tmp_path: Path,
) -> None:
    data, part = tmp_path, tmp_path / PART
    for path, words in (
        ("keys/ledger.key", "new"), ("keys/session.key", "of the part"), ("checkpoints/9", "new"),
        ("keys/schema-1.stamp", "x"), ("sekisho.sqlite3", "rows"),
    ):  # fmt: skip
        (part / path).parent.mkdir(parents=True, exist_ok=True)
        (part / path).write_text(words)
    (data / "keys").mkdir()
    (data / "keys/ledger.key").write_text("left over")
    (data / "keys/session.key").write_text("own")
    move_in(part, data)
    assert (data / "keys/ledger.key").read_text() == "new"
    assert (data / "keys/session.key").read_text() == "own"
    assert (data / "sekisho.sqlite3").read_text() == "rows"
    assert not part.exists()
    assert not list(data.rglob("*.stamp"))


@pytest.mark.usefixtures("company")
def test_something_waits_for_those_who_decide() -> None:
    on = timezone.localdate()
    waits = {
        mail: {register.name for register, *_rest in waiting(actor_for(account, on), on)}
        for mail in ("fujishiro", "ooba", "sakaki", "kiriyama")
        for account in Account.objects.filter(email=f"{mail}@{demo.DOMAIN}")
    }
    assert waits["fujishiro"] >= {"assets", "approval_seats"}
    assert waits["ooba"] >= {"approval_seats"}
    assert waits["sakaki"] >= {"assets"}
    assert waits["kiriyama"] >= {"approval_seats"}
