"""Risks: scored with a frozen method, treated, confirmed by somebody else, the rest borne by who may."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import actor_for
from sekisho.domains.risk.models import Risk
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment
from tests.given.risk import a_risk_acceptance, a_risk_method

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


def acting(account: Any) -> Act:
    return Act(actor_for(account, TODAY), AT, "test", TODAY)


class Desk:
    """A unit, its manager, a member and the chair of the committee, and what they do."""

    def __init__(self, **method: Any) -> None:
        self.unit = a_unit()
        self.manager = an_appointment(role="manager", unit=self.unit).person
        self.chair = an_appointment(role="chair").person
        self.method = a_risk_method(**method)
        self.acts = {who: acting(an_account(person=who)) for who in (self.manager, self.chair)}
        self.assessment = self.write(
            "risk_assessments", subject="unit", unit=self.unit.pk, method=self.method.pk,
            assessed_on=TODAY,
        )  # fmt: skip

    def write(self, name: str, record: Any = None, /, **values: Any) -> Any:
        return write(registry[name], self.acts[self.manager], values, record)

    def risk(self, **values: Any) -> Risk:
        given = {"assessment": self.assessment.pk, "title": "誤送信", "owner": self.manager.pk}
        found: Risk = self.write("risks", **given | values)
        found.refresh_from_db()
        return found

    def move(self, who: Any, name: str, record: Any, **said: Any) -> Any:
        register = registry["risks" if isinstance(record, Risk) else "risk_assessments"]
        found = move(register, self.acts[who], name, record, said)
        found.refresh_from_db()
        return found

    def confirm(self) -> None:
        self.assessment = self.move(self.manager, "submit", self.assessment)
        self.assessment = self.move(self.chair, "confirm", self.assessment)


def test_the_matrix_scores_impact_by_likelihood() -> None:
    risk = Desk().risk(impact=5, likelihood=3)
    assert (risk.value, risk.row, risk.column, risk.band, risk.above) == (15, 5, 3, "high", True)
    assert (risk.rest_value, risk.rest_above) == (15, True)


def test_a_degree_the_method_needs_is_asked_for() -> None:
    with pytest.raises(Invalid) as caught:
        Desk().risk(impact=5)
    assert list(caught.value.problems) == ["likelihood"]
    with pytest.raises(Invalid) as caught:
        Desk(scheme="product", medium_from=24, high_from=54).risk(
            confidentiality=3, threat_level=1, weakness_level=1
        )
    assert set(caught.value.problems) == {"integrity", "availability"}


def test_the_degrees_of_the_asset_count_where_the_risk_says_nothing() -> None:
    desk = Desk(scheme="ipa", medium_from=3, high_from=6, acceptable_to=2)
    asset = an_asset(confidentiality=2, integrity=1, availability=1, importance=3)
    risk = desk.risk(asset=asset.pk, threat_level=3, weakness_level=2)
    assert (risk.worth, risk.value) == (3, 6), (
        "the importance of the asset is more than its degrees"
    )


def test_the_scores_are_frozen_with_the_assessment() -> None:
    desk = Desk()
    risk = desk.risk(impact=4, likelihood=3)
    desk.confirm()
    risk.refresh_from_db()
    assert risk.fixed
    with pytest.raises(Invalid) as caught:
        desk.write("risks", risk, impact=1)
    assert list(caught.value.problems) == ["impact"]
    with pytest.raises(Invalid):
        desk.risk(impact=1, likelihood=1)
    with pytest.raises(Invalid):
        desk.write("risk_assessments", desk.assessment, assessed_on=TODAY - timedelta(days=1))
    desk.write("risks", risk, measures="宛先の確認")


def test_an_assessment_without_risks_says_why() -> None:
    desk = Desk()
    with pytest.raises(Denied):
        desk.move(desk.manager, "submit", desk.assessment)
    desk.write("risk_assessments", desk.assessment, nothing_found="新設で情報をまだ持たない。")
    desk.confirm()
    assert desk.assessment.confirmed_by == desk.chair


def test_nobody_confirms_their_own_assessment_nor_their_own_treatment() -> None:
    desk = Desk()
    an_appointment(person=desk.manager, role="committee")
    desk.acts[desk.manager] = acting(Account.objects.get(person=desk.manager))
    desk.risk(impact=4, likelihood=3)
    desk.assessment = desk.move(desk.manager, "submit", desk.assessment)
    with pytest.raises(Denied):
        desk.move(desk.manager, "confirm", desk.assessment)


def test_a_risk_is_treated_and_the_effect_confirmed_by_another_person() -> None:
    desk = Desk()
    risk = desk.risk(impact=4, likelihood=3)
    desk.confirm()
    said = {"treatment": "reduce", "plan": "送信前の確認を必須にする", "treat_by": TODAY}
    risk = desk.move(desk.manager, "decide", risk, **said)
    risk = desk.move(desk.manager, "carry_out", risk, done="設定した", residual_likelihood=1)
    assert (risk.rest_value, risk.rest_above, risk.value) == (4, False, 12)
    with pytest.raises(Denied):
        desk.move(desk.manager, "confirm", risk)
    risk = desk.move(desk.chair, "confirm", risk)
    risk = desk.move(desk.chair, "reopen", risk, remark="誤送信がまた起きた")
    assert (risk.rest_value, risk.residual_likelihood) == (12, None), "nobody knows any more"


def test_what_remains_too_high_needs_an_acceptance() -> None:
    desk = Desk()
    risk = desk.risk(impact=5, likelihood=4)
    desk.confirm()
    risk = desk.move(desk.manager, "decide", risk, treatment="reduce", plan="更新", treat_by=TODAY)
    risk = desk.move(desk.manager, "carry_out", risk, done="更新した", residual_likelihood=2)
    with pytest.raises(Denied) as caught:
        desk.move(desk.chair, "confirm", risk)
    assert "acceptance" in str(caught.value)
    borne = a_risk_acceptance(state="accepted", approved_by=a_person())
    desk.write("risks", risk, acceptance=borne.pk)
    risk.refresh_from_db()
    assert desk.move(desk.chair, "confirm", risk).state == "confirmed"


def test_a_method_in_force_stays_as_it_is() -> None:
    method = a_risk_method()
    chair = acting(an_account(person=an_appointment(role="chair").person))
    with pytest.raises(Invalid) as caught:
        write(registry["risk_methods"], chair, {"acceptable_to": 9}, method)
    assert list(caught.value.problems) == ["acceptable_to"]
    with pytest.raises(Invalid) as caught:
        write(registry["risk_methods"], chair, {
            "code": "Z", "title": "Z", "scheme": "ipa", "medium_from": 3, "high_from": 10,
            "acceptable_to": 2,
        })  # fmt: skip
    assert list(caught.value.problems) == ["high_from"]
