"""People: names in every form they are written, and days in order."""

from typing import Any

import pytest

from sekisho.domains.people.models import Person
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.registers.search import narrowed
from tests.given import a_contractor, a_person

pytestmark = pytest.mark.django_db

PEOPLE = registry["people"]
NEW = {"family_name": "逢坂", "given_name": "結衣", "kana": "おうさか ゆい", "employment": "employee",
       "starts_on": "R8.4.1", "employee_number": "000123"}  # fmt: skip


def refused(act: Act, values: Any, record: Person | None = None) -> set[str]:
    with pytest.raises(Invalid) as raised:
        write(PEOPLE, act, values, record)
    return set(raised.value.problems)


def test_a_new_person_has_a_number_a_name_to_show_and_a_spelling(act: Act) -> None:
    person = write(PEOPLE, act, NEW)
    assert person.number == "P-00001"
    assert person.name == "逢坂 結衣"
    assert (person.kana, person.romaji) == ("オウサカ ユイ", "OSAKA YUI")


def test_leading_zeros_of_an_employee_number_are_kept_and_full_width_is_not(act: Act) -> None:
    assert write(PEOPLE, act, NEW | {"employee_number": "００７"}).employee_number == "007"


def test_two_people_share_no_employee_number_but_many_may_have_none(act: Act) -> None:
    write(PEOPLE, act, NEW)
    assert refused(act, NEW) == {"employee_number"}
    for _ in range(2):
        write(PEOPLE, act, NEW | {"employee_number": ""})


def test_a_whole_name_is_taken_apart_at_its_space(act: Act) -> None:
    whole = {"name": "三浦　文枝", "family_name": "", "given_name": "", "employee_number": ""}
    person = write(PEOPLE, act, NEW | whole)
    assert (person.name, person.family_name, person.given_name) == ("三浦 文枝", "三浦", "文枝")


def test_a_person_without_any_name_is_refused(act: Act) -> None:
    assert refused(act, NEW | {"family_name": "", "given_name": ""}) == {"name"}


def test_a_name_used_at_work_stays_when_the_family_name_changes(act: Act) -> None:
    at_work = write(PEOPLE, act, NEW | {"name": "旧川 結衣", "employee_number": ""})
    plain = write(PEOPLE, act, NEW)
    changed = {"family_name": "新谷", "former_name": "逢坂", "kana": "シンタニ ユイ"}
    assert write(PEOPLE, act, changed, at_work).name == "旧川 結衣"
    assert write(PEOPLE, act, changed, plain).name == "新谷 結衣"
    assert plain.romaji == "OSAKA YUI"
    assert Person.objects.get(pk=plain.pk).romaji == "SHINTANI YUI"


def test_a_spelling_entered_by_hand_is_kept(act: Act) -> None:
    person = write(PEOPLE, act, NEW | {"romaji": "OHSAKA YUI"})
    assert write(PEOPLE, act, {"kana": "オウサカ ユイコ"}, person).romaji == "OHSAKA YUI"


@pytest.mark.parametrize("words", ["逢坂", "結衣", "ユイ", "osaka", "OSAKA YUI", "旧川", "000123"])
def test_people_are_found_by_kanji_kana_roman_letters_former_name_and_number(
    act: Act, words: str
) -> None:
    person = write(PEOPLE, act, NEW | {"former_name": "旧川"})
    a_person(kana="スズキ", romaji="SUZUKI")
    assert set(narrowed(PEOPLE, PEOPLE.rows(), words)) == {person}


@pytest.mark.parametrize(
    ("days", "wrong"),
    [
        ({"last_working_on": "2026-04-01", "ends_on": "2026-04-01"}, set()),
        ({"last_working_on": "2026-03-31"}, {"last_working_on"}),
        ({"ends_on": "2026-03-31"}, {"ends_on"}),
        ({"last_working_on": "2026-06-02", "ends_on": "2026-06-01"}, {"ends_on"}),
        ({"leaving": "retire"}, {"ends_on"}),
        ({"leaving": "retire", "last_working_on": "2026-06-01"}, set()),
        ({"leaving": "dismissal", "ends_on": "2026-06-01"}, set()),
    ],
)
def test_days_of_a_person_come_in_order(act: Act, days: Any, wrong: set[str]) -> None:
    if wrong:
        assert refused(act, NEW | days) == wrong
    else:
        write(PEOPLE, act, NEW | days)


def test_nobody_is_their_own_responsible_employee(act: Act) -> None:
    person = a_contractor()
    assert refused(act, {"sponsor": person.pk}, person) == {"sponsor"}


def test_a_contractor_without_sponsor_or_end_can_be_registered_and_is_left_to_the_duties(
    act: Act,
) -> None:
    person = write(PEOPLE, act, NEW | {"employment": "contractor"})
    assert (person.sponsor, person.contract_ends_on) == (None, None)


def test_an_address_is_kept_in_small_letters(act: Act) -> None:
    assert write(PEOPLE, act, NEW | {"email": "Yui@Example.co.jp"}).email == "yui@example.co.jp"
