"""Whatever is done to the tables behind the ledger's back, verify finds it and says where."""

import io
import random
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import Error, connection, transaction

from sekisho.ledger import evidence, seals
from sekisho.ledger.core import LedgerError, encode_core
from sekisho.ledger.erase import erase
from sekisho.ledger.history import history
from sekisho.ledger.models import Entry, Payload, Seq
from sekisho.ledger.note import NoteError, Signer, parse_checkpoint
from sekisho.ledger.sequence import integrate, newest, seal
from sekisho.ledger.tree import leaf_hash
from sekisho.ledger.verify import Report, verify
from tests.ledger.conftest import NOON, a_year, draft, happen, origin

pytestmark = pytest.mark.django_db


def sql(statement: str, *values: Any) -> None:
    """What the malicious owner of the database does."""
    seals.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    seals.fix(connection)


def id_at(pos: int) -> int:
    return Seq.objects.get(pos=pos).entry_id


def refused(report: Report, pos: int | None, why: str) -> None:
    assert not report.ok
    assert report.first_bad
    assert report.first_bad["pos"] == pos
    assert why in report.first_bad["why"]


@pytest.fixture(autouse=True)
def _english(english: None) -> None:
    pass


@pytest.fixture
def year() -> list[UUID]:
    recs = a_year(records=5, acts=8)
    assert seal(NOON)
    return recs


def test_an_empty_ledger_is_in_order() -> None:
    report = verify()
    assert (report.ok, report.entries, report.checkpoint) == (True, 0, None)
    assert seal(NOON) is None


def test_a_year_of_acts_is_in_order(year: list[UUID]) -> None:
    report = verify()
    assert report.first_bad is None
    assert (report.ok, report.entries, report.sealed) == (True, 40, 40)
    assert report.checkpoint
    assert parse_checkpoint(report.checkpoint).size == 40


def test_acts_after_the_seal_are_in_order_too(year: list[UUID]) -> None:
    happen([draft(year[0], 9), draft()])
    integrate()
    report = verify()
    assert (report.ok, report.entries, report.sealed) == (True, 42, 40)


def test_a_changed_byte_of_an_entry_is_named(year: list[UUID]) -> None:
    core = bytes(Entry.objects.get(pk=id_at(17)).core).replace(b'"change"', b'"chance"')
    sql("UPDATE ledger_entry SET core = %s WHERE id = %s", core, id_at(17))
    report = verify()
    refused(report, 17, "has been changed")
    assert report.first_bad
    assert report.first_bad["rec"] == str(Entry.objects.get(pk=id_at(17)).rec)
    assert report.first_bad["kind"] == "assets"


def test_an_entry_rewritten_with_a_fitting_hash_breaks_the_next_of_its_record(
    year: list[UUID],
) -> None:
    core = bytes(Entry.objects.get(pk=id_at(17)).core).replace(b'"change"', b'"chance"')
    values = (core, leaf_hash(core), id_at(17))
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", *values)
    refused(verify(), 22, "does not follow")


def test_a_last_entry_rewritten_with_a_fitting_hash_breaks_the_checkpoint(year: list[UUID]) -> None:
    core = bytes(Entry.objects.get(pk=id_at(39)).core).replace(b'"change"', b'"chance"')
    values = (core, leaf_hash(core), id_at(39))
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", *values)
    refused(verify(), 0, "does not fit the entries 0 to 39")


def test_between_two_checkpoints_the_entries_in_question_are_narrowed(year: list[UUID]) -> None:
    happen([draft(), draft()])
    seal(NOON)
    core = bytes(Entry.objects.get(pk=id_at(41)).core).replace(b'"change"', b'"chance"')
    values = (core, leaf_hash(core), id_at(41))
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", *values)
    refused(verify(), 40, "entries 40 to 41")


@pytest.mark.once
def test_a_link_broken_beyond_the_first_chunk_is_named(data: Path) -> None:
    recs = [uuid4() for _ in range(200)]
    for ver in (1, 2, 3):
        happen([draft(rec, ver) for rec in recs])
    erase("assets", recs[3], None, origin(), "保存期間の満了")
    integrate()
    assert verify().ok
    core = bytes(Entry.objects.get(pk=id_at(350)).core).replace(b'"change"', b'"chance"')
    values = (core, leaf_hash(core), id_at(350))
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", *values)
    refused(verify(), 550, "does not follow")


