"""What a company policy shuts one by one, what it takes from a list, and what Cedar says: one set."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import cedarpy
import pytest
from django.db import transaction

from sekisho.checkpoint.cedar.columns import Cond
from sekisho.checkpoint.cedar.sides import Given
from sekisho.checkpoint.cedar.values import Rec, Uid
from sekisho.checkpoint.company import facts, rows
from sekisho.checkpoint.company.deciding import of_case
from sekisho.checkpoint.company.force import standing
from sekisho.checkpoint.deciding import Moment
from sekisho.checkpoint.index.following import Follower
from sekisho.checkpoint.rules.case import Case
from sekisho.checkpoint.telling import signals
from sekisho.domains.assets.models import Asset
from tests.checkpoint.company.worlds import World

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 15, 3, tzinfo=UTC)
WHEN = Moment.at(NOON, ZoneInfo("Asia/Tokyo"))


def in_rows(found: Cond) -> set[str]:
    every = Asset.objects.all()
    kept = every.filter(found) if not isinstance(found, bool) else every if found else every.none()
    return set(kept.values_list("number", flat=True))


def open_rows(found: Cond) -> set[str]:
    every = Asset.objects.all()
    kept = every.exclude(found) if not isinstance(found, bool) else every.none() if found else every
    return set(kept.values_list("number", flat=True))


def json_of(value: Any) -> Any:
    return {"__entity": value._asdict()} if isinstance(value, Uid) else value


def entity(uid: Uid, one: Any) -> dict[str, Any]:
    return {"uid": uid._asdict(), "attrs": {k: json_of(v) for k, v in one.attrs.items()},
            "parents": [up._asdict() for up in one.ancestors]}  # fmt: skip


def test_list_decision_and_cedar_agree_in_random_companies(
    rounds: Callable[[int, int], int],
) -> None:
    kinds: set[tuple[bool, bool]] = set()
    for seed in range(rounds(5, 300)):
        with transaction.atomic():
            compare(seed, kinds)
            transaction.set_rollback(True)
    assert len(kinds) >= 3


def compare(seed: int, kinds: set[tuple[bool, bool]]) -> None:
    """Every policy of one world, asked in three ways."""
    world = World(seed)
    index = Follower().refresh(NOON)
    for _ in range(25):
        text = world.text()
        policies = standing([("AP-001", "規則", text)])
        person, action, context = world.asks()
        who, me = facts.person_of(index, index.people[person.pk])
        told, shut, said = signals(context), set(), Rec({})
        for asset in world.assets:
            thing = index.assets[asset.pk]
            kind = index.class_of(thing)
            case = Case(index, index.people[person.pk], thing, kind, index.terms_of(kind), action,
                        told, *WHEN)  # fmt: skip
            said = facts.context_of(case)
            if list(of_case(case, policies)):
                shut.add(asset.number)
            what, it = facts.asset_of(index, thing)
            found = cedarpy.is_authorized(
                {"principal": str(who), "action": f'Action::"{action}"', "resource": str(what),
                 "context": said.fields},
                text + "\npermit(principal, action, resource);", [entity(who, me), entity(what, it)],
            )  # fmt: skip
            denied = found.decision != cedarpy.Decision.Allow or bool(found.diagnostics.errors)
            assert denied == (asset.number in shut), (seed, text)
        given = Given(who, Uid("Action", action), said, {who: me}, rows.assets(index))
        listed = rows.forbidden(policies, given)
        assert in_rows(listed) == shut, (seed, text, shut ^ in_rows(listed))
        assert open_rows(listed) == {a.number for a in world.assets} - shut, (seed, text)
        kinds.add((isinstance(listed, bool), bool(shut)))


def test_an_undecided_class_counts_as_the_assumed_one_in_lists_too() -> None:
    world = World(1)
    index = Follower().refresh(NOON)
    assert index.assumed is not None
    policies = standing(
        [("AP-1", "", "forbid(principal, action, resource is Asset) when { resource.rank == 2 };")]
    )
    given = Given(Uid("Person", ""), Uid("Action", "read"), Rec({}), {}, rows.assets(index))
    found = in_rows(rows.forbidden(policies, given))
    assert found == {a.number for a in world.assets if a.classification in {None, world.kinds[2]}}
