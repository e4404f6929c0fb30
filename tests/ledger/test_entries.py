"""What an act leaves behind in the ledger."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
import rfc8785
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from sekisho.ledger.core import LedgerError, commitment, encode_core, moment
from sekisho.ledger.entries import append
from sekisho.ledger.history import as_of, deeds, deeds_of_many, group, history, latest
from sekisho.ledger.models import Entry, Payload, Seq
from sekisho.ledger.sequence import integrate
from sekisho.ledger.tree import leaf_hash
from tests.ledger.conftest import NOON, draft, happen, origin

pytestmark = pytest.mark.django_db


def core_of(id_: int) -> dict[str, Any]:
    return json.loads(bytes(Entry.objects.get(pk=id_).core))


def test_an_entry_holds_the_agreed_keys_and_no_words_of_the_payload() -> None:
    (written,) = happen([draft(payload={"set": {"name": "山田太郎"}})])
    entry = Entry.objects.get(pk=written.id)
    assert sorted(json.loads(bytes(entry.core))) == [
        *("act", "actor", "at", "auth", "grp", "kind", "on_behalf", "pay", "prev", "rec"),
        *("req", "sub", "v", "ver", "via"),
    ]
    assert "山田".encode() not in bytes(entry.core)
    assert bytes(entry.leaf) == written.leaf == leaf_hash(bytes(entry.core))


def test_the_entry_commits_to_salt_and_body() -> None:
    (written,) = happen([draft()])
    payload = Payload.objects.get(entry_id=written.id)
    assert len(bytes(payload.salt)) == 32
    assert core_of(written.id)["pay"] == commitment(payload.salt, payload.body).hex()


def test_equal_payloads_have_different_commitments() -> None:
    first, second = happen([draft(), draft()])
    assert core_of(first.id)["pay"] != core_of(second.id)["pay"]


def test_each_version_names_the_leaf_of_the_one_before() -> None:
    rec = uuid4()
    (first,) = happen([draft(rec, 1)])
    (second,) = happen([draft(rec, 2)])
    assert core_of(first.id)["prev"] is None
    assert core_of(second.id)["prev"] == first.leaf.hex()


def test_several_versions_of_one_record_in_one_act_are_chained() -> None:
    rec = uuid4()
    one, two, three = happen([draft(rec, 1), draft(rec, 2), draft(rec, 3)])
    assert [core_of(w.id)["prev"] for w in (two, three)] == [one.leaf.hex(), two.leaf.hex()]


def test_a_long_act_is_written_in_order_across_chunks() -> None:
    rec, many = uuid4(), 2300
    written = happen([draft(rec, ver) for ver in range(1, many + 1)])
    assert [w.ver for w in written] == list(range(1, many + 1))
    assert [w.id for w in written] == sorted(w.id for w in written)
    assert core_of(written[1000].id)["prev"] == written[999].leaf.hex()


def test_the_statements_of_a_batch_do_not_grow_with_it(
    django_assert_max_num_queries: Any,
) -> None:
    recs = [uuid4() for _ in range(300)]
    happen([draft(rec, 1) for rec in recs])
    with django_assert_max_num_queries(7), transaction.atomic():
        append([draft(rec, 2) for rec in recs], origin())


@pytest.mark.django_db(transaction=True)
def test_append_outside_a_transaction_is_refused() -> None:
    with pytest.raises(LedgerError, match="transaction"):
        append([draft()], origin())


@pytest.mark.parametrize("ver", [0, 2, 4])
def test_a_version_that_does_not_follow_the_last_is_refused(ver: int) -> None:
    rec = uuid4()
    happen([draft(rec, 1), draft(rec, 2)])
    with pytest.raises((LedgerError, IntegrityError)), transaction.atomic():
        append([draft(rec, ver)], origin())


def test_a_first_version_is_refused_when_the_record_has_one() -> None:
    rec = uuid4()
    happen([draft(rec, 1)])
    with pytest.raises(IntegrityError), transaction.atomic():
        append([draft(rec, 1)], origin())


def test_nothing_stays_of_an_act_that_failed() -> None:
    with pytest.raises(LedgerError), transaction.atomic():
        append([draft(), draft(ver=7)], origin())
    assert not Entry.objects.exists()


def test_a_moment_is_utc_with_six_digits() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert moment(datetime(2026, 4, 1, 9, tzinfo=tokyo)) == "2026-04-01T00:00:00.000000Z"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(LedgerError, match="time zone"):
        moment(datetime(2026, 4, 1))


@pytest.mark.parametrize("auth", [{"zufällig": 1}, {"n": 2**53}, {"f": 1.5}])
def test_values_outside_the_profile_are_refused(auth: dict[str, Any]) -> None:
    with pytest.raises(LedgerError, match="auth"):
        happen([draft()], auth=auth)


def test_an_entry_longer_than_a_bundle_can_hold_is_refused() -> None:
    with pytest.raises(LedgerError, match="65535"):
        happen([draft(sub=tuple(uuid4() for _ in range(2000)))])


TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(
    words=TEXT,
    auth=st.dictionaries(
        st.text(st.characters(max_codepoint=127)),
        TEXT | st.integers(-(2**53) + 1, 2**53 - 1),
    ),
)
def test_the_bytes_of_an_entry_are_those_of_rfc_8785(words: str, auth: dict[str, Any]) -> None:
    core = {"act": words, "auth": auth, "on_behalf": None, "sub": [words], "ver": 3}
    assert encode_core(core) == rfc8785.dumps(core)


def test_a_payload_takes_what_records_are_made_of() -> None:
    rec = uuid4()
    happen([draft(rec, payload={
        "on": date(2026, 4, 1), "at": NOON, "who": rec, "n": Decimal("1.50"), "set": ("a", "b"),
    })])  # fmt: skip
    assert history("assets", rec)[0].payload == {
        "on": "2026-04-01", "at": "2026-04-01T03:00:00+00:00", "who": str(rec), "n": "1.50",
        "set": ["a", "b"],
    }  # fmt: skip


def test_history_is_newest_first_and_goes_on_from_a_version() -> None:
    rec = uuid4()
    happen([draft(rec, ver) for ver in range(1, 6)])
    assert [i.ver for i in history("assets", rec, limit=2)] == [5, 4]
    assert [i.ver for i in history("assets", rec, limit=2, before=4)] == [3, 2]
    assert history("people", rec) == []


def test_history_tells_who_when_and_how() -> None:
    rec, actor, boss = uuid4(), uuid4(), uuid4()
    happen([draft(rec, act="approve")], actor=actor, on_behalf=boss, via="api")
    (item,) = history("assets", rec)
    assert (item.actor, item.on_behalf, item.via, item.act) == (actor, boss, "api", "approve")
    assert item.at == NOON
    assert not item.erased


def test_as_of_leaves_out_what_came_later() -> None:
    rec = uuid4()
    for ver in (1, 2, 3):
        happen([draft(rec, ver)], NOON + timedelta(days=ver))
    assert [i.ver for i in as_of("assets", rec, NOON + timedelta(days=2))] == [1, 2]
    assert [i.ver for i in as_of("assets", rec, NOON + timedelta(days=2, microseconds=-1))] == [1]


def test_a_group_is_the_whole_act_in_order() -> None:
    grp = uuid4()
    written = happen([draft() for _ in range(4)], grp=grp)
    happen([draft()])
    assert [i.id for i in group(grp)] == [w.id for w in written]


def test_latest_is_the_last_entry_of_each_record(django_assert_num_queries: Any) -> None:
    recs = [uuid4() for _ in range(20)]
    happen([draft(rec, ver) for ver in (1, 2, 3) for rec in recs])
    with django_assert_num_queries(1):
        found = latest("assets", [*recs, uuid4()])
    assert {rec: item.ver for rec, item in found.items()} == dict.fromkeys(recs, 3)


def test_deeds_say_who_did_what_newest_first() -> None:
    rec, other, first, second = uuid4(), uuid4(), uuid4(), uuid4()
    happen([draft(rec, 1, "apply")], actor=first)
    (begun,) = happen([draft(other, 1, "add")], actor=second)
    happen([draft(rec, 2, "apply")], actor=second)
    found = deeds("assets", rec)
    assert [(one.act, one.actor) for one in found] == [("apply", second), ("apply", first)]
    assert deeds("assets", uuid4()) == []
    since = deeds_of_many("assets", [rec, other], begun.id)
    assert {(one.act, one.actor) for one in since} == {("apply", second), ("add", second)}


def test_positions_run_from_zero_without_gaps() -> None:
    happen([draft(), draft()])
    happen([draft()])
    integrate()
    assert list(Seq.objects.order_by("pos").values_list("pos", flat=True)) == [0, 1, 2]


@pytest.mark.parametrize("table", ["entry", "seq", "payload"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET entry_id = 9"])
def test_rows_of_the_ledger_cannot_be_changed(table: str, statement: str) -> None:
    happen([draft()])
    integrate()
    sql = statement.format(f"ledger_{table}")
    sql = sql.replace("entry_id = 9", "ver = 9") if table == "entry" else sql
    with pytest.raises(Exception, match="only ever added"), transaction.atomic():
        connection.cursor().execute(sql)


def test_the_columns_say_what_the_entry_says() -> None:
    grp = uuid4()
    (written,) = happen([draft()], grp=grp)
    entry = Entry.objects.get(pk=written.id)
    assert (entry.kind, entry.rec, entry.ver) == ("assets", written.rec, 1)
    assert (entry.grp, entry.at) == (grp, NOON)
    assert UUID(orjson.loads(entry.core)["rec"]) == written.rec
    assert entry.at.tzinfo == UTC