def test_a_removed_entry_is_named(year: list[UUID]) -> None:
    sql("DELETE FROM ledger_entry WHERE id = %s", id_at(8))
    refused(verify(), 8, "removed")


def test_an_entry_removed_with_its_position_is_named(year: list[UUID]) -> None:
    sql("DELETE FROM ledger_entry WHERE id = %s", id_at(8))
    sql("DELETE FROM ledger_seq WHERE pos = 8")
    refused(verify(), 8, "removed")


def test_a_gap_wider_than_a_chunk_is_named(year: list[UUID]) -> None:
    sql("UPDATE ledger_seq SET pos = pos + 100000 WHERE pos >= 30")
    refused(verify(), 30, "removed")


def test_a_first_entry_removed_is_named(year: list[UUID]) -> None:
    sql("DELETE FROM ledger_seq WHERE pos = 0")
    refused(verify(), 0, "removed")


def test_entries_in_another_order_are_named(year: list[UUID]) -> None:
    first, second = id_at(10), id_at(11)
    sql("UPDATE ledger_seq SET entry_id = -1 WHERE pos = 10")
    sql("UPDATE ledger_seq SET entry_id = %s WHERE pos = 11", first)
    sql("UPDATE ledger_seq SET entry_id = %s WHERE pos = 10", second)
    refused(verify(), 0, "does not fit")


def test_versions_of_one_record_in_another_order_are_named(year: list[UUID]) -> None:
    first, second = id_at(10), id_at(15)
    sql("UPDATE ledger_seq SET entry_id = -1 WHERE pos = 10")
    sql("UPDATE ledger_seq SET entry_id = %s WHERE pos = 15", first)
    sql("UPDATE ledger_seq SET entry_id = %s WHERE pos = 10", second)
    refused(verify(), 10, "does not follow")


def test_an_entry_slipped_in_without_a_position_is_named(year: list[UUID]) -> None:
    core = Entry.objects.get(pk=id_at(0))
    values = (bytes(core.core), bytes(core.leaf), uuid4(), NOON, uuid4())
    Entry.objects.create(core=values[0], leaf=values[1], kind="assets", rec=values[2],
                         ver=1, at=values[3], grp=values[4])  # fmt: skip
    refused(verify(), None, "no position")


def test_an_entry_slipped_in_with_a_position_breaks_the_checkpoint(year: list[UUID]) -> None:
    happen([draft()])
    integrate()
    sql("UPDATE ledger_seq SET pos = pos + 1000 WHERE pos >= 20")
    sql("UPDATE ledger_seq SET pos = 20 WHERE pos = 1040")
    sql("UPDATE ledger_seq SET pos = pos - 999 WHERE pos >= 1000")
    refused(verify(), 0, "does not fit")


def test_a_cut_off_tail_is_found_by_the_stored_checkpoint(year: list[UUID]) -> None:
    ids = [id_at(pos) for pos in range(35, 40)]
    for id_ in ids:
        sql("DELETE FROM ledger_entry WHERE id = %s", id_)
        sql("DELETE FROM ledger_seq WHERE entry_id = %s", id_)
        sql("DELETE FROM ledger_payload WHERE entry_id = %s", id_)
    refused(verify(), 35, "cut off")


def test_a_tail_cut_off_with_its_checkpoints_is_found_by_one_kept_outside(
    year: list[UUID], tmp_path: Path
) -> None:
    found = newest()
    assert found
    outside = tmp_path / "outside"
    outside.write_text(found[1])
    for table, column in (("seq", "pos"), ("checkpoint", "size")):
        sql(f"DELETE FROM ledger_{table} WHERE {column} >= 35")
    sql("DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_seq)")
    sql("DELETE FROM ledger_payload WHERE entry_id NOT IN (SELECT entry_id FROM ledger_seq)")
    assert verify().ok
    refused(verify(against=str(outside)), 35, "the given checkpoint")
    refused(verify(against=found[1]), 35, "the given checkpoint")


