"""Cloud services: asked for by anyone, evaluated item by item, decided by somebody else."""

from datetime import timedelta
from typing import Any

import pytest

from sekisho.domains.assets.models import CloudItem, Service
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange.run import Options, run
from sekisho.registers.exchange.table import Table
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.assets import a_class, a_classified_asset, a_service, an_asset
from tests.given.cloud import a_cloud_evaluation, a_cloud_item, every_item
from tests.given.people import a_person

pytestmark = pytest.mark.django_db
LATER = (TODAY + timedelta(days=200)).isoformat()


@pytest.fixture
def evaluations() -> Any:
    return registry["cloud_evaluations"]


@pytest.fixture
def handed_in(evaluations: Any, acting: Any, unit: Any) -> Any:
    """Asked for by somebody of the unit, evaluated by the administrator."""
    asker = a_person(unit=unit)
    service = a_service(approval="not_assessed", first_used_on=None)
    values = {
        "service": service, "unit": unit, "purpose": "商談資料の共有", "wanted_class": a_class(rank=2),
        "personal": False, "abroad": False,
    }  # fmt: skip
    one = write(evaluations, acting(asker), values)
    every_item(one, logs={"met": "partly", "risk": "3か月で消える", "level": "low",
                          "treatment": "accept"})  # fmt: skip
    return move(evaluations, acting(a_person(), "admin"), "submit", one)


def test_an_employee_asks_for_a_service_and_is_named_as_the_requester(evaluations, acting, unit):
    asker = a_person(unit=unit)
    service = write(registry["services"], acting(asker), {"name": "議事録クラウド", "owner": asker})
    one = write(evaluations, acting(asker), {"service": service, "unit": unit, "purpose": "議事録"})
    assert (one.requester, one.requested_on, one.state) == (asker, TODAY, "requested")


def test_nothing_is_handed_in_before_every_item_was_looked_at(evaluations, acting):
    one = a_cloud_evaluation(no_risk_reason="")
    a_cloud_item(evaluation=one, item="logs", met="yes", proof="")
    with pytest.raises(Invalid) as refused:
        move(evaluations, acting(a_person(), "admin"), "submit", one)
    words = " ".join(map(str, refused.value.problems[""]))
    assert "暗号化" in words and words.index("不足") < words.index("ログ")
    assert "no_risk_reason" in refused.value.problems


def test_a_certificate_stands_for_a_proof_only_where_it_says_something(acting):
    items, act = registry["cloud_items"], acting(a_person(), "admin")
    one = a_cloud_evaluation()
    line = {"evaluation": one, "item": "vulnerability", "met": "yes", "certificate": "soc2"}
    assert write(items, act, line).certificate == "soc2"
    with pytest.raises(Invalid, match="certificate"):
        write(items, act, line | {"item": "training"})


def test_what_is_not_met_leaves_a_risk_with_a_treatment(acting):
    items, act = registry["cloud_items"], acting(a_person(), "admin")
    line = {"evaluation": a_cloud_evaluation(), "item": "logs", "met": "no"}
    with pytest.raises(Invalid, match="risk"):
        write(items, act, line)
    reduced = line | {"risk": "後から追えない", "level": "high", "treatment": "reduce"}
    with pytest.raises(Invalid, match="due_on"):
        write(items, act, reduced | {"measure": "監査ログを有効にする"})


def test_an_approval_makes_the_service_approved_up_to_the_class(evaluations, acting, handed_in):
    said = {"max_class": handed_in.wanted_class_id, "valid_until": LATER}
    director = a_person()
    one = move(evaluations, acting(director, "director"), "approve", handed_in, said)
    service = Service.objects.get(pk=one.service_id)
    assert (service.approval, service.approved_by, service.approved_on) == (
        "approved",
        director,
        TODAY,
    )
    assert (service.max_class, service.next_review_on.isoformat()) == (
        handed_in.wanted_class,
        LATER,
    )


def test_a_condition_becomes_a_line_with_a_day(evaluations, acting, handed_in):
    said = {"max_class": handed_in.wanted_class_id, "valid_until": LATER,
            "decision": "多要素認証を必須にする", "condition_due_on": TODAY + timedelta(days=30)}  # fmt: skip
    move(evaluations, acting(a_person(), "director"), "approve_conditionally", handed_in, said)
    line = CloudItem.objects.get(evaluation=handed_in, item="condition")
    assert (line.measure, line.due_on) == ("多要素認証を必須にする", TODAY + timedelta(days=30))


def test_no_class_beyond_the_one_evaluated_and_no_endless_approval(evaluations, acting, handed_in):
    said = {"max_class": a_class(rank=3), "valid_until": TODAY + timedelta(days=400)}
    with pytest.raises(Invalid) as refused:
        move(evaluations, acting(a_person(), "director"), "approve", handed_in, said)
    assert set(refused.value.problems) == {"max_class", "valid_until"}


def test_neither_the_requester_nor_the_evaluator_decides(evaluations, acting, handed_in):
    said = {"max_class": handed_in.wanted_class_id, "valid_until": LATER}
    for hand in (handed_in.requester, handed_in.evaluator):
        with pytest.raises(Denied):
            move(evaluations, acting(hand, "director"), "approve", handed_in, said)


