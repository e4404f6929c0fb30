"""Record numbers: no gaps within a year, whatever is rolled back and however many ask at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction

from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.contract.acting import NAMES, added, an_act, unsaved

NUMBERED = [name for name in NAMES if registry[name].number]
EACH = pytest.mark.parametrize("name", NUMBERED)
THREADS, EACH_ADDS = 8, 4


def taken(name: str) -> list[int]:
    numbers = registry[name].model._default_manager.values_list("number", flat=True)
    return sorted(int(number.rsplit("-", 1)[1]) for number in numbers)


def test_letters_of_a_number_belong_to_one_register() -> None:
    letters = [registry[name].number.partition("-")[0] for name in NUMBERED]
    assert len(set(letters)) == len(letters)


@EACH
@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_what_is_rolled_back_leaves_no_gap(name: str) -> None:
    register = registry[name]
    first = added(register, an_act())
    start = int(first.number.rsplit("-", 1)[1])
    try:
        with transaction.atomic():
            added(register, an_act())
            raise RuntimeError
    except RuntimeError:
        pass
    with pytest.raises(Invalid):
        write(register, an_act(), {"no_such_field": "1"})
    second = added(register, an_act())
    assert int(second.number.rsplit("-", 1)[1]) == start + 1


@EACH
@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_the_number_of_a_withdrawn_record_is_never_given_again(name: str) -> None:
    register = registry[name]
    record = added(register, an_act())
    if not register.withdrawable:
        return
    withdraw(register, an_act(), record, "重複")
    assert added(register, an_act()).number != record.number


@pytest.mark.parametrize("name", [n for n in NUMBERED if "{year}" in registry[n].number])
@pytest.mark.django_db
@pytest.mark.usefixtures("anybody")
def test_each_year_begins_with_one(name: str) -> None:
    register = registry[name]
    act = an_act()
    ends, begins = date(2031, 12, 31), date(2032, 1, 1)
    values = unsaved(register)
    last = write(register, replace(act, on=ends), values).number
    if name == "management_reviews":
        values["period"] = date(2026, 9, 1)
    new = write(register, replace(act, on=begins), values).number
    assert ("2031" in last, "2032" in new) == (True, True)
    assert int(last.rsplit("-", 1)[1]) == int(new.rsplit("-", 1)[1]) == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("anybody")
def test_many_at_once_get_each_their_own_number() -> None:
    """On PostgreSQL eight connections at once; on SQLite one after the other, with the same law."""
    register = registry["tasks"]

    def add(n: int) -> str:
        try:
            if n % 3 == 0:
                try:
                    with transaction.atomic():
                        write(
                            register,
                            act,
                            {"title": "やめた", "role": "chair", "opened_on": "2026-11-23"},
                        )
                        raise RuntimeError
                except RuntimeError:
                    pass
            done = write(
                register, act, {"title": f"仕事{n}", "role": "chair", "opened_on": "2026-11-23"}
            )
            return str(done.number)
        finally:
            connection.close()

    act = an_act()
    workers = THREADS if connection.vendor == "postgresql" else 1
    with ThreadPoolExecutor(workers) as pool:
        numbers = list(pool.map(add, range(THREADS * EACH_ADDS)))
    assert sorted(numbers) == [f"T-{n:05d}" for n in range(1, THREADS * EACH_ADDS + 1)]
    assert taken("tasks") == list(range(1, THREADS * EACH_ADDS + 1))
