"""Nobody decides on what they made, nor on what is about themselves: by page, API, sheet or command.

The real guard stands at the door here, and whoever tries has a role that may make the move.
"""

from contextlib import suppress
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import timezone

from sekisho.checkpoint.reach import own_paths
from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import actor_for
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.run import Options
from sekisho.registers.exchange.table import Table
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema
from sekisho.registers.workflow import Move
from tests.api.calling import by_token, send, somebody, token_of
from tests.contract.acting import LIVES, START
from tests.contract.test_every_move import PARTED, did
from tests.given.every import a_record

pytestmark = [pytest.mark.django_db, pytest.mark.once]
KEPT = [
    (name, step)
    for name in LIVES
    for step in registry[name].life.moves  # type: ignore[union-attr]
    if step.name in registry[name].rights.never_own
]
OWN_SEATS = {"approval_seats", "approvals"}
"""A seat belongs to whoever sits in it; who sits there is tested with the approval matrix."""


def cases(found: list[tuple[str, Move]]) -> Any:
    once = {(name, step.name): step for name, step in found if name not in OWN_SEATS}
    pairs = [(name, step) for (name, _), step in once.items() if everywhere(registry[name], step)]
    ids = [f"{name}.{step.name}" for name, step in pairs]
    return pytest.mark.parametrize(("name", "step"), pairs, ids=ids)


def everywhere(register: Register[Any], step: Move) -> str:
    """A role whose people may make ``step`` on every record, and read it."""
    reads = register.rights.of("read")
    for role, scope in register.rights.of(step.name).items():
        if not scope and reads.get(role) == "" and role not in {"operator", "engine", "auditor"}:
            return role
    return ""


def waiting(register: Register[Any], step: Move) -> Any:
    """A record that waits for ``step``."""
    begun = {k: v for k, v in START.get(register.name, {}).items() if k != "classified"}
    record = a_record(register.name, **begun | {"ver": 0})
    field = register.life.field  # type: ignore[union-attr]
    register.model._default_manager.filter(pk=record.pk).update(**{field: step.sources[0]})
    record.refresh_from_db()
    return record


def act_of(account: Account) -> Act:
    now = timezone.now()
    on = timezone.localdate(now)
    return Act.now(actor_for(account, on), now, "test", settings.TIME_ZONE)


def refused_everywhere(account: Account, register: Register[Any], step: Move, record: Any) -> None:
    """Every way in refuses ``account`` to make ``step``, and the record stays as it was."""
    decided = [register.life.field, *(f for f, _ in step.sets)]  # type: ignore[union-attr]
    rows = register.model._default_manager.filter(pk=record.pk).values(*decided)
    before = rows.get()
    with pytest.raises(Denied) as refusal:
        move(register, act_of(account), step.name, record, {})
    assert {code for code, _ in refusal.value.reasons} <= {"same_person", "own", "person_frozen"}
    client = Client()
    client.force_login(account)
    page = client.post(f"/r/{register.name}/{record.pk}/moves/{step.name}", {"ver": record.ver})
    assert page.status_code in {403, 404}  # 404: not theirs to see at all
    api = by_token(token_of(account))
    answer = send(api, "POST", f"/{register.name}/{record.pk}/moves/{step.name}", {})
    assert answer.status_code in {403, 404}
    by_sheet(account, register, step, record)
    assert rows.get() == before


def by_sheet(account: Account, register: Register[Any], step: Move, record: Any) -> None:
    """A sheet that types the new state and who decided: nothing of it is taken."""
    form = schema(register)
    if len(register.key) != 1 or not register.rights.add:
        return
    said = {register.life.field: str(step.target), **dict.fromkeys(f for f, _ in step.sets)}  # type: ignore[union-attr]
    said |= {n: account.person.number for n in said if form.all[n].type == "reference"}
    words = {n: str(getattr(record, n) or "") for n in register.key} | said
    heads = [str(form.all[n].label) for n in words]
    sheet = Table("x.csv", heads, [(2, [w or "2026/11/23" for w in words.values()])])
    with suppress(Denied):
        import_file(register, act_of(account), sheet, Options(skip_errors=True))


@cases(PARTED)
def test_who_made_it_cannot_decide_on_it_by_any_way_in(name: str, step: Move) -> None:
    register = registry[name]
    account = somebody(everywhere(register, step))
    record = waiting(register, step)
    earlier = act_of(account)
    did(register, record, step.other_than[0], earlier)
    refused_everywhere(account, register, step, record)


@cases(KEPT)
def test_nobody_decides_on_a_record_about_themselves_by_any_way_in(name: str, step: Move) -> None:
    register = registry[name]
    account = somebody(everywhere(register, step))
    record = waiting(register, step)
    for path in own_paths(register):
        if "__" in path or not _is_person(register, path):
            continue
        register.model._default_manager.filter(pk=record.pk).update(**{path: account.person})
        record.refresh_from_db()
        refused_everywhere(account, register, step, record)


def _is_person(register: Register[Any], path: str) -> bool:
    column = register.model._meta.get_field(path) if path != "id" else None
    return isinstance(column, models.ForeignKey)
