"""Storage: ruled, kept so, inspected, put right, confirmed by another person."""

from datetime import date, timedelta

import pytest

from tests.given.assets import a_class, a_classified_asset, an_asset
from tests.given.keeping import a_storage_check, a_storage_rule
from tests.given.people import a_person, a_unit, an_appointment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_a_class_rules_every_medium_its_assets_are_on() -> None:
    class_ = a_class(approved_on=date(2026, 4, 1))
    assert stood("storage-ruled", class_, TODAY) is None  # no asset of it
    a_classified_asset(classification=class_, media=("paper", "file"))
    a_storage_rule(classification=class_, medium="paper")
    assert state("storage-ruled", class_, TODAY) == "overdue"
    a_storage_rule(classification=class_, medium="file", places=("server",), locked=False)
    assert state("storage-ruled", class_, TODAY) == "kept"


def test_an_asset_is_kept_where_its_class_allows_and_under_lock() -> None:
    class_ = a_class()
    a_storage_rule(classification=class_)  # paper: cabinet or safe, locked
    of = {"classification": class_, "media": ("paper",)}
    assert state("assets-stored", a_classified_asset(**of), TODAY) == "unknown"
    assert state("assets-stored", a_classified_asset(**of, places=("safe",)), TODAY) == "unknown"
    good = a_classified_asset(**of, places=("cabinet",), locked=True)
    assert state("assets-stored", good, TODAY) == "kept"
    ajar = a_classified_asset(**of, places=("cabinet",), locked=False)
    assert state("assets-stored", ajar, TODAY) == "overdue"
    elsewhere = a_classified_asset(**of, places=("cabinet", "open"), locked=True)
    assert state("assets-stored", elsewhere, TODAY) == "overdue"


def test_a_new_asset_has_fourteen_days_to_come_to_its_place() -> None:
    class_ = a_class()
    a_storage_rule(classification=class_)
    asset = a_classified_asset(
        classification=class_, media=("paper",), places=("open",), locked=True, registered_on=TODAY
    )
    assert due("assets-stored", asset, TODAY) == TODAY + 14 * DAY


def test_public_information_needs_no_place_and_unclassified_is_unknown() -> None:
    public = a_classified_asset(classification=a_class(rank=0))
    assert stood("assets-stored", public, TODAY) is None
    assert state("assets-stored", an_asset(places=("safe",)), TODAY) == "unknown"


def test_each_half_year_a_sample_is_inspected_to_the_last_asset() -> None:
    unit = a_unit()
    asset = a_classified_asset(unit=unit)
    a_storage_check(asset=asset, period="2026H1", state="good", checked_on=date(2026, 9, 30))
    assert due("storage-inspected", unit, TODAY) == date(2027, 3, 31)
    other = a_storage_check(asset=asset, period="2026H2", state="good", checked_on=TODAY)
    assert due("storage-inspected", unit, TODAY) == date(2027, 9, 30)
    type(other).objects.filter(pk=other.pk).update(state="drawn", checked_on=None)
    assert due("storage-inspected", unit, TODAY) == date(2027, 3, 31)
    assert state("storage-inspected", unit, date(2027, 4, 1)) == "overdue"


def test_what_is_found_is_put_right_within_seven_days() -> None:
    manager = an_appointment()
    asset = a_classified_asset(unit=manager.unit)
    bad = a_storage_check(asset=asset, state="bad", checked_on=TODAY)
    last = TODAY + 7 * DAY
    assert stood("storage-corrected", bad, TODAY) == ("due_soon", last, manager.person_id)
    assert state("storage-corrected", bad, last + DAY) == "overdue"
    mended = a_storage_check(state="mended", checked_on=TODAY, corrected_on=TODAY)
    assert state("storage-corrected", mended, last + DAY) == "kept"


def test_another_person_confirms_within_fourteen_days() -> None:
    looker = a_person()
    check = {"state": "good", "checked_on": TODAY, "checked_by": looker}
    last = TODAY + 14 * DAY
    assert state("storage-confirmed", a_storage_check(**check), last) == "due_soon"
    assert state("storage-confirmed", a_storage_check(**check), last + DAY) == "overdue"
    own = a_storage_check(**check, confirmed_by=looker, confirmed_on=TODAY)
    assert state("storage-confirmed", own, last + DAY) == "overdue"
    other = a_storage_check(**check, confirmed_by=a_person(), confirmed_on=TODAY)
    assert state("storage-confirmed", other, last + DAY) == "kept"
