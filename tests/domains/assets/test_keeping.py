"""Take-outs, disposals and inspections through the one door: who may, what is refused, what follows."""

from datetime import date, timedelta
from io import BytesIO

import pytest

from sekisho.domains.assets.models import Asset
from sekisho.domains.assets.starter import starter_retention, starter_rules
from sekisho.domains.assets.storage_check import storage_sample
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.notes import attach
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.assets import a_classified_asset, an_asset, the_starter_classes
from tests.given.keeping import a_retention_rule, a_storage_check, the_starter_rules
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def classes():
    found = the_starter_classes()
    the_starter_rules(found)
    return found


@pytest.fixture
def asset(unit, classes):
    return a_classified_asset(unit=unit, classification=classes["confidential"], media=("paper",))


@pytest.fixture
def by(acting, manager):
    """An act of the manager of the unit, of somebody in a role, or of a given person."""

    def act(role="manager", person=None):
        if role == "operator":
            return acting()
        return acting(manager if role == "manager" else person or a_person(), role)

    return act


def asked(asset, act, **but):
    values = {
        "asset": asset, "medium": "paper", "method": "hand", "destination": "取引先",
        "purpose": "説明", "starts_on": TODAY, "due_back_on": TODAY + 3 * DAY,
    }  # fmt: skip
    return write(registry["takeouts"], act, values | but)


def ending(asset, act, **but):
    values = {"asset": asset, "medium": "paper", "method": "shred", "reason": "期限満了"}
    return write(registry["disposals"], act, values | but)


def step(register, act, name, record, **said):
    return move(registry[register], act, name, record, said)


def test_a_take_out_goes_from_request_to_confirmation(asset, by):
    carrier = a_person()
    mine = lambda: by("employee", carrier)  # noqa: E731
    one = asked(asset, mine())
    assert (one.state, one.carrier, one.requested_by) == ("requested", carrier, carrier)
    assert one.number == "TO-2026-001"
    with pytest.raises(Denied):
        step("takeouts", mine(), "approve", one)
    step("takeouts", by(), "approve", one)
    step("takeouts", mine(), "leave", one)
    one = step("takeouts", mine(), "give_back", one)
    assert one.returned_on == TODAY
    with pytest.raises(Denied):
        step("takeouts", mine(), "confirm", one)
    assert step("takeouts", by(), "confirm", one).state == "confirmed"


def test_a_manager_does_not_approve_what_they_asked_for_or_carry(asset, by, manager):
    own = asked(asset, by())
    with pytest.raises(Denied):
        step("takeouts", by(), "approve", own)
    for role in ("carrier", "requested_by"):  # entered by somebody else, or imported
        one = asked(asset, by("operator"), **{"carrier": a_person().pk, role: manager})
        with pytest.raises((Denied, Invalid)):
            step("takeouts", by(), "approve", one)
    assert step("takeouts", by("director"), "approve", own).state == "approved"


def test_a_way_the_class_does_not_allow_is_refused_and_unclassified_counts_as_confidential(
    asset, unit, by
):
    with pytest.raises(Invalid, match="method"):
        asked(asset, by(), method="post")
    with pytest.raises(Invalid, match="method"):
        asked(an_asset(unit=unit), by(), method="mail")


def test_a_permit_that_is_over_lets_nothing_out_and_lasts_three_months_at_most(asset, by):
    one = asked(asset, by(), starts_on=TODAY - 9 * DAY, due_back_on=TODAY - DAY)
    step("takeouts", by("director"), "approve", one)
    with pytest.raises(Invalid, match="due_back_on"):
        step("takeouts", by(), "leave", one)
    with pytest.raises(Invalid, match="due_back_on"):
        asked(asset, by(), due_back_on=TODAY + 93 * DAY)


