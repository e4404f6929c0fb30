"""The one door: what is written, what is refused, what the ledger holds of it."""

from dataclasses import replace

import pytest

from sekisho.ledger.history import history
from sekisho.registers import guard, listing
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import InvalidLines, withdraw, write, write_many
from sekisho.registers.errors import Conflict, Denied, Invalid
from sekisho.registers.extras import ExtraField, ExtraFieldRegister
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

pytestmark = pytest.mark.django_db
OWN = {"register": "settings", "name": "room", "label_ja": "部屋", "kind": "text"}


@pytest.fixture
def fields() -> ExtraFieldRegister:
    return registry["fields"]


def test_a_record_written_has_one_entry_with_its_values(fields, act: Act) -> None:
    made = write(fields, act, OWN)
    (entry,) = history("fields", made.pk)
    assert (entry.act, entry.ver, entry.actor) == ("add", 1, act.actor.id)
    assert entry.payload["set"]["label_ja"] == "部屋"


def test_a_change_keeps_what_was(fields, act: Act) -> None:
    made = write(fields, act, OWN)
    write(fields, act, {"label_ja": "部屋番号"}, made)
    entry = history("fields", made.pk)[0]
    assert entry.payload["was"] == {"label_ja": "部屋"}
    assert entry.payload["set"] == {"label_ja": "部屋番号"}
    assert ExtraField.objects.get().ver == 2


def test_a_write_that_changes_nothing_leaves_no_entry(fields, act: Act) -> None:
    made = write(fields, act, OWN)
    write(fields, act, OWN, made)
    assert len(history("fields", made.pk)) == 1


def test_every_problem_is_named_at_once(fields, act: Act) -> None:
    with pytest.raises(Invalid) as refused:
        write(fields, act, {"register": "settings", "kind": "colour", "shape": "x"})
    assert set(refused.value.problems) == {"name", "label_ja", "kind", "shape"}
    assert not ExtraField.objects.exists()


def test_a_value_somebody_has_is_refused(fields, act: Act) -> None:
    write(fields, act, OWN)
    with pytest.raises(Invalid, match="name"):
        write(fields, act, OWN)


def test_whoever_saw_an_older_version_is_shown_both(fields, act: Act) -> None:
    made = write(fields, act, OWN)
    write(fields, act, {"label_ja": "甲"}, made, ver=1)
    with pytest.raises(Conflict) as conflict:
        write(fields, act, {"label_ja": "乙"}, made, ver=1)
    assert (conflict.value.mine, conflict.value.theirs) == ({"label_ja": "乙"}, {"label_ja": "甲"})


def test_many_rows_are_written_together_or_not_at_all(fields, act: Act) -> None:
    lines = [Line(OWN | {"name": f"room{n}"}) for n in range(30)]
    with pytest.raises(InvalidLines) as refused:
        write_many(fields, act, [*lines, Line({}), Line(OWN | {"name": "room3"})])
    assert set(refused.value.lines) == {3, 30, 31}
    assert not ExtraField.objects.exists()
    made = write_many(fields, act, lines)
    assert {one.outcome for one in made} == {"created"}
    assert len({history("fields", one.record.pk)[0].grp for one in made}) == 1


def test_many_rows_cost_a_constant_number_of_queries(
    fields, act: Act, django_assert_max_num_queries
) -> None:
    write(fields, act, OWN)
    with django_assert_max_num_queries(20):
        write_many(fields, act, [Line(OWN | {"name": f"r{n}"}) for n in range(200)])


def test_a_record_withdrawn_is_gone_from_lists_and_stays_in_the_ledger(fields, act: Act) -> None:
    made = write(fields, act, OWN)
    with pytest.raises(Invalid, match="why"):
        withdraw(fields, act, made, " ")
    withdraw(fields, act, made, "no longer used")
    assert not listing.page(fields, act.actor, act.on, listing.wanted(fields, {})).items
    assert [e.act for e in history("fields", made.pk)] == ["withdraw", "add"]


def test_nobody_may_write_until_a_guard_is_installed(fields, act: Act) -> None:
    guard.install(guard.Closed())
    with pytest.raises(Denied):
        write(fields, act, OWN)
    assert not ExtraField.objects.exists()


def test_own_fields_are_written_read_and_filtered(fields, act: Act) -> None:
    write(fields, act, OWN | {"register": "fields", "name": "floor", "kind": "integer"})
    made = write(fields, act, OWN | {"floor": "３"})
    assert made.extra == {"floor": 3}
    asked = listing.wanted(fields, {"floor": ["3"]})
    assert listing.page(fields, act.actor, act.on, asked).items == [made]
    with pytest.raises(Invalid, match="floor"):
        write(fields, act, {"floor": "third"}, made)


def test_pages_follow_each_other_without_gap_or_repeat(fields, act: Act) -> None:
    write_many(fields, act, [Line(OWN | {"name": f"r{n:03}"}) for n in range(25)])
    seen, after = [], ""
    while True:
        asked = replace(
            listing.wanted(fields, {"order": ["-label_ja"], "limit": ["10"]}), after=after
        )
        page = listing.page(fields, service("x"), act.on, asked)
        seen += [one.name for one in page.items]
        after = page.next
        if not after:
            break
    assert sorted(seen) == [f"r{n:03}" for n in range(25)]
