"""Finding by words: with the index as without it, at once after an act, and only what one may see."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from sekisho.checkpoint.guard import Checkpoint
from sekisho.domains.assets.models import Asset
from sekisho.registers import guard, listing, search_index
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.search import is_indexed, narrowed, search_all
from sekisho.registers.search_index import SearchEntry, fold
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 3, tzinfo=UTC)


def act() -> Act:
    return Act(service("operator"), AT, "test", AT.date())


@pytest.fixture(autouse=True)
def _guard() -> Iterator[None]:
    before = guard.guard()
    guard.install(Checkpoint())
    yield
    guard.install(before)


def filled() -> None:
    for _ in search_index.fill():
        pass
    while search_index.catch_up():
        pass


def test_a_blank_filter_asks_for_nothing() -> None:
    people = registry["people"]
    for blank in (" ", "　", "\x85"):
        asked = {"sponsor": [blank], "ends_on__from": ["", blank], "q": [blank], "order": [blank]}
        assert listing.wanted(people, asked) == listing.wanted(people, {})


def found(words: str, name: str = "assets") -> set[str]:
    register = registry[name]
    return {one.name for one in narrowed(register, register.rows(), words)}


def oracle(rows: list[Asset], words: str) -> set[Any]:
    """Every word in one of the fields, all folded."""
    fields = registry["assets"].search
    texts = {one.pk: [fold(str(getattr(one, name))) for name in fields] for one in rows}
    wanted = fold(words).split()
    return {
        pk for pk, mine in texts.items() if all(any(w in text for text in mine) for w in wanted)
    }


LETTERS = "情報資産台帳東京都顧客がかゃパソコンｶﾞはバ ぱ㈱①ＡaBß%_'\"\\*:&|-09\u3099"


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    names=some.lists(some.text(LETTERS, min_size=1, max_size=12), min_size=1, max_size=6),
    asked=some.lists(some.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=4),
)
def test_the_index_finds_what_reading_every_record_would(
    names: list[str], asked: list[str]
) -> None:
    Asset.objects.all().delete()
    search_index.empty()
    unit = _unit()
    rows = [an_asset(name=name, unit=unit, owner=None) for name in names]
    filled()
    assert is_indexed(registry["assets"])
    register = registry["assets"]
    for words in (*asked, *names, " ".join(asked)):
        mine = set(narrowed(register, register.rows(), words).values_list("pk", flat=True))
        assert mine == oracle(rows, words), words


def _unit() -> Any:
    from sekisho.domains.people.models import Unit

    return Unit.objects.first() or a_unit()


@pytest.mark.parametrize(
    "words", ["コキャク", "こきゃく", "ｺｷｬｸ", "crm", "ＣＲＭ", "顧", "顧客 crm", "crm　台帳", "IA-"]
)
def test_width_case_and_kana_do_not_matter(words: str) -> None:
    an_asset(name="顧客台帳", note="コキャク CRM")
    an_asset(name="社員名簿", number="XX-1", note="")
    filled()
    assert found(words) == {"顧客台帳"}


def test_words_that_stand_apart_are_not_one_word() -> None:
    an_asset(name="東京タワー", location="京都支店")
    filled()
    assert found("東京 京都") == {"東京タワー"}
    assert found("東京都") == set()


def test_words_that_many_records_hold_are_found_row_by_row(monkeypatch: Any) -> None:
    monkeypatch.setattr("sekisho.registers.search.MANY", 1)
    for place in ("京都支店", "東京本社", "京都支店"):
        an_asset(name=f"台帳 {place}", location=place)
    filled()
    register = registry["assets"]
    assert " IN (" not in str(narrowed(register, register.rows(), "京都").query)
    assert found("京都 台帳") == {"台帳 京都支店"}
    assert " IN (" in str(narrowed(register, register.rows(), "東京").query)
    assert found("東京") == {"台帳 東京本社"}


def test_what_was_just_saved_is_found_before_its_bigrams_are_indexed() -> None:
    an_asset(name="古い台帳")
    filled()
    unit = a_unit()
    values = {
        "name": "新しい帳簿",
        "unit": unit,
        "media": "file",
        "location": "本社",
        "purposes": "見積",
    }
    made = write(registry["assets"], act(), values)
    assert SearchEntry.objects.filter(indexed=False).exists()
    assert found("帳簿") == {"新しい帳簿"}
    while search_index.catch_up():
        pass
    assert not SearchEntry.objects.filter(indexed=False).exists()
    assert found("帳簿") == {"新しい帳簿"}
    write(registry["assets"], act(), {"name": "見積控え"}, made)
    for _ in range(2):
        assert found("帳簿") == set()
        assert found("見積控") == {"見積控え"}
        search_index.catch_up()


def test_many_rows_are_found_too_and_each_has_one_entry() -> None:
    filled()
    unit = a_unit()
    values = {"unit": unit, "media": "file", "location": "本社", "purposes": "見積"}
    lines = [Line(values | {"name": f"一括{n}"}) for n in range(30)]
    done = write_many(registry["assets"], act(), lines)
    write_many(registry["assets"], act(), [Line({"note": "重要"}, one.record) for one in done])
    assert len(found("一括")) == len(found("重要 一括")) == 30
    assert SearchEntry.objects.filter(kind="assets").count() == 30


def test_until_the_index_is_filled_the_records_themselves_are_read() -> None:
    an_asset(name="顧客台帳")
    assert not is_indexed(registry["assets"])
    assert found("顧客") == {"顧客台帳"}


def test_a_fill_that_was_killed_goes_on_where_it_was() -> None:
    for n in range(7):
        an_asset(name=f"台帳{n}", owner=None)
    portions = search_index.fill(limit=3)
    while next(portions)[0] != "assets":
        pass
    portions.close()
    assert SearchEntry.objects.filter(kind="assets").count() == 3
    assert not is_indexed(registry["assets"])
    assert [n for kind, n in search_index.fill(limit=3) if kind == "assets"] == [3, 1]
    assert is_indexed(registry["assets"])
    assert list(search_index.fill()) == []


def test_other_search_fields_make_the_index_anew(monkeypatch: Any) -> None:
    an_asset(name="顧客台帳", users="営業のみ")
    filled()
    assert found("営業のみ") == set()
    register = registry["assets"]
    monkeypatch.setattr(type(register), "search", (*register.search, "users"))
    assert not is_indexed(register)
    filled()
    assert found("営業のみ") == {"顧客台帳"}


def test_a_register_that_searches_through_references_reads_the_records() -> None:
    from tests.given.people import an_appointment

    filled()
    one = an_appointment(person=a_person(name="榊 直人"))
    register = registry["appointments"]
    assert not is_indexed(register)
    assert list(narrowed(register, register.rows(), "榊")) == [one]


def test_search_over_every_register_shows_what_one_may_see_and_five_at_most() -> None:
    unit = a_unit(name="みなと部")
    me = a_person(unit=unit)
    for n in range(7):
        an_asset(name=f"みなと台帳{n}", owner=me, unit=unit)
        an_asset(name=f"みなと秘密{n}")
    filled()
    mine = Actor(me.pk, frozenset({"employee"}), me.pk)
    hits = {r.name: rows for r, rows in search_all(mine, act().on, "みなと")}
    assert [one.name for one in hits["assets"]] == [f"みなと台帳{n}" for n in range(5)]
    assert list(search_all(Actor(me.pk), act().on, "みなと")) == []
    assert list(search_all(mine, act().on, " ")) == []


@pytest.mark.django_db(transaction=True)
def test_two_that_index_at_once_leave_nothing_out_and_nothing_twice() -> None:
    for n in range(40):
        an_asset(name=f"台帳{n}", owner=None)
    for _ in search_index.fill():
        pass

    def run() -> None:
        try:
            while search_index.catch_up(5):
                pass
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while search_index.catch_up():
        pass
    assert len(found("台帳")) == 40
    search_index.empty()
