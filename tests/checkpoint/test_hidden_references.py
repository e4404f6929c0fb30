"""Nobody learns of a record they may not see by trying its number."""

from datetime import UTC, date, datetime

import pytest

from sekisho.domains.people.actors import actor_for
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def act() -> Act:
    unit = a_unit()
    manager = a_person(unit=unit)
    an_appointment(role="manager", person=manager, unit=unit)
    actor = actor_for(an_account(person=manager), TODAY)
    return Act(actor, datetime(2026, 11, 23, 1, tzinfo=UTC), "test", TODAY)


def unit_of(act: Act):
    from sekisho.domains.people.models import Person

    return Person.objects.get(pk=act.actor.person).unit


def test_a_hidden_number_reads_like_one_that_does_not_exist(act: Act) -> None:
    stranger = a_person(unit=a_unit())
    asset = an_asset(unit=unit_of(act))
    words = []
    for number in (stranger.number, "P-99999"):
        with pytest.raises(Invalid) as refused:
            write(registry["assets"], act, {"owner": number}, asset)
        words.append(str(refused.value.problems["owner"][0]).replace(number, ""))
    assert words[0] == words[1]


def test_a_reference_to_a_hidden_record_stays_when_it_is_left_as_it_was(act: Act) -> None:
    stranger = a_person(unit=a_unit())
    asset = an_asset(unit=unit_of(act), owner=stranger)
    made = write(registry["assets"], act, {"owner": stranger.number, "location": "書庫"}, asset)
    assert (made.owner_id, made.location) == (stranger.pk, "書庫")
