"""The rule table: both sides of each rule, and every reason at once."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.checkpoint.live.company import DAY, NOW, TODAY, Company
from tests.given.access import an_access_right, an_active_right, an_entitlement, an_opened_asset
from tests.given.assets import an_asset
from tests.given.engagements import an_approval, an_engagement
from tests.given.people import a_contractor, a_person, a_unit, an_account
from tests.given.safeguards import a_device, a_freeze, an_emergency_access
from tests.given.suppliers import a_party, an_nda

pytestmark = pytest.mark.django_db


def test_who_has_a_right_a_sound_device_and_a_fresh_proof_comes_in() -> None:
    found = Company().ask("write")
    assert found.decision
    assert found.context["class"] == "confidential"
    assert found.context["valid_until"] == "2026-10-15T10:50:00Z"  # eight hours after the proof


def test_every_reason_is_named_at_once_in_both_languages() -> None:
    company = Company()
    stranger = a_person(ends_on=TODAY - DAY)
    found = company.ask("write", stranger, device="unheard-of", amr=[], auth_time=None).context
    codes = [one["code"] for one in found["reasons"]]
    assert codes == ["mfa_unknown", "not_employed", "device_unknown", "no_right"]
    for one in found["reasons"]:
        assert one["ja"] != one["en"]
        assert one["duties"]
    assert found["acr_values"] == "mfa"
    assert found["access_request"]["form_url"].endswith(f"asset={company.plans.number}")


def test_unknown_people_things_and_actions_are_denied() -> None:
    company = Company()
    question = company.question()
    for wrong, code in (
        (question._replace(subject=question.subject._replace(id="P-99999")), "subject_unknown"),
        (question._replace(resource=question.resource._replace(id="IA-9999")), "resource_unknown"),
        (question._replace(action="fly"), "action_unknown"),
        (question._replace(subject=question.subject._replace(type="user")), "type_unknown"),
    ):
        found = company.gate.decide(wrong)
        assert (found.decision, found.context["reason"]) == (False, code)


@pytest.mark.parametrize(
    ("context", "expected"),
    [
        ({"auth_time": NOW.timestamp() - 8 * 3600}, []),
        ({"auth_time": NOW.timestamp() - 8 * 3600 - 1}, ["mfa_stale"]),
        ({"auth_time": NOW.timestamp() + 3600}, ["mfa_stale"]),
        ({"amr": ["pwd"]}, ["mfa_weak"]),
        ({"auth_time": "yesterday"}, ["mfa_unknown"]),
        ({"mfa": {"at": NOW.isoformat(), "methods": ["hwk"]}}, []),
        ({"purpose": "見積の作成"}, []),
        ({"purpose": "興味"}, ["purpose"]),
    ],
)
def test_what_the_moment_brings_is_weighed(context: dict[str, Any], expected: list[str]) -> None:
    assert Company().codes(**context) == expected


def test_the_strictest_class_asks_for_a_passkey_even_without_a_decision() -> None:
    company = Company()
    secret = an_asset(unit=company.unit, classification=company.kinds[3])
    an_active_right(person=company.hana, asset=secret)
    assert "mfa_weak" in company.codes(asset=secret)
    fresh = {"amr": ["hwk"], "auth_time": NOW.timestamp()}
    assert company.codes(asset=secret, **fresh) == ["not_pledged", "training_unknown"]


def test_the_public_is_open_and_what_nobody_classified_counts_as_confidential() -> None:
    company = Company()
    public = an_asset(unit=company.unit, classification=company.kinds[0])
    assert company.codes(asset=public, device="", amr=[], auth_time=None) == []
    assert company.codes("write", asset=public) == ["no_right"]
    unclassified = an_asset(unit=company.unit, classification=None)
    found = company.ask(asset=unclassified).context
    assert (found["class"], found["reason"]) == ("confidential", "no_right")


@pytest.mark.parametrize(
    ("but", "action", "expected"),
    [
        ({"ends_on": TODAY}, "read", []),
        ({"ends_on": TODAY - DAY}, "read", ["right_ended"]),
        ({"opens_on": TODAY}, "read", []),
        ({"opens_on": TODAY + DAY}, "read", ["right_not_begun"]),
        ({}, "export", ["action_not_covered"]),
        ({"state": "removal"}, "read", ["right_removed"]),
        ({"state": "removed", "closed_on": TODAY}, "read", ["no_right"]),
        ({"starts_on": date(2025, 3, 1), "opens_on": date(2025, 3, 1)}, "read", ["review_overdue"]),
        (
            {
                "starts_on": date(2025, 3, 1),
                "opens_on": date(2025, 3, 1),
                "last_reviewed_on": TODAY,
            },
            "read",
            [],
        ),
    ],
)
def test_a_right_opens_what_it_covers_while_it_runs(
    but: Any, action: str, expected: list[str]
) -> None:
    company = Company()
    other = a_person(unit=company.unit)
    an_active_right(**{"person": other, "asset": company.plans} | but)
    device = a_device(holder=other, checked_at=NOW)
    assert company.codes(action, other, device=device.tag) == expected


def test_a_role_opens_what_it_is_said_to_open() -> None:
    company = Company()
    role = an_entitlement(actions=("read",))
    an_opened_asset(entitlement=role, asset=company.plans)
    other = a_person()
    an_active_right(person=other, entitlement=role)
    device = a_device(holder=other, checked_at=NOW)
    assert company.codes("read", other, device=device.tag) == []
    assert company.codes("write", other, device=device.tag) == ["action_not_covered"]


def test_a_request_that_waits_is_told_apart_from_none() -> None:
    company = Company()
    other = a_person()
    an_access_right(person=other, asset=company.plans)
    device = a_device(holder=other, checked_at=NOW)
    assert company.codes("read", other, device=device.tag) == ["right_waiting"]


@pytest.mark.parametrize(
    ("but", "expected"),
    [
        ({"firewall": False}, ["device_unsound"]),
        ({"firewall": None}, ["device_unseen"]),
        ({"checked_at": NOW - timedelta(hours=24)}, []),
        ({"checked_at": NOW - timedelta(hours=25)}, ["device_stale"]),
        ({"lost_on": TODAY}, ["device_lost"]),
        ({"ends_on": TODAY - DAY}, ["device_unknown"]),
    ],
)
def test_a_device_is_known_sound_and_lately_seen(but: Any, expected: list[str]) -> None:
    company = Company()
    device = a_device(holder=company.hana, **{"checked_at": NOW} | but)
    assert company.codes(device=device.tag) == expected


def test_nobody_uses_the_device_of_another() -> None:
    assert Company().codes(device=a_device(checked_at=NOW).tag) == ["device_of_another"]


def test_place_and_time_only_tighten() -> None:
    company = Company(zones=("本社",), from_hour=9, to_hour=12)  # it is twelve o'clock
    assert company.codes() == ["zone_unknown", "hours"]
    company.now -= timedelta(minutes=1)
    assert company.codes(zone="喫茶店") == ["zone"]
    assert company.codes(zone="本社") == []
    other = a_person()
    assert "no_right" in company.codes(person=other, zone="本社")


def test_staff_of_others_need_an_agreement_with_their_company() -> None:
    company = Company(pledged=True)
    worker = a_contractor(supplier="協力 株式会社", contract_ends_on=TODAY + DAY)
    an_active_right(person=worker, asset=company.plans)
    device = a_device(holder=worker, checked_at=NOW)

    def codes() -> list[str]:
        return company.codes(person=worker, device=device.tag)

    assert codes() == ["supplier_unknown"]
    party = a_party(name="協力 株式会社")
    assert codes() == ["supplier_unbound"]
    an_nda(party=party)
    assert codes() == ["supplier_not_engaged"]
    work = an_engagement(party=party)
    assert codes() == ["supplier_not_approved"]
    an_approval(work, valid_until=TODAY - DAY)
    assert codes() == ["supplier_not_approved"]
    an_approval(work, valid_until=TODAY)
    assert codes() == []
    work.ended_on = TODAY - DAY
    work.save()
    assert codes() == ["supplier_not_engaged"]


def test_training_that_nobody_records_is_unknown_and_opens_nothing_confidential() -> None:
    company = Company(trained=True, unknown_passes=True)
    found = company.ask().context["reasons"][0]
    assert (found["code"], found["unknown"]) == ("training_unknown", True)


def test_a_closed_account_opens_nothing() -> None:
    company = Company()
    an_account(person=company.hana, active=False)
    assert company.codes() == ["account_closed"]


def test_a_freeze_shuts_the_asset_the_person_and_the_unit() -> None:
    company = Company()
    for scope in ("asset", "person", "unit"):
        what = {"asset": company.plans, "person": company.hana, "unit": company.unit}[scope]
        freeze = a_freeze(**{scope: what})
        expected = {"asset": ["asset_frozen"], "person": ["person_frozen"]}
        assert company.codes() == expected.get(scope, ["person_frozen", "asset_frozen"])
        type(freeze).objects.filter(pk=freeze.pk).update(state="lifted")
    a_freeze(unit=a_unit())
    assert company.codes() == []
    a_freeze(right=company.right)
    assert company.codes() == ["right_frozen"]


def test_emergency_access_passes_all_but_identity_and_employment_for_its_hours() -> None:
    company = Company()
    other = a_person()
    a_freeze(asset=company.plans)
    opened = an_emergency_access(
        person=other,
        asset=company.plans,
        state="granted",
        granted_at=NOW,
        until=NOW + timedelta(hours=4),
    )
    found = company.ask("read", other, device="")
    assert found.decision
    assert found.context["emergency"] == opened.number
    assert found.context["valid_until"] == "2026-10-15T07:00:00Z"
    assert "no_right" in company.codes("write", other)  # opened for reading alone
    assert company.codes("read", other, auth_time=None) == ["mfa_unknown"]
    company.now += timedelta(hours=4)
    assert "asset_frozen" in company.codes("read", other)


def test_a_rule_that_breaks_lets_nobody_in(monkeypatch: pytest.MonkeyPatch) -> None:
    company = Company()
    company.ask()
    company.anew = False
    monkeypatch.setattr(company.follower.index, "frozen_people", None)
    assert company.codes() == ["rule_error"]