def test_a_confirmed_disposal_ends_the_asset(asset, by):
    one = ending(asset, by("employee"))
    step("disposals", by(), "approve", one)
    doer = a_person()
    step("disposals", by("admin", doer), "carry_out", one, witness=a_person().pk)
    with pytest.raises(Denied):
        step("disposals", by("admin", doer), "confirm", one)
    step("disposals", by(), "confirm", one)
    asset = Asset.objects.get(pk=asset.pk)
    assert (asset.state, asset.ended_on, one.number in asset.end_reason) == ("ended", TODAY, True)


def test_hold_law_and_class_forbid_a_disposal(asset, unit, classes, by):
    held = a_classified_asset(unit=unit, classification=classes["internal"], legal_hold=True)
    by_law = a_classified_asset(
        unit=unit, classification=classes["internal"], law_until=TODAY, media=("paper",)
    )
    endless = a_classified_asset(
        unit=unit, classification=classes["internal"], retention=a_retention_rule()
    )
    for one, field in ((held, "asset"), (by_law, "asset"), (endless, "asset")):
        with pytest.raises(Invalid, match=field):
            ending(one, by())
    with pytest.raises(Invalid, match="method"):
        ending(asset, by(), method="erase")


def test_a_witness_and_a_certificate_where_they_are_asked_for(unit, classes, by):
    asset = a_classified_asset(unit=unit, classification=classes["strictly_confidential"])
    one = ending(asset, by(), vendor="溶解サービス", method="dissolve")
    step("disposals", by("director"), "approve", one)
    admin = by("admin")
    with pytest.raises(Invalid, match="witness"):
        step("disposals", admin, "carry_out_alone", one)
    with pytest.raises(Invalid, match="witness"):
        step("disposals", admin, "carry_out", one, witness=admin.actor.person)
    one = step("disposals", admin, "carry_out", one, witness=a_person().pk)
    with pytest.raises(Invalid, match="vendor"):
        step("disposals", by(), "confirm", one)
    attach(registry["disposals"], admin, one, BytesIO(b"%PDF-1.7 certificate"), "証明書.pdf")
    assert step("disposals", by(), "confirm", one).state == "confirmed"


def test_the_statutory_minimum_follows_from_rule_years_and_start(unit, by):
    rule = a_retention_rule(years=7)
    values = {"name": "帳簿", "unit": unit, "retention": rule, "retention_from": "2024-02-29"}
    asset = write(registry["assets"], by("committee"), values)
    assert Asset.objects.get(pk=asset.pk).law_until == date(2031, 2, 28)
    write(registry["assets"], by("committee"), {"law_years": 10}, asset)
    assert Asset.objects.get(pk=asset.pk).law_until == date(2034, 2, 28)
    write(registry["assets"], by("committee"), {"retention_from": ""}, asset)
    assert Asset.objects.get(pk=asset.pk).law_until is None


def test_an_inspection_is_drawn_looked_at_and_confirmed_by_another(asset, by):
    rows = storage_sample(asset.unit_id, TODAY, "くじ")
    assert [row["asset"] for row in rows] == [asset.pk]
    (made,) = write_many(registry["storage_checks"], by(), [Line(row) for row in rows])
    one = step("storage_checks", by(), "find_bad", made.record, found="机の上にあった")
    one = step("storage_checks", by(), "mend", one, mended="施錠キャビネットに戻した")
    with pytest.raises(Denied):
        step("storage_checks", by(), "confirm", one)
    assert step("storage_checks", by("committee"), "confirm", one).confirmed_on == TODAY
    with pytest.raises(Invalid):
        write(registry["storage_checks"], by("committee"), {"period": "2030H1"}, one)
    assert a_storage_check().state == "drawn"


def test_the_starter_rules_speak_of_every_use_in_both_languages():
    classes = {code: code for code in the_starter_classes()}
    ja, en = (starter_rules(classes, language) for language in ("ja", "en"))
    assert [len(rows) for rows in ja.values()] == [len(rows) for rows in en.values()]
    assert len(ja["use_rules"]) == 44
    assert all(row["law"] and row["article"] for row in starter_retention("en"))
