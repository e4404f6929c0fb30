"""Record numbers: no gaps within a year, whatever is rolled back and however many ask at once."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction

from sekisho.registers.commands import withdraw, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.contract.acting import NAMES, added, an_act, unsaved

NUMBERED = [name for name in NAMES if registry[name].number]
EACH = pytest.mark.parametrize("name", NUMBERED)
PROCESSES, EACH_ADDS = 4, 12
ROOT = Path(__file__).resolve().parents[2]


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
    if name == "exposures":
        values["vulnerability"] = "CVE-2031-1"
    new = write(register, replace(act, on=begins), values).number
    assert ("2031" in last, "2032" in new) == (True, True)
    assert int(last.rsplit("-", 1)[1]) == int(new.rsplit("-", 1)[1]) == 1


@pytest.mark.django_db(transaction=True)
def test_processes_that_add_at_once_get_each_their_own_number_without_gaps() -> None:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.contract.numberer", name]
    env = os.environ | {"PYTHONPATH": f"{ROOT}/src"}
    running = [
        subprocess.Popen([*command, str(n), str(EACH_ADDS)], cwd=ROOT, env=env)
        for n in range(PROCESSES)
    ]
    assert [one.wait(120) for one in running] == [0] * PROCESSES
    assert taken("tasks") == list(range(1, PROCESSES * EACH_ADDS + 1))