def test_a_checkpoint_file_finds_what_the_database_no_longer_says(
    year: list[UUID], data: Path
) -> None:
    found = newest()
    assert found
    (data / "checkpoints").mkdir()
    (data / "checkpoints" / "40").write_text(found[1])
    sql("DELETE FROM ledger_checkpoint")
    sql("DELETE FROM ledger_seq WHERE pos = 39")
    sql("DELETE FROM ledger_entry WHERE id NOT IN (SELECT entry_id FROM ledger_seq)")
    sql("DELETE FROM ledger_payload WHERE entry_id NOT IN (SELECT entry_id FROM ledger_seq)")
    refused(verify(), 39, "cut off")


def test_a_given_checkpoint_inside_the_log_is_accepted(year: list[UUID]) -> None:
    found = newest()
    assert found
    happen([draft()])
    seal(NOON)
    assert verify(against=found[1]).ok


def test_a_given_checkpoint_of_another_log_is_refused(year: list[UUID]) -> None:
    found = newest()
    assert found
    with pytest.raises(NoteError):
        verify(against=Signer("else.example", b"\1" * 32).sign(found[0].text()))


def test_a_stored_checkpoint_with_a_bad_signature_is_named(year: list[UUID]) -> None:
    found = newest()
    assert found
    forged = found[1].replace("\n40\n", "\n39\n")
    sql("UPDATE ledger_checkpoint SET note = %s", forged)
    refused(verify(), None, "checkpoint 40: the signature")


def test_a_checkpoint_stored_under_another_size_is_named(year: list[UUID]) -> None:
    sql("UPDATE ledger_checkpoint SET size = 38")
    refused(verify(), None, "wrong place")


def test_a_changed_payload_is_named(year: list[UUID]) -> None:
    sql("UPDATE ledger_payload SET body = %s WHERE entry_id = %s", b'{"state":"x"}', id_at(5))
    refused(verify(), 5, "payload has been changed")


def test_a_payload_that_vanished_is_named(year: list[UUID]) -> None:
    sql("DELETE FROM ledger_payload WHERE entry_id = %s", id_at(5))
    refused(verify(), 5, "never erased")


def test_a_payload_of_no_entry_is_named(year: list[UUID]) -> None:
    Payload.objects.create(entry_id=987654, salt=b"", body=b"{}")
    refused(verify(), None, "belongs to no entry")


def test_columns_that_disagree_with_the_entry_are_named(year: list[UUID]) -> None:
    sql("UPDATE ledger_entry SET kind = 'people' WHERE id = %s", id_at(3))
    refused(verify(), 3, "columns")


@pytest.mark.parametrize(("column", "value"), [("at", NOON - timedelta(1)), ("grp", UUID(int=1))])
def test_columns_without_index_are_compared_too(year: list[UUID], column: str, value: Any) -> None:
    seals.lift(connection)
    Entry.objects.filter(pk=id_at(3)).update(**{column: value})
    seals.fix(connection)
    refused(verify(), 3, "columns")


@pytest.mark.parametrize("core", [b"not json", b"[]", b'{"ver":4}', b'{"kind":1,"rec":2,"ver":1}'])
def test_what_is_no_entry_is_named_although_its_hash_fits(year: list[UUID], core: bytes) -> None:
    leaf = leaf_hash(core)
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", core, leaf, id_at(3))
    refused(verify(), 3, "columns")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite lets a column hold this")
@pytest.mark.parametrize(
    ("table", "key", "column", "why"),
    [("payload", "entry_id", "body", "payload"), ("payload", "entry_id", "salt", "payload"),
     ("entry", "id", "core", "entry"), ("entry", "id", "leaf", "entry")],
)  # fmt: skip
def test_text_where_bytes_belong_is_named(
    year: list[UUID], table: str, key: str, column: str, why: str
) -> None:
    sql(f"UPDATE ledger_{table} SET {column} = 'text' WHERE {key} = %s", id_at(3))
    refused(verify(), 3, f"{why} has been changed")


