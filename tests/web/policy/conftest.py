"""A company with a policy read in, judged, and people in their roles."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from sekisho.domains.documents.importing import import_policy
from sekisho.domains.documents.models import Binding, Clause, Version
from sekisho.domains.documents.publishing import publish
from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import actor_for
from sekisho.findings import daily
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.given.assets import an_asset
from tests.given.kept import kept_for_the_module
from tests.given.people import a_company, an_account, an_appointment

TEXT = """# Rules on information

## Assets

- Every asset is classified by its manager.
- Every asset has an owner, and its purpose of use is registered. Assets are reviewed regularly.

## People

- Everyone reads these rules and agrees to them.
"""


def act_of(account: Account) -> Act:
    now = timezone.now()
    return Act.now(actor_for(account, timezone.localdate(now)), now, "test", "Asia/Tokyo")


def operator() -> Act:
    return Act.now(service("operator"), timezone.now(), "test", "Asia/Tokyo")


def engine() -> Act:
    return Act.now(service("engine"), timezone.now(), "engine", "Asia/Tokyo")


def appointed(role: str, **but: object) -> Account:
    account = an_account(**but)
    an_appointment(person=account.person, role=role)
    return account


def a_draft(text: str = TEXT) -> Version:
    return import_policy(operator(), text.encode(), "rules.md")[0]


def clause_of(version: Version, words: str) -> Clause:
    return Clause.objects.of(version).get(text__contains=words)


def bind(account: Account, clause: Clause, duty: str) -> Binding:
    """A duty confirmed by ``account``, suggested or not."""
    act, register = act_of(account), registry["bindings"]
    known = Binding.objects.filter(clause=clause, duty=duty).first()
    known = known or write(register, act, {"clause": clause.pk, "duty": duty})
    return move(register, act, "confirm", known)


def put_in_force(version: Version, by: Account, approver: Account) -> Version:
    register = registry["versions"]
    move(register, act_of(by), "submit", version)
    move(register, act_of(approver), "approve", version)
    version.refresh_from_db()
    return publish(act_of(approver), version, due_days=14)


@pytest.fixture(autouse=True)
def _no_settings_of_other_tests() -> Iterator[None]:
    """Settings are kept for two seconds; another test's must not be seen here, nor ours there."""
    settings.forget()
    yield
    settings.forget()


@pytest.fixture
def chair(db: None, request: pytest.FixtureRequest) -> Account:
    return _of_the_company(request, 1) or appointed("chair", name="榊 直人")


@pytest.fixture
def director(db: None, request: pytest.FixtureRequest) -> Account:
    return _of_the_company(request, 2) or appointed("director", name="藤代 真紀")


def _of_the_company(request: pytest.FixtureRequest, place: int) -> Account | None:
    """Who has the role in the company of `living`, where the test asks for that."""
    if "living" not in request.fixturenames:
        return None
    pk = request.getfixturevalue("living_company")[place]
    return Account.objects.get(pk=pk)


def a_living_company() -> tuple[Any, ...]:
    """The keys of its policy, chair and director."""
    chair, director = appointed("chair", name="榊 直人"), appointed("director", name="藤代 真紀")
    a_company()
    version = a_draft()
    bind(chair, clause_of(version, "classified"), "O050")
    bind(chair, clause_of(version, "purpose"), "O067")
    version = put_in_force(version, chair, director)
    for n in range(2):
        an_asset(name=f"古い資産{n}", registered_on=timezone.localdate() - timedelta(days=60))
    daily.evaluate(engine())
    return version.pk, chair.pk, director.pk


@pytest.fixture(scope="module")
def living_company(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[Any, ...]]:
    """Made once for a module: judging a company costs more than reading its pages."""
    with kept_for_the_module(django_db_blocker), translation.override("ja"):
        yield a_living_company()


@pytest.fixture
def living(living_company: tuple[Any, ...], db: None) -> Version:
    """In force and judged: two assets overdue, one clause not kept, one nobody bound."""
    return Version.objects.get(pk=living_company[0])
