"""Whoever may not see a record learns nothing of it, by whatever way they look."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle, islice
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.models import Account
from sekisho.registers import listing, notes
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Denied
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.exchange.table import Table
from sekisho.registers.listing import Wanted
from sekisho.registers.plan import unique_sets
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Scope
from sekisho.registers.schema import Schema, schema
from tests.contract.acting import AT, NAMES, ON, somebody
from tests.contract.roles import unlike
from tests.given.every import a_record
from tests.given.kept import kept_for_the_module
from tests.web.conftest import somebody as an_account_of

pytestmark = pytest.mark.django_db
MARK = "隠れ里ノ目印"
PARTLY = [
    (name, role)
    for name in NAMES
    for role in unlike(registry[name], ("employee", "manager", "contractor", "admin"), "read")
    if registry[name].rights.of("read").get(role) in {Scope.OWN, Scope.UNIT}
]
CLOSED = [
    name
    for name in NAMES
    if "employee" not in registry[name].rights.of("read") and registry[name].listed
]
POINTING: dict[str, list[tuple[str, str]]] = {}
for one in NAMES:
    for reference in Schema(registry[one]).references:
        POINTING.setdefault(reference.target, []).append((one, reference.name))
HIDDEN_FROM = [
    (target, role)
    for target in POINTING
    for role in ("employee", "manager")
    if registry[target].rights.of("read").get(role, "none") != ""
]


@dataclass
class World:
    """Somebody signed in, and a record of ``register`` that they may not see."""

    register: Register[Any]
    account: Account
    client: Client
    hidden: Any

    @property
    def actor(self) -> Actor:
        return actor_for(self.account, timezone.localdate())

    @property
    def keys(self) -> list[str]:
        number = getattr(self.hidden, "number", "") if self.register.number else ""
        return [str(self.hidden.pk), *([number] if number else [])]

    def traces(self, body: str) -> list[str]:
        return [word for word in (MARK, *self.keys, self.hidden.pk.hex) if word in body]


def marked(register: Register[Any]) -> Any:
    """A record with a word in it that stands nowhere else."""
    record = a_record(register.name)
    for field in schema(register).fields:
        plain = field.type in {"text", "long"} and field.name not in {"number", "obligation"}
        free = isinstance(field.column, models.CharField | models.TextField)
        if (
            plain
            and free
            and field.name not in {names[-1] for names in unique_sets(register.model)}
        ):
            short = MARK[: field.limit or 99]
            register.model._default_manager.filter(pk=record.pk).update(**{field.name: short})
            break
    return register.model._default_manager.get(pk=record.pk)


def world(name: str, role: str) -> World:
    account = an_account_of(role)
    client = Client()
    client.force_login(account)
    return World(registry[name], account, client, marked(registry[name]))


def ids(pair: tuple[str, str]) -> str:
    return "-".join(pair)


@contextmanager
def kept_world(blocker: Any, pair: tuple[str, str]) -> Iterator[World]:
    with kept_for_the_module(blocker):
        yield world(*pair)


@pytest.fixture(scope="module", params=PARTLY, ids=ids)
def partly(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Of each register that a role sees in part: what it does not see. Its questions share it."""
    with kept_world(django_db_blocker, request.param) as here:
        yield here


