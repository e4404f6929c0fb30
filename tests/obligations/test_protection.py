"""Facts of protection: encryption, the service's limit, trade secrets, missing assets, provision."""

from datetime import date, timedelta
from typing import Any

import pytest

from sekisho.domains.assets.measure import required
from tests.given.assets import (
    a_class,
    a_classified_asset,
    a_measure,
    a_personal_data_line,
    a_service,
    an_asset,
)
from tests.given.keeping import (
    a_census_line,
    a_provision,
    a_storage_rule,
    a_trade_secret_sheet,
)
from tests.given.people import a_person
from tests.obligations.judging import due, state, stood

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def test_what_must_be_encrypted_is_so_at_rest_and_when_sent() -> None:
    class_ = a_class(encryption_required=True)
    full: dict[str, Any] = {
        "classification": class_, "encrypted": True, "encrypted_in_transit": True,
        "cipher": "aes256", "key_owner": a_person(),
    }  # fmt: skip
    assert state("assets-encrypted", a_classified_asset(**full), TODAY) == "kept"
    assert state("assets-encrypted", a_classified_asset(classification=class_), TODAY) == "unknown"
    for less in ({"cipher": "zipcrypto"}, {"key_owner": None}, {"encrypted_in_transit": False}):
        assert state("assets-encrypted", a_classified_asset(**full | less), TODAY) == "overdue", (
            less
        )
    new = a_classified_asset(**full | {"encrypted": False}, registered_on=TODAY)
    assert due("assets-encrypted", new, TODAY) == TODAY + 30 * DAY


def test_paper_is_not_encrypted_and_a_storage_rule_may_ask_for_it() -> None:
    class_ = a_class(encryption_required=True)
    paper = a_classified_asset(classification=class_, media=("paper",))
    assert state("assets-encrypted", paper, TODAY) == "kept"
    plain = a_class()
    asset = a_classified_asset(classification=plain, media=("removable",), encrypted=False)
    assert stood("assets-encrypted", asset, TODAY) is None
    a_storage_rule(classification=plain, medium="removable", encrypted=True)
    assert state("assets-encrypted", asset, TODAY) == "overdue"


def test_a_service_holds_no_stricter_class_than_it_is_approved_for() -> None:
    low, high = a_class(rank=2), a_class(rank=3, mfa_required=True)
    service = a_service(max_class=low, mfa=True)
    fits = "assets-fit-their-service"
    assert state(fits, a_classified_asset(service=service, classification=low), TODAY) == "kept"
    assert state(fits, a_classified_asset(service=service, classification=high), TODAY) == "overdue"
    open_ = a_service(max_class=high, mfa=False)
    assert state(fits, a_classified_asset(service=open_, classification=high), TODAY) == "overdue"
    unsaid = a_service(max_class=high)
    assert state(fits, a_classified_asset(service=unsaid, classification=high), TODAY) == "unknown"


def test_a_trade_secret_is_shown_to_be_one_once_a_year() -> None:
    class_ = a_class(rank=1, label_required=True)
    for kind in {rule.kind for rule in required()}:
        a_measure(classification=class_, kind=kind)
    secret = {"trade_secret": "secret", "classification": class_}
    asset = a_classified_asset(**secret, label_applied_on=TODAY)
    assert state("trade-secrets-held", asset, TODAY) == "overdue"
    a_trade_secret_sheet(asset=asset)
    assert due("trade-secrets-held", asset, TODAY) == date(2028, 3, 31)
    bare = a_classified_asset(**secret)
    a_trade_secret_sheet(asset=bare)
    assert state("trade-secrets-held", bare, TODAY) == "overdue"


def test_a_missing_asset_is_found_or_ended_within_thirty_days() -> None:
    unit = a_census_line(found=False, seen_on=TODAY).census.unit
    assert due("census-missing-followed", unit, TODAY) == TODAY + 30 * DAY
    assert state("census-missing-followed", unit, TODAY + 31 * DAY) == "overdue"
    ended = a_census_line(asset=an_asset(ended_on=TODAY), found=False, seen_on=TODAY)
    assert state("census-missing-followed", ended.census.unit, TODAY + 31 * DAY) == "kept"
    assert due("census-missing-followed", a_census_line().census.unit, TODAY) is None


def test_data_given_by_consent_has_its_record_of_giving() -> None:
    line = a_personal_data_line(provision=("consent",))
    assert state("provisions-recorded", line, TODAY) == "overdue"
    a_provision(line=line, given_on=TODAY)
    assert state("provisions-recorded", line, TODAY) == "kept"
    assert state("provisions-recorded", line, TODAY - DAY) == "overdue"
    assert due("provisions-recorded", a_personal_data_line(provision=("law",)), TODAY) is None