def test_an_erased_payload_is_in_order_and_says_so(year: list[UUID]) -> None:
    items = history("assets", year[0])
    erase("assets", year[0], [items[2].id, items[3].id], origin(), "退職者の請求")
    seal(NOON)
    report = verify()
    assert report.first_bad is None
    assert (report.ok, report.erased, report.entries) == (True, 2, 41)
    assert [i.erased for i in history("assets", year[0])[:5]] == [False, False, True, True, False]
    assert history("assets", year[0])[2].payload is None


def test_all_that_is_told_of_a_record_can_be_erased(year: list[UUID]) -> None:
    erase("assets", year[0], None, origin(), "保存期間の満了")
    integrate()
    assert all(i.erased for i in history("assets", year[0]))
    assert verify().ok
    with pytest.raises(LedgerError, match="nothing left"):
        erase("assets", year[0], None, origin(), "again")


def test_an_erased_payload_that_comes_back_is_named(year: list[UUID]) -> None:
    (last, *_) = history("assets", year[0])
    body = Payload.objects.get(entry_id=last.id)
    erase("assets", year[0], [last.id], origin(), "why")
    integrate()
    Payload.objects.create(entry_id=last.id, salt=body.salt, body=body.body)
    refused(verify(), last.pos, "is here again")


def test_an_erasure_names_entries_of_its_record_only(year: list[UUID]) -> None:
    (other, *_) = history("assets", year[1])
    with pytest.raises(LedgerError, match="belongs"):
        erase("assets", year[0], [other.id], origin(), "why")


def test_an_erasure_cannot_be_erased(year: list[UUID]) -> None:
    erased = erase("assets", year[0], None, origin(), "why")
    with pytest.raises(LedgerError, match="itself"):
        erase("erasures", erased.rec, None, origin(), "why")


def test_a_changed_hash_of_a_tile_is_named() -> None:
    happen([draft() for _ in range(600)])
    seal(NOON)
    assert verify().ok
    sql('UPDATE ledger_node SET hash = %s WHERE "index" = 1', b"\0" * 32)
    refused(verify(), 256, "stored hash")


def test_a_removed_hash_of_a_tile_is_named() -> None:
    happen([draft() for _ in range(600)])
    seal(NOON)
    sql('DELETE FROM ledger_node WHERE "index" = 1')
    refused(verify(), None, "added or removed")


def test_the_changed_tile_is_named_when_the_root_no_longer_fits() -> None:
    happen([draft() for _ in range(600)])
    seal(NOON)
    core = bytes(Entry.objects.get(pk=id_at(300)).core).replace(b'"change"', b'"chance"')
    values = (core, leaf_hash(core), id_at(300))
    sql("UPDATE ledger_entry SET core = %s, leaf = %s WHERE id = %s", *values)
    refused(verify(), 256, "does not fit")


def test_nothing_is_signed_over_a_tree_that_lost_what_was_sealed(year: list[UUID]) -> None:
    core = encode_core({"auth": {}, "act": "forged"})
    sql("UPDATE ledger_entry SET core=%s, leaf=%s WHERE id=%s", core, leaf_hash(core), id_at(7))
    happen([draft()])
    with pytest.raises(LedgerError, match="nothing was signed"):
        seal(NOON)


def test_many_seals_over_many_tiles_agree_with_one_walk() -> None:
    for portion in (1, 254, 1, 1, 300, 2, 511):
        happen([draft() for _ in range(portion)])
        assert seal(NOON)
    assert seal(NOON) is None
    report = verify()
    assert (report.ok, report.entries) == (True, 1070)


STATE = "ab" * 32


def states(recs: list[UUID], **odd: Any) -> Any:
    return {"assets": lambda _using: [(rec, odd.get("ver", 8), STATE) for rec in sorted(recs)]}


def test_records_that_stand_as_their_last_entry_says_are_in_order(year: list[UUID]) -> None:
    assert verify(records=states(year)).ok


def test_a_record_changed_behind_the_door_is_named(year: list[UUID]) -> None:
    changed = sorted(year)[3]
    rows = [(rec, 8, "cd" * 32 if rec == changed else STATE) for rec in sorted(year)]
    report = verify(records={"assets": lambda _using: rows})
    refused(report, year.index(changed) + 35, "without an act")
    assert report.first_bad
    assert report.first_bad["rec"] == str(changed)


