"""Who could open an asset on a day: from spans, and from the ledger alone, with a proof for each."""

import json
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest

from sekisho.domains.access.as_of import what_could_open, who_could_open
from sekisho.domains.access.models import AccessRight
from sekisho.domains.access.replay import replay
from sekisho.domains.access.telling import told
from sekisho.ledger import inclusion, sequence
from sekisho.ledger.note import parse_checkpoint
from sekisho.ledger.tree import included, leaf_hash
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.given.access import a_system_account, an_entitlement
from tests.given.assets import an_asset
from tests.given.people import a_person, an_appointment

pytestmark = pytest.mark.django_db
MARCH, DAY = date(2026, 3, 1), timedelta(days=1)


def act(on: date, actor: Actor | None = None) -> Act:
    at = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    return Act(actor or service("operator"), at, "test", on)


class Story:
    """One asset: a right given, renewed and removed; one by a role; one by a shared account."""

    def __init__(self) -> None:
        self.asset = an_asset(purposes=("見積の作成",))
        self.boss, self.hana, self.ken, self.night = (a_person() for _ in range(4))
        an_appointment(person=self.boss, unit=self.asset.unit)
        self.manager = Actor(self.boss.pk, frozenset({"manager", "employee"}), self.boss.pk)
        self.admin = Actor(a_person().pk, frozenset({"admin"}), a_person().pk)
        self.direct = self.given(self.hana, asset=self.asset, actions=["read"])
        self.role = an_entitlement()
        self.link = self.add("entitlement_assets", date(2026, 2, 1), {
            "entitlement": self.role, "asset": self.asset, "starts_on": date(2026, 2, 1),
        })  # fmt: skip
        self.by_role = self.given(self.ken, entitlement=self.role)
        account = a_system_account(system=self.role.system, kind="shared", person=self.boss)
        self.shared = self.given(self.boss, entitlement=self.role, account=account, basis="found",
                                 starts_on=date(2026, 1, 10))  # fmt: skip
        self.add("account_members", date(2026, 1, 20), {
            "account": account, "person": self.night, "starts_on": date(2026, 1, 20),
            "ends_on": MARCH,
        })  # fmt: skip

    def add(self, register: str, on: date, values: dict[str, Any]) -> Any:
        return write(registry[register], act(on), values)

    def given(self, person: Any, **but: Any) -> Any:
        fields = {"person": person, "purpose": "見積の作成", "ends_on": date(2026, 6, 30)} | but
        right = self.add("access_rights", date(2026, 1, 15), fields)
        if right.state == "requested":
            right = self.moved(right, "approve", date(2026, 1, 20), self.manager)
            right = self.moved(right, "provision", date(2026, 1, 21), self.admin, ticket="WO-1")
        return right

    def moved(self, right: Any, name: str, on: date, actor: Actor, **said: Any) -> Any:
        return move(registry["access_rights"], act(on, actor), name, right, said)

    def who(self, on: date) -> set[Any]:
        return {one.person for one in who_could_open(self.asset.pk, on, AccessRight.objects.all())}


@pytest.fixture
def story() -> Story:
    return Story()


def test_a_right_opens_from_its_approval_to_its_proven_removal(story: Story) -> None:
    assert story.who(date(2026, 1, 19)) == set()
    assert story.who(date(2026, 1, 20)) == {story.hana}
    removed = date(2026, 3, 10)
    right = story.moved(story.direct, "remove", date(2026, 3, 5), story.manager,
                        removal_cause="unneeded")  # fmt: skip
    story.moved(right, "confirm_removal", removed, story.admin, removal_ticket="WO-2")
    assert story.hana in story.who(removed)
    assert story.hana not in story.who(removed + DAY)
    assert story.hana in story.who(MARCH)


def test_a_role_opens_an_asset_within_the_days_of_its_line(story: Story) -> None:
    assert story.ken not in story.who(date(2026, 1, 31))
    assert story.ken in story.who(date(2026, 2, 1))
    write(registry["entitlement_assets"], act(MARCH), {"ends_on": MARCH}, story.link)
    assert story.ken in story.who(MARCH)
    assert story.ken not in story.who(MARCH + DAY)


def test_who_uses_a_shared_account_could_open_what_it_could(story: Story) -> None:
    assert {story.boss, story.night} <= story.who(MARCH)
    assert story.night not in story.who(MARCH + DAY)
    mine = what_could_open(story.night.pk, MARCH, AccessRight.objects.all())
    assert [(one.right, one.way) for one in mine] == [(story.shared, "shared")]


def test_what_was_not_removed_after_its_last_day_still_opened(story: Story) -> None:
    late = date(2026, 7, 1)
    found = who_could_open(story.asset.pk, late, AccessRight.objects.all())
    assert {one.person: one.over for one in found}[story.hana] is True


def test_the_ledger_alone_gives_the_same_answer_for_any_day(story: Story) -> None:
    story.moved(story.by_role, "renew", date(2026, 4, 1), story.manager, ends_on=date(2026, 9, 30))
    right = story.moved(story.direct, "remove", date(2026, 3, 5), story.manager,
                        removal_cause="unneeded")  # fmt: skip
    story.moved(right, "confirm_removal", date(2026, 3, 10), story.admin, removal_ticket="WO-2")
    from_ledger = replay()
    assert from_ledger.erased == set()
    for on in (date(2026, 1, 1) + n * 5 * DAY for n in range(60)):
        found = who_could_open(story.asset.pk, on, AccessRight.objects.all())
        spans = {(one.person.pk, one.right.pk) for one in found}
        assert from_ledger.who_could_open(story.asset.pk, on) == spans, on


def test_each_line_rests_on_an_entry_that_the_signed_tree_holds(story: Story) -> None:
    sequence.integrate()
    sequence.seal(datetime(2026, 7, 1, tzinfo=UTC))
    lines = told(who_could_open(story.asset.pk, MARCH, AccessRight.objects.all()), MARCH)
    acts = {one.way.person: one.entry.act for one in lines if one.entry}
    assert acts == {story.hana: "approve", story.ken: "approve", story.boss: "add",
                    story.night: "add"}  # fmt: skip
    for one in lines:
        assert one.entry is not None
        assert one.entry.pos is not None
        given = inclusion.proof(one.entry.pos)
        assert given is not None
        signed = parse_checkpoint(given["checkpoint"])
        leaf = leaf_hash(given["core"].encode())
        way = [bytes.fromhex(step) for step in given["proof"]]
        assert leaf.hex() == given["leaf"]
        assert included(leaf, given["pos"], signed.size, way, signed.root)
    assert inclusion.proof(10**6) is None


def test_the_command_answers_with_reasons_and_compares_with_the_ledger(story: Story) -> None:
    from argparse import Namespace

    from sekisho.cli.access import as_of
    from sekisho.cli.command import Context

    args = Namespace(asset=story.asset.number, person=None, on="2026-03-01", replay=True)
    out = StringIO()
    assert as_of(Context(args, True, service("operator"), out)) == 0
    answer = json.loads(out.getvalue())
    assert answer["replay"] is True
    assert {line["way"] for line in answer["lines"]} == {"asset", "role", "shared"}
    assert {line["purpose"] for line in answer["lines"]} == {"見積の作成"}