def test_the_manager_decides_unless_it_is_strict_or_personal_data_abroad(
    evaluations, acting, handed_in, manager
):
    said = {"max_class": handed_in.wanted_class_id, "valid_until": LATER}
    handed_in.personal, handed_in.abroad = True, None
    handed_in.save(update_fields=["personal", "abroad"])
    with pytest.raises(Denied, match="director_only"):
        move(evaluations, acting(manager, "manager"), "approve", handed_in, said)
    handed_in.abroad = False
    handed_in.save(update_fields=["abroad"])
    assert (
        move(evaluations, acting(manager, "manager"), "approve", handed_in, said).state
        == "approved"
    )


def test_an_earlier_evaluation_names_where_it_is_kept(evaluations, acting):
    one, admin = a_cloud_evaluation(occasion="earlier"), a_person()
    with pytest.raises(Invalid, match="proof"):
        move(evaluations, acting(admin, "admin"), "submit", one)
    write(evaluations, acting(admin, "admin"), {"proof": "評価シート 2024-03"}, one)
    assert move(evaluations, acting(admin, "admin"), "submit", one).state == "evaluated"


def test_nobody_approves_a_service_past_its_evaluation(acting):
    service = a_service(approval="not_assessed")
    said = {"max_class": a_class(), "next_review_on": LATER}
    with pytest.raises(Denied):
        move(registry["services"], acting(a_person(), "director"), "approve", service, said)
    with pytest.raises(Invalid, match="max_class"):
        write(registry["services"], acting(), {"max_class": a_class()}, service)


def test_an_asset_above_the_class_of_the_service_is_not_put_there(acting, unit):
    cloud = a_service(max_class=a_class(rank=1))
    assets, strict = registry["assets"], a_class(rank=3, code="top")
    line = {"name": "設計図", "unit": unit, "media": "cloud", "service": cloud, "location": "-"}
    with pytest.raises(Invalid, match="service"):
        write(assets, acting(), line | {"classification": strict})
    write(assets, acting(), line | {"classification": a_class(rank=1)})
    asset = an_asset(unit=unit, service=cloud)
    with pytest.raises(Invalid, match="classification"):
        write(assets, acting(), {"classification": strict}, asset)
    stood = a_classified_asset(unit=unit, service=cloud, classification=strict)
    assert write(assets, acting(), {"note": "移す予定"}, stood).note == "移す予定"


def test_a_sheet_names_every_asset_that_its_service_may_not_hold(acting, unit):
    cloud, ended = a_service(max_class=a_class(rank=1)), a_service(approval="ended")
    strict = a_class(rank=3, code="top")
    rows = [("図面", cloud.name, "top"), ("台帳", ended.name, ""), ("控え", cloud.name, "")]
    cells = [(n, [name, unit.code, "クラウド", where, class_])
             for n, (name, where, class_) in enumerate(rows, 2)]  # fmt: skip
    heading = ["name", "unit", "media", "service", "classification"]
    out = run(registry["assets"], acting(), Table("t", heading, cells), Options(dry_run=True))
    assert strict.rank == 3
    assert [(e.row, e.field) for e in out.errors] == [(2, "service"), (3, "service")]


def test_the_check_of_many_assets_asks_the_database_no_more_often(
    acting, unit, django_assert_max_num_queries
):
    cloud = a_service(max_class=a_class(rank=1))
    lines = [Line({"name": f"資料{n}", "unit": unit, "media": "cloud", "service": cloud.pk})
             for n in range(30)]  # fmt: skip
    with django_assert_max_num_queries(40):
        assert len(write_many(registry["assets"], acting(), lines)) == 30


def test_a_decision_answers_the_call_for_a_new_evaluation(evaluations, acting, handed_in):
    services = registry["services"]
    said = {"max_class": handed_in.wanted_class_id, "valid_until": LATER}
    move(evaluations, acting(a_person(), "director"), "approve", handed_in, said)
    service = Service.objects.get(pk=handed_in.service_id)
    why = {"review_reason": "学習に使う規約に変わった"}
    called = move(services, acting(a_person(), "admin", days=1), "call_review", service, why)
    assert called.review_called_on == TODAY + timedelta(days=1)
    again = a_cloud_evaluation(
        service=called, wanted_class=handed_in.wanted_class, state="evaluated"
    )
    director = acting(a_person(), "director", days=2)
    move(evaluations, director, "refuse", again, {"decision": "規約を受け入れられない"})
    refused = Service.objects.get(pk=service.pk)
    assert (refused.approval, refused.review_called_on) == ("refused", None)


def test_an_ended_service_records_what_came_back(acting):
    services, service = registry["services"], a_service()
    chair = a_person()
    ended = move(services, acting(chair, "chair"), "end", service, {"decision_reason": "統合した"})
    said = {"data_returned": "CSVで受領、消去証明書あり", "data_returned_on": TODAY}
    done = move(services, acting(chair, "chair"), "confirm_return", ended, said)
    assert (done.approval, done.data_returned_on) == ("ended", TODAY)