def test_a_record_of_another_version_is_named(year: list[UUID]) -> None:
    report = verify(records=states(year, ver=9))
    refused(report, year.index(min(year)) + 35, "stands at version 9")


def test_a_record_without_an_entry_is_named(year: list[UUID]) -> None:
    extra = uuid4()
    report = verify(records=states([*year, extra]))
    refused(report, None, "no entry")
    assert report.first_bad
    assert report.first_bad["rec"] == str(extra)


@pytest.mark.parametrize("gone", [0, 2, 4])
def test_an_entry_without_its_record_is_named(year: list[UUID], gone: int) -> None:
    lost = sorted(year)[gone]
    report = verify(records=states([rec for rec in year if rec != lost]))
    refused(report, year.index(lost) + 35, "removed")
    assert report.first_bad
    assert report.first_bad["rec"] == str(lost)


def test_records_in_no_order_are_a_mistake_of_the_caller(year: list[UUID]) -> None:
    backwards = [(rec, 8, STATE) for rec in sorted(year, reverse=True)]
    with pytest.raises(ValueError, match="ordered by id"):
        verify(records={"assets": lambda _using: backwards})


@pytest.mark.parametrize("wrong", [None, b"the bytes of a shorter file"])
def test_evidence_that_vanished_or_was_cut_is_named(data: Path, wrong: bytes | None) -> None:
    happen([draft()])
    seal(NOON)
    stored = evidence.put(io.BytesIO(b"the bytes of the signed minutes"), 1000, NOON)
    assert verify().ok
    (path,) = (data / "evidence").rglob(stored.sha256)
    path.unlink() if wrong is None else path.write_bytes(wrong)
    report = verify()
    refused(report, None, "evidence file")
    assert report.first_bad
    assert report.first_bad["rec"] == stored.sha256


COLUMNS = [
    *[("ledger_entry", c, "id") for c in ("core", "leaf", "kind", "rec", "ver", "at", "grp")],
    *[("ledger_payload", c, "entry_id") for c in ("salt", "body", "key_id", "section")],
    *[("ledger_seq", c, "pos") for c in ("pos", "entry_id")],
    ("ledger_checkpoint", "note", "size"),
    ("ledger_checkpoint", "size", "size"),
    ("ledger_node", "hash", '"index"'),
    ("ledger_node", '"index"', '"index"'),
    ("ledger_node", "level", '"index"'),
]


def flipped(value: Any, choice: random.Random) -> Any:
    """The same kind of value with one thing about it changed."""
    if isinstance(value, int):
        return value ^ 1 << choice.randrange(12)
    if isinstance(value, UUID):
        return UUID(int=value.int ^ 1 << choice.randrange(128))
    if isinstance(value, str):
        place = choice.randrange(len(value)) if value else 0
        return value[:place] + chr(ord(value[place : place + 1] or "A") ^ 1) + value[place + 1 :]
    if isinstance(value, bytes | memoryview | bytearray):
        raw = bytearray(value)
        raw[choice.randrange(len(raw))] ^= 1 << choice.randrange(8)
        return bytes(raw)
    return value + timedelta(microseconds=1 << choice.randrange(20))


@pytest.mark.parametrize(("table", "column", "key"), COLUMNS, ids=lambda value: value)
def test_a_flip_anywhere_is_found(table: str, column: str, key: str, rounds: Any) -> None:
    happen([draft() for _ in range(300)])
    seal(NOON)
    choice = random.Random(f"{table}.{column}")
    for _ in range(rounds(3, 120)):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {key}, {column} FROM {table} ORDER BY 1")
            where, old = choice.choice(cursor.fetchall())
        new = flipped(old, choice)
        try:
            with transaction.atomic():
                sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", new, where)
        except Error:  # the database itself refuses: not unique, or out of range
            continue
        where = new if column == key else where
        assert not verify().ok, (old, new)
        sql(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", old, where)
    assert verify().ok