@pytest.fixture(scope="module", params=HIDDEN_FROM, ids=ids)
def target(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Of each register that others refer to: what a role does not see."""
    with kept_world(django_db_blocker, request.param) as here:
        yield here


def shared_out(things: list[Any], questions: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Each thing with a question in turn, and each question with a thing: what the product does
    with the one does not depend on the other."""
    return islice(
        zip(cycle(things), cycle(questions), strict=True), max(len(things), len(questions))
    )


EACH_CLOSED = pytest.mark.parametrize("name", CLOSED)


def test_lists_counts_and_searches_leave_it_out(partly: World) -> None:
    here = partly
    for asked in (Wanted(), Wanted(words=MARK), Wanted(filters={"id": [str(here.hidden.pk)]})):
        found = listing.rows(here.register, here.actor, timezone.localdate(), asked)
        assert here.hidden not in found
        assert found.filter(pk=here.hidden.pk).count() == 0
        page = listing.page(here.register, here.actor, timezone.localdate(), asked)
        assert here.hidden not in page.items


@pytest.mark.once
def test_pages_and_files_of_the_list_leave_it_out(partly: World) -> None:
    here, name = partly, partly.register.name
    if not here.register.listed:
        return
    paths = [
        reverse("list", args=[name]),
        f"/api/v1/{name}",
        reverse("export", args=[name, "csv"]),
        f"/api/v1/{name}/export.csv",
        reverse("export", args=[name, "json"]),
        f"/api/v1/{name}/export.json",
    ]
    queries = [{}, {"q": MARK}, {"id": str(here.hidden.pk)}]
    first = NAMES.index(name) % 3  # the next register is asked otherwise
    for path, query in shared_out(paths, queries[first:] + queries[:first]):
        answer = here.client.get(path, query)
        body = b"".join(answer) if answer.streaming else answer.content
        text = body.decode()
        if query:
            text = text.replace(str(query.get("id", "-")), "").replace(MARK, "", 9)
        assert answer.status_code == 200, path
        assert here.traces(text) == [], path


def same(here: World, method: str, path: str, **data: Any) -> None:
    """The answer for the hidden record is the answer for one that never was.

    What a program is told is compared word by word; of a page, that it is the one of things not there.
    Only at the address of the record itself is it asked for by its number too.
    """
    both = path.endswith("{key}") and method == "GET"
    for key in here.keys if both else here.keys[:1]:
        real = here.client.generic(method, path.format(key=key), **data)
        assert real.status_code == 404, f"{method} {path}"
        if not path.startswith("/api/"):
            assert MARK not in real.content.decode()
            continue
        other = str(uuid4()) if key == str(here.hidden.pk) else f"{key[:-1]}X"
        none = here.client.generic(method, path.format(key=other), **data)
        assert none.status_code == 404
        assert plain(real.content, key) == plain(none.content, other)


def plain(body: bytes, key: str) -> str:
    """An answer without the address that was asked for, and what differs every time."""
    found = json.loads(body.decode().replace(key, "KEY"))
    return str({n: v for n, v in found.items() if n not in {"instance", "request", "number"}})


def in_turn(register: Register[Any], questions: list[str]) -> str:
    """One of ``questions``, the next register another: one view answers them for every register."""
    return questions[NAMES.index(register.name) % len(questions)]


def some_move(register: Register[Any]) -> list[str]:
    moves = [step.name for step in register.life.moves] if register.life else []
    return [in_turn(register, moves)] if moves else []


def test_the_record_and_all_that_hangs_on_it_is_not_there(partly: World) -> None:
    here, name = partly, partly.register.name
    if not here.register.listed:
        return
    base = f"/r/{name}/{{key}}"
    for path in (base, in_turn(here.register, [f"{base}/edit", f"{base}/files/{uuid4()}"])):
        same(here, "GET", path)
    for parts in (["edit", "comments"], ["withdraw", "files"]):
        same(here, "POST", f"{base}/{in_turn(here.register, parts)}")
    for step in some_move(here.register):
        same(here, "POST", f"{base}/moves/{step}")


@pytest.mark.once
def test_the_api_does_not_know_it_either(partly: World) -> None:
    here, name = partly, partly.register.name
    if not here.register.listed:
        return
    base = f"/api/v1/{name}/{{key}}"
    body: dict[str, Any] = {"content_type": "application/json", "data": "{}"}
    for path in (base, f"{base}/{in_turn(here.register, ['history', 'comments', 'files'])}"):
        same(here, "GET", path)
    same(here, "PATCH", base, **body, headers={"If-Match": "*"})
    same(here, "POST", f"{base}/{in_turn(here.register, ['comments', 'withdraw'])}", **body)
    for step in some_move(here.register):
        same(here, "POST", f"{base}/moves/{step}", **body)


@pytest.mark.once
def test_its_file_cannot_be_had_by_its_own_id(partly: World) -> None:
    here, name = partly, partly.register.name
    if not here.register.listed:
        return
    file = a_record("attachments", kind=name, rec=here.hidden.pk)
    for base in (f"/r/{name}", f"/api/v1/{name}"):
        for rec in (here.hidden.pk, file.pk):
            assert here.client.get(f"{base}/{rec}/files/{file.pk}").status_code == 404


def test_a_combobox_offers_only_what_one_may_see(target: World) -> None:
    here = target
    for (name, field), query in shared_out(POINTING[here.register.name], [MARK, "", *here.keys]):
        answer = here.client.get(reverse("options", args=[name, field]), {"q": query})
        assert answer.status_code in {200, 404}
        text = answer.content.decode().replace(query or "-", "")
        assert here.traces(text) == [], f"{name}.{field}"


@pytest.mark.once
def test_a_form_filled_in_by_its_address_tells_nothing(target: World) -> None:
    """/r/assignments/new?person=P-00012 must not say who that is."""
    here = target
    for (name, field), key in shared_out(POINTING[here.register.name], here.keys):
        answer = here.client.get(reverse("new", args=[name]), {field: key})
        text = answer.content.decode()
        assert [word for word in here.traces(text) if word != key] == [], f"{name}.{field}"


def addresses(patterns: Any, prefix: str = "") -> list[str]:
    """Every address of the product that takes no argument."""
    found = []
    for one in patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            found += addresses(one.url_patterns, path)
        elif isinstance(one, URLPattern) and "<" not in path and "(" not in path:
            found.append("/" + path.replace("^", "").replace("$", ""))
    return sorted({path for path in found if ".*" not in path})


@pytest.mark.parametrize("role", ["employee", "manager", "contractor"])
def test_no_page_at_all_shows_what_is_hidden(role: str) -> None:
    account = an_account_of(role)
    client = Client(raise_request_exception=True)
    client.force_login(account)
    hidden = []
    for name in NAMES:
        reach = registry[name].rights.of("read").get(role, "none")
        if reach != "" and registry[name].listed:
            hidden.append(marked(registry[name]))
    assert hidden
    for path in addresses(get_resolver().url_patterns):
        if "logout" in path or path == "/accounts/2fa/webauthn/add/":
            continue
        searches = path in ECHO
        for query in ({}, {"q": MARK}):
            if query and not searches:
                continue
            answer = client.get(path, query)
            body = (b"".join(answer) if answer.streaming else answer.content).decode()
            searches |= 'name="q"' in body.partition("<main")[2]
            if query:
                body = body.replace(f'value="{MARK}"', "")
            asked = body.count(MARK) if query and path in ECHO else 0
            assert body.count(MARK) == asked, path
            assert [str(r.pk) for r in hidden if str(r.pk) in body] == [], path


ECHO = {"/palette"}
"""Pages that repeat what was searched for in words."""


@EACH_CLOSED
def test_a_register_one_may_not_read_is_not_there(name: str) -> None:
    here = world(name, "employee")
    key = str(here.hidden.pk)
    for path in ("", "new", "export.csv", "import", key, f"{key}/edit"):
        assert here.client.get(f"/r/{name}/{path}").status_code == 404, path
    for path in (f"/api/v1/{name}", f"/api/v1/{name}/{key}", f"/api/v1/{name}/export.csv"):
        answer = here.client.get(path)
        assert answer.status_code in {403, 404}, path
        assert here.traces(answer.content.decode().replace(key, "", 2)) == []


def test_a_number_of_a_hidden_record_reads_like_one_that_never_was() -> None:
    """A sheet tells nobody which numbers are taken in units they do not manage."""
    account = an_account_of("manager")
    act = Act(actor_for(account, timezone.localdate()), AT, "test", ON)
    hidden = a_record("assets", number="IA-7001")
    sheet = Table("x.csv", ["number", "name"], [(2, [hidden.number, "x"]), (3, ["IA-7002", "x"])])
    out = run(registry["assets"], act, sheet, Options(dry_run=True))
    told = {error.row: str(error.message).replace("7001", "7002") for error in out.errors}
    assert told[2] == told[3]


def test_nobody_comments_on_what_they_cannot_see(partly: World) -> None:
    here = partly
    act = Act(here.actor, AT, "test", ON)
    with pytest.raises(Denied):
        notes.comment(here.register, act, here.hidden, "見えた")
    assert not notes.comments(here.register, [here.hidden.pk]).exists()


def test_a_stranger_sees_nothing_of_anything() -> None:
    nobody = Actor(UUID(int=1), frozenset(), somebody().person)
    for name in NAMES:
        a_record(name)
        assert not listing.rows(registry[name], nobody, ON, Wanted()).exists()
