"""The yearly census, the spot checks of labels, the measures."""

import pytest

from sekisho.domains.assets.label_check import sample
from sekisho.domains.assets.models import Census, LabelCheck
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.assets import a_class, a_classified_asset, an_asset
from tests.given.people import an_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def census(unit, acting):
    return write(registry["censuses"], acting(), {"fiscal_year": "2026", "unit": unit})


@pytest.fixture
def signed(census, manager, acting):
    said = {"paper": "no"}
    return move(registry["censuses"], acting(manager, "manager"), "sign_off", census, said)


def test_a_census_is_signed_by_the_manager_of_the_unit(signed, manager):
    assert (signed.signed_by_id, signed.signed_on, signed.paper) == (manager.pk, TODAY, "no")
    assert signed in Census.objects.signed()


def test_a_census_is_not_signed_without_a_word_about_paper(census, manager, acting):
    with pytest.raises(Invalid, match="paper"):
        move(registry["censuses"], acting(manager, "manager"), "sign_off", census)
    assert census not in Census.objects.signed()


def test_a_manager_of_another_unit_does_not_sign(census, acting):
    other = an_appointment(role="manager").person
    with pytest.raises(Denied):
        move(registry["censuses"], acting(other, "manager"), "sign_off", census, {"paper": "no"})


def test_a_signed_census_does_not_change_until_it_is_reopened(signed, manager, acting):
    censuses = registry["censuses"]
    with pytest.raises(Invalid, match="paper"):
        write(censuses, acting(), {"paper": "some"}, signed)
    said = {"reason": "書庫を見落としていた"}
    reopened = move(censuses, acting(manager, "manager"), "reopen", signed, said)
    assert (reopened.signed_by, reopened.signed_on) == (None, None)
    write(censuses, acting(), {"paper": "some"}, reopened)


def test_a_unit_has_one_census_a_year(census, unit, acting):
    with pytest.raises(Invalid):
        write(registry["censuses"], acting(), {"fiscal_year": "2026", "unit": unit})
    write(registry["censuses"], acting(), {"fiscal_year": "2027", "unit": unit})


def test_a_sample_holds_only_assets_that_must_be_labelled(unit, acting):
    asked = a_class(label_required=True)
    wanted = {a_classified_asset(unit=unit, classification=asked).pk for _ in range(3)}
    a_classified_asset(unit=unit, classification=a_class(label_required=False))
    a_classified_asset(classification=asked)
    a_classified_asset(unit=unit, classification=asked, ended_on=TODAY, state="ended")
    an_asset(unit=unit)
    lines = sample(unit.pk, TODAY, "2026H2-くじ")
    assert {line["asset"] for line in lines} == wanted
    write_many(registry["label_checks"], acting(), [Line(line) for line in lines])
    assert set(LabelCheck.objects.values_list("period", "expected")) == {("2026H2", asked.pk)}


@pytest.fixture
def check(unit, acting):
    a_classified_asset(unit=unit, classification=a_class(label_required=True))
    (line,) = sample(unit.pk, TODAY, "くじ")
    return write(registry["label_checks"], acting(), line)


def test_a_check_not_looked_at_is_neither_right_nor_wrong(check):
    assert check.ok is None


def test_an_answer_needs_the_day_of_the_check(check, acting):
    with pytest.raises(Invalid, match="checked_on"):
        write(registry["label_checks"], acting(), {"ok": "yes"}, check)


@pytest.mark.parametrize(
    ("ok", "corrected_on", "stands"),
    [
        ("no", "2026-11-19", True),
        ("no", "2026-11-18", True),
        ("no", "2026-11-17", False),
        ("yes", "2026-11-19", False),
    ],
)
def test_only_a_wrong_label_is_corrected_and_not_before_the_check(
    check, acting, ok, corrected_on, stands
):
    said = {"ok": ok, "checked_on": "2026-11-18", "corrected_on": corrected_on}
    if stands:
        write(registry["label_checks"], acting(), said, check)
    else:
        with pytest.raises(Invalid, match="corrected_on"):
            write(registry["label_checks"], acting(), said, check)


@pytest.mark.parametrize("period", ["2026", "2026H3", "H1", "26H1"])
def test_a_half_year_is_written_in_one_way_only(check, acting, period):
    with pytest.raises(Invalid, match="period"):
        write(registry["label_checks"], acting(), {"period": period}, check)


def test_a_measure_belongs_to_one_asset_or_one_class(acting):
    measures, facts = registry["measures"], {"kind": "backup", "since": "2026-04-01"}
    asset, classification = an_asset(), a_class()
    write(measures, acting(), facts | {"asset": asset})
    write(measures, acting(), facts | {"classification": classification})
    for both_or_none in ({}, {"asset": asset, "classification": classification}):
        with pytest.raises(Invalid, match="asset"):
            write(measures, acting(), facts | both_or_none)


def test_a_measure_does_not_end_before_it_begins(acting):
    facts = {"asset": an_asset(), "kind": "backup", "since": "2026-04-01"}
    write(registry["measures"], acting(), facts | {"until": "2026-04-01"})
    with pytest.raises(Invalid, match="until"):
        write(registry["measures"], acting(), facts | {"until": "2026-03-31"})
