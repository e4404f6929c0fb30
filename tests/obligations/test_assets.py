"""Information assets, cloud services, classes and personal data."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.assets import (
    a_class,
    a_classified_asset,
    a_measure,
    a_personal_data_line,
    a_service,
    an_asset,
    the_starter_classes,
)
from tests.given.people import a_company, a_person, a_unit, an_appointment
from tests.obligations.judging import decide, due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_an_asset_has_seven_days_to_be_classified() -> None:
    asset = an_asset(registered_on=TODAY)
    assert state("assets-classified", asset, TODAY + 7 * DAY) == "due_soon"
    assert state("assets-classified", asset, TODAY + 8 * DAY) == "overdue"


def test_a_class_counts_from_the_day_it_was_decided() -> None:
    asset = a_classified_asset(registered_on=TODAY - 60 * DAY, class_decided_on=TODAY)
    assert state("assets-classified", asset, TODAY - DAY) == "overdue"
    assert state("assets-classified", asset, TODAY) == "kept"


def test_the_manager_of_the_unit_puts_it_right() -> None:
    unit = a_unit()
    manager = an_appointment(unit=unit).person
    for code in ("assets-classified", "assets-purposed", "assets-owned-said"):
        assert stood(code, an_asset(unit=unit), TODAY).assignee == manager.pk


@pytest.mark.parametrize("blank", [{"owner": None}, {"location": ""}, {"media": ()}])
def test_an_asset_has_owner_place_and_medium(blank: Any) -> None:
    assert state("assets-identified", an_asset(), TODAY) == "kept"
    assert state("assets-identified", an_asset(**blank), TODAY) == "overdue"


def test_an_asset_no_longer_held_is_out_of_scope() -> None:
    asset = an_asset(purposes=(), ended_on=TODAY)
    assert state("assets-purposed", asset, TODAY - DAY) == "overdue"
    assert stood("assets-purposed", asset, TODAY) is None


def test_measures_are_in_place_thirty_days_after_the_class_was_decided() -> None:
    asset = a_classified_asset(class_decided_on=TODAY, classification=a_class(rank=1))
    assert due("assets-protected", asset, TODAY) == TODAY + 30 * DAY
    assert state("assets-protected", asset, TODAY + 31 * DAY) == "overdue"
    a_measure(asset=asset, kind="access_control", since=TODAY + 31 * DAY)
    assert state("assets-protected", asset, TODAY + 31 * DAY) == "kept"


def test_a_measure_for_the_class_protects_each_of_its_assets_until_it_ends() -> None:
    asset = a_classified_asset(classification=a_class(rank=1))
    a_measure(classification=asset.classification, kind="access_control", until=TODAY)
    assert state("assets-protected", asset, TODAY) == "kept"
    assert state("assets-protected", asset, TODAY + DAY) == "overdue"


def test_nobody_can_say_what_an_asset_without_class_needs() -> None:
    assert state("assets-protected", an_asset(), TODAY) == "unknown"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"ownership": "own"}, "kept"),
        ({"ownership": "entrusted", "contract": "K-7"}, "kept"),
        ({"ownership": "entrusted"}, "overdue"),
        ({"ownership": "shared"}, "overdue"),
        ({"ownership": ""}, "overdue"),
    ],
)
def test_entrusted_information_names_its_contract(said: Any, found: str) -> None:
    assert state("assets-owned-said", an_asset(**said), TODAY) == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({"external": False}, "kept"),
        ({"external": None}, "unknown"),
        ({"external": True}, "overdue"),
        ({"external": True, "origin": "購入", "lawful_basis": "契約"}, "kept"),
        ({"external": None, "ownership": "entrusted"}, "overdue"),
    ],
)
def test_information_from_outside_says_from_where(said: Any, found: str) -> None:
    assert state("assets-origin-said", an_asset(**said), TODAY) == found


def test_a_class_is_looked_at_by_the_end_of_the_next_fiscal_year() -> None:
    asset = a_classified_asset(class_reviewed_on=date(2025, 4, 1))
    last = date(2027, 3, 31)
    assert state("assets-class-reviewed", asset, last) == "due_soon"
    assert state("assets-class-reviewed", asset, last + DAY) == "overdue"


def test_a_fiscal_year_may_begin_in_january() -> None:
    decide("calendar.first_month", 1)
    asset = a_classified_asset(class_reviewed_on=date(2025, 4, 1))
    assert due("assets-class-reviewed", asset, TODAY) == date(2026, 12, 31)


def test_an_asset_without_a_class_has_none_to_review() -> None:
    assert stood("assets-class-reviewed", an_asset(), TODAY) is None


def test_a_label_is_applied_within_fourteen_days() -> None:
    asset = a_classified_asset(class_decided_on=TODAY)
    assert state("assets-labelled", asset, TODAY + 14 * DAY) == "due_soon"
    assert state("assets-labelled", asset, TODAY + 15 * DAY) == "overdue"
    asset.label_applied_on = TODAY + 15 * DAY
    asset.save()
    assert state("assets-labelled", asset, TODAY + 14 * DAY) == "due_soon"
    assert state("assets-labelled", asset, TODAY + 15 * DAY) == "kept"


def test_a_class_without_label_asks_for_none() -> None:
    asset = a_classified_asset(classification=a_class(label_required=False))
    assert stood("assets-labelled", asset, TODAY) is None


def test_three_classes_make_a_scheme() -> None:
    company = a_company()
    for rank in (0, 1):
        a_class(rank=rank)
    a_class(rank=2, state="draft")
    assert state("classes-defined", company, TODAY) == "overdue"
    a_class(rank=3)
    assert state("classes-defined", company, TODAY) == "kept"


def test_the_starter_scheme_is_complete() -> None:
    for one in the_starter_classes().values():
        assert state("classes-complete", one, TODAY) == "kept"
    one.carry = ""
    one.save()
    assert state("classes-complete", one, TODAY) == "overdue"


def test_an_approved_service_leads_to_an_asset_within_fourteen_days() -> None:
    service = a_service(approved_on=TODAY)
    assert state("services-linked", service, TODAY + 14 * DAY) == "due_soon"
    assert state("services-linked", service, TODAY + 15 * DAY) == "overdue"
    an_asset(service=service)
    assert state("services-linked", service, TODAY + 15 * DAY) == "kept"


def test_a_service_that_is_not_approved_or_has_ended_needs_no_asset() -> None:
    assert stood("services-linked", a_service(approval="refused"), TODAY) is None
    assert stood("services-linked", a_service(ended_on=TODAY), TODAY) is None


@pytest.mark.parametrize(
    ("service", "found"),
    [
        ({}, "kept"),
        ({"approval": "conditional"}, "kept"),
        ({"approval": "not_assessed"}, "overdue"),
        ({"ended_on": TODAY}, "overdue"),
        (None, "overdue"),
    ],
)
def test_cloud_information_is_in_an_approved_service(service: Any, found: str) -> None:
    given = a_service(**service) if service is not None else None
    asset = an_asset(media=("cloud", "paper"), service=given)
    assert state("assets-in-approved-services", asset, TODAY) == found


def test_information_elsewhere_needs_no_service() -> None:
    assert stood("assets-in-approved-services", an_asset(), TODAY) is None


@pytest.mark.parametrize(
    ("kinds", "found"), [((), "unknown"), (("no",), "kept"), (("personal",), "kept")]
)
def test_silence_about_personal_data_is_no_answer(kinds: Any, found: str) -> None:
    assert state("assets-personal-said", an_asset(personal=kinds), TODAY) == found


def a_guarded_asset() -> Any:
    asset = an_asset(personal=("personal",), importance=3)
    a_personal_data_line(asset=asset)
    for kind in ("access_control", "training", "logging"):
        a_measure(asset=asset, kind=kind)
    return asset


def test_personal_data_is_counted_and_guarded() -> None:
    asset = a_guarded_asset()
    assert state("personal-assets-guarded", asset, TODAY) == "kept"


def test_personal_data_without_a_number_of_people_is_not_in_order() -> None:
    asset = a_guarded_asset()
    asset.personal_lines.update(count_band="")
    assert state("personal-assets-guarded", asset, TODAY) == "overdue"


def test_personal_data_without_its_line_or_a_measure_is_not_in_order() -> None:
    asset = a_guarded_asset()
    asset.measures.filter(kind="training").update(until=TODAY)
    assert state("personal-assets-guarded", asset, TODAY) == "kept"
    assert state("personal-assets-guarded", asset, TODAY + DAY) == "overdue"
    other = a_guarded_asset()
    other.personal = ("personal", "special_care")
    other.save()
    assert state("personal-assets-guarded", other, TODAY) == "overdue"


def test_importance_is_three() -> None:
    asset = a_guarded_asset()
    asset.importance = 2
    asset.save()
    assert state("personal-assets-guarded", asset, TODAY) == "overdue"


def test_assets_without_personal_data_are_out_of_scope() -> None:
    for kinds in ((), ("no",)):
        assert stood("personal-assets-guarded", an_asset(personal=kinds), TODAY) is None


@pytest.mark.parametrize(
    ("but", "found"),
    [
        ({}, "kept"),
        ({"purpose": ""}, "overdue"),
        ({"provision": ()}, "overdue"),
        ({"keep": ""}, "overdue"),
        ({"kind": "special_care"}, "overdue"),
        ({"kind": "special_care", "consent": True}, "kept"),
        ({"kind": "my_number"}, "overdue"),
        (
            {
                "kind": "my_number",
                "affair": "源泉徴収",
                "handlers": ("経理",),
                "zone": "1F",
                "erase": "満了後1か月",
            },
            "kept",
        ),
    ],
)
def test_each_kind_is_recorded_as_the_law_asks(but: Any, found: str) -> None:
    assert state("personal-data-recorded", a_personal_data_line(**but), TODAY) == found


def test_a_line_of_an_asset_no_longer_held_is_out_of_scope() -> None:
    asset = an_asset(personal=("personal",), ended_on=TODAY)
    assert stood("personal-data-recorded", a_personal_data_line(asset=asset), TODAY) is None


def test_the_owner_is_asked_where_the_unit_has_no_manager() -> None:
    owner = a_person()
    asset = an_asset(owner=owner, location="")
    assert stood("assets-identified", asset, TODAY).assignee == owner.pk
