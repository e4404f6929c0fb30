"""What is true of every list: its length costs no queries, whoever looks."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sekisho.api import caller
from sekisho.domains.people.models import Person, Unit
from sekisho.obligations.obligation import obligations
from sekisho.registers.register import registry
from sekisho.registers.rights import Scope
from sekisho.registers.settings import declared
from tests.contract.acting import NAMES
from tests.contract.roles import unlike
from tests.given.assets import an_asset
from tests.given.engagements import an_assessment, an_engagement
from tests.given.every import a_record
from tests.given.people import an_appointment
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
MANY = 6
ALONE = {"companies"}
LOOKING = [
    (name, role)
    for name in NAMES
    for role in unlike(registry[name], ("director", "manager", "employee"), "read")
    if registry[name].listed and name not in ALONE
    if role in registry[name].rights.of("read")
    if not (role == "employee" and registry[name].person_path == "id")
]


def one_of(name: str, n: int, person: Person, role: str) -> Any:
    """The ``n``-th of many records, about ``person`` when they see but their own."""
    but: dict[str, Any] = {}
    if name == "settings":
        but = {"name": declared()[n].name}
    elif name == "terms":
        but = {"obligation": [one.code for one in obligations][n]}
    if role == "employee" and registry[name].rights.of("read")["employee"] == Scope.OWN:
        path = registry[name].person_path
        if name in {"accounts", "identities"}:
            return None  # one's own is the only one
        if path == "asset__owner":
            return a_record(name, asset=an_asset(owner=person, personal=("personal",)))
        if path.endswith("engagement__owner"):
            theirs = an_engagement(owner=person)
            deep = path.startswith("assessment__")
            return a_record(
                name,
                **{"assessment": an_assessment(engagement=theirs)}
                if deep
                else {"engagement": theirs},
            )
        but[path] = person
    return a_record(name, **but)


@pytest.mark.once
@pytest.mark.parametrize(("name", "role"), LOOKING)
def test_a_longer_list_costs_no_more_queries(name: str, role: str) -> None:
    account = somebody(role)
    client = Client()
    client.force_login(account)
    api = f"/api/v1/{name}"
    paths = [reverse("list", args=[name]), reverse("export", args=[name, "csv"]), api]
    if any(one == name for one, _role in LOOKING[: LOOKING.index((name, role))]):
        paths = [paths[len(name) % 2], api]  # of a second role not every way again

    def asked(*, again: bool = False) -> tuple[list[int], int]:
        for unit in Unit.objects.filter(appointments=None) if role == "manager" else ():
            an_appointment(person=account.person, unit=unit)
        counts = []
        for path in paths:
            if not again:
                caller.forget()
                client.get(path)  # what is kept for the session is kept now
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(path)
                assert answer.status_code == 200
                b"".join(answer) if answer.streaming else answer.content
            counts.append(len(queries))
        return counts, len(client.get(api).json()["items"])

    first = one_of(name, 0, account.person, role)
    few, short = asked()
    if first is None:
        return
    for n in range(1, MANY):
        one_of(name, n, account.person, role)
    many, long = asked(again=True)
    assert long >= short + MANY - 1
    assert many == few


@pytest.mark.parametrize("name", NAMES)
def test_a_label_speaks_of_nothing_but_what_is_read_with_the_row(name: str) -> None:
    register = registry[name]
    record = a_record(name)
    read = register.rows().select_related(*register.label_with).get(pk=record.pk)
    with CaptureQueriesContext(connection) as queries:
        assert register.label(read)
    assert len(queries) == 0
