"""The end of information: its time, its way, its witness, its second person."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.given.assets import a_class, a_classified_asset, an_asset
from tests.given.framework import an_attachment
from tests.given.keeping import a_disposal, a_disposal_method, a_retention_rule
from tests.given.people import a_person, an_appointment
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
END = date(2026, 9, 30)
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_an_asset_says_until_when_it_is_kept() -> None:
    assert state("assets-retention-said", an_asset(), TODAY) == "unknown"
    assert state("assets-retention-said", an_asset(keep_until=END), TODAY) == "kept"
    assert state("assets-retention-said", an_asset(keep_forever=True), TODAY) == "kept"
    endless = an_asset(keep_until=END, retention=a_retention_rule())
    assert state("assets-retention-said", endless, TODAY) == "unknown"


def test_thirty_days_after_its_end_an_asset_is_disposed_of() -> None:
    asset = an_asset(keep_until=END)
    assert due("assets-disposed", asset, END) == END + 30 * DAY
    assert state("assets-disposed", asset, END + 30 * DAY) == "due_soon"
    assert state("assets-disposed", asset, END + 31 * DAY) == "overdue"
    assert stood("assets-disposed", an_asset(keep_until=END, ended_on=END), TODAY) is None


def test_personal_data_goes_within_fourteen_days() -> None:
    asset = an_asset(keep_until=END, personal=("personal",))
    assert due("assets-disposed", asset, END) == END + 14 * DAY


def test_the_law_outlasts_the_purpose_and_a_hold_outlasts_both() -> None:
    asset = an_asset(keep_until=END, law_until=date(2030, 3, 31))
    assert due("assets-disposed", asset, TODAY) == date(2030, 4, 30)
    assert stood("assets-disposed", an_asset(keep_until=END, legal_hold=True), TODAY) is None
    assert due("assets-disposed", an_asset(), TODAY) is None


def done(**but: Any) -> Any:
    manager = an_appointment()
    class_ = a_class()
    a_disposal_method(classification=class_, witness=but.pop("witnessed", False))
    fields = {
        "asset": a_classified_asset(unit=manager.unit, classification=class_), "state": "done",
        "executed_on": TODAY, "executed_by": a_person(), "approved_by": manager.person,
        "approved_on": TODAY,
    }  # fmt: skip
    return a_disposal(**fields | but)


def test_it_is_approved_before_and_done_in_an_allowed_way() -> None:
    assert state("disposals-proper", done(), TODAY) == "kept"
    for wrong in ({"approved_on": TODAY + DAY}, {"approved_by": None}, {"method": "erase"}):
        assert state("disposals-proper", done(**wrong), TODAY + DAY) == "overdue", wrong
    own = an_appointment(role="director").person
    asked = done(approved_by=own, requested_by=own)
    assert state("disposals-proper", asked, TODAY + DAY) == "overdue"
    assert state("disposals-proper", done(asset=an_asset()), TODAY + DAY) == "unknown"


def test_a_class_may_ask_for_a_witness() -> None:
    assert state("disposals-proper", done(witnessed=True), TODAY + DAY) == "overdue"
    seen = done(witnessed=True, witness=a_person())
    assert state("disposals-proper", seen, TODAY + DAY) == "kept"


def test_somebody_else_confirms_it_with_the_vendors_certificate() -> None:
    last = TODAY + 14 * DAY
    assert due("disposals-confirmed", done(), TODAY) == last
    doer = a_person()
    own = done(executed_by=doer, confirmed_by=doer, confirmed_on=TODAY)
    assert state("disposals-confirmed", own, last + DAY) == "overdue"
    by = {"confirmed_by": a_person(), "confirmed_on": TODAY}
    assert state("disposals-confirmed", done(**by), last + DAY) == "kept"
    bare = done(**by, vendor="溶解サービス")
    assert state("disposals-confirmed", bare, last + DAY) == "overdue"
    an_attachment(kind="disposals", rec=bare.pk)
    assert state("disposals-confirmed", bare, last + DAY) == "kept"
