"""The class of an asset: declared until decided, then moved by decisions; down only by two."""

import pytest

from sekisho.domains.assets.models import Assets
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.assets import the_starter_classes
from tests.given.people import a_person, an_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def assets() -> Assets:
    return registry["assets"]


@pytest.fixture
def classes():
    return the_starter_classes()


@pytest.fixture
def asset(assets, unit, acting):
    return write(assets, acting(), {"name": "顧客名簿", "unit": unit})


@pytest.fixture
def classified(assets, asset, manager, acting, classes):
    said = {"classification": classes["confidential"], "class_reason": "取引先の担当者名を含む"}
    return move(assets, acting(manager, "manager"), "classify", asset, said)


@pytest.fixture
def proposed(assets, classified, manager, acting, classes):
    said = {"proposed_class": classes["internal"], "class_reason": "社外に出た後に公開された"}
    return move(assets, acting(manager, "manager"), "propose_lowering", classified, said)


def test_a_new_asset_has_a_number_and_no_class(asset):
    assert (asset.number, asset.classification, asset.state) == ("IA-0001", None, "in_use")
    assert asset.registered_on == TODAY


def test_the_manager_of_the_unit_decides_the_class(classified, manager, classes):
    assert classified.classification == classes["confidential"]
    assert classified.class_decided_by_id == manager.pk
    assert classified.class_decided_on == classified.class_reviewed_on == TODAY


def test_a_manager_of_another_unit_does_not_decide(assets, asset, acting, classes):
    other = an_appointment(role="manager").person
    said = {"classification": classes["confidential"], "class_reason": "理由"}
    with pytest.raises(Denied):
        move(assets, acting(other, "manager"), "classify", asset, said)


def test_a_decision_needs_a_reason(assets, asset, manager, acting, classes):
    with pytest.raises(Invalid, match="class_reason"):
        move(
            assets,
            acting(manager, "manager"),
            "classify",
            asset,
            {"classification": classes["public"]},
        )


def test_a_class_may_be_declared_and_corrected_while_nobody_has_decided(
    assets, asset, acting, classes
):
    write(assets, acting(), {"classification": classes["confidential"]}, asset)
    again = write(assets, acting(), {"classification": classes["internal"]}, asset)
    assert again.classification == classes["internal"]
    assert again.class_decided_at is None


def test_a_decision_of_an_earlier_sheet_is_kept_as_declared(assets, asset, acting, classes):
    decider = a_person()
    said = {
        "classification": classes["confidential"],
        "class_decided_by": decider,
        "class_decided_on": "2025-04-10",
    }
    declared = write(assets, acting(), said, asset)
    assert declared.class_decided_at is None
    with pytest.raises(Invalid, match="classification"):
        write(assets, acting(), {"classification": classes["public"]}, asset)


def test_a_decision_without_a_class_is_refused(assets, asset, acting):
    with pytest.raises(Invalid, match="classification"):
        write(assets, acting(), {"class_decided_on": "2026-11-01"}, asset)


def test_a_decision_of_tomorrow_is_refused(assets, asset, acting, classes):
    said = {"classification": classes["public"], "class_decided_on": "2026-11-21"}
    with pytest.raises(Invalid, match="class_decided_on"):
        write(assets, acting(), said, asset)
    write(assets, acting(), said | {"class_decided_on": "2026-11-20"}, asset)


@pytest.mark.parametrize("to", ["strictly_confidential", "internal", None])
def test_nobody_writes_over_a_decided_class(assets, classified, acting, classes, to):
    with pytest.raises(Invalid, match="classification"):
        write(assets, acting(), {"classification": classes.get(to)}, classified)


def test_nobody_writes_another_decider(assets, classified, acting):
    with pytest.raises(Invalid, match="class_decided_by"):
        write(assets, acting(), {"class_decided_by": a_person()}, classified)


def test_other_facts_of_a_classified_asset_are_still_written(assets, classified, acting):
    assert write(assets, acting(), {"location": "書庫B-4"}, classified).location == "書庫B-4"


def test_the_manager_alone_raises_a_class(assets, classified, manager, acting, classes):
    said = {"classification": classes["strictly_confidential"], "class_reason": "評価を含む"}
    raised = move(assets, acting(manager, "manager"), "classify", classified, said)
    assert raised.classification == classes["strictly_confidential"]


def test_the_manager_alone_does_not_lower_a_class(assets, classified, manager, acting, classes):
    said = {"classification": classes["internal"], "class_reason": "不要になった"}
    with pytest.raises(Invalid, match="classification"):
        move(assets, acting(manager, "manager"), "classify", classified, said)


def test_a_declared_class_is_not_lowered_by_one_person_either(
    assets, asset, manager, acting, classes
):
    write(assets, acting(), {"classification": classes["confidential"]}, asset)
    said = {"classification": classes["internal"], "class_reason": "不要になった"}
    with pytest.raises(Invalid, match="classification"):
        move(assets, acting(manager, "manager"), "classify", asset, said)


def test_a_proposal_leaves_the_class_as_it_is(proposed, classes):
    assert proposed.state == "lowering"
    assert proposed.classification == classes["confidential"]


def test_a_proposal_must_be_lower(assets, classified, manager, acting, classes):
    for code in ("confidential", "strictly_confidential"):
        said = {"proposed_class": classes[code], "class_reason": "理由"}
        with pytest.raises(Invalid, match="proposed_class"):
            move(assets, acting(manager, "manager"), "propose_lowering", classified, said)


def test_a_proposal_is_not_written_without_its_move(assets, classified, acting, classes):
    with pytest.raises(Invalid, match="proposed_class"):
        write(assets, acting(), {"proposed_class": classes["public"]}, classified)


def test_what_is_proposed_does_not_change_before_the_approval(assets, proposed, acting, classes):
    with pytest.raises(Invalid, match="proposed_class"):
        write(assets, acting(), {"proposed_class": classes["public"]}, proposed)
    with pytest.raises(Invalid, match="classification"):
        write(assets, acting(), {"classification": classes["public"]}, proposed)


@pytest.mark.parametrize("role", ["director", "chair"])
def test_a_second_person_lowers_the_class(assets, proposed, acting, classes, role):
    approver = a_person()
    lowered = move(assets, acting(approver, role), "approve_lowering", proposed)
    assert lowered.classification == classes["internal"]
    assert lowered.proposed_class is None
    assert (lowered.state, lowered.class_decided_by) == ("in_use", approver)


def test_whoever_proposed_does_not_approve(assets, proposed, manager, acting):
    with pytest.raises(Denied, match="same_person"):
        move(assets, acting(manager, "manager", "director"), "approve_lowering", proposed)


def test_a_refused_proposal_keeps_class_and_decision(assets, proposed, manager, acting, classes):
    director = acting(a_person(), "director")
    kept = move(assets, director, "refuse_lowering", proposed, {"remark": "まだ公表していない"})
    assert (kept.classification, kept.proposed_class) == (classes["confidential"], None)
    assert kept.class_decided_by_id == manager.pk


def test_the_proposer_takes_the_proposal_back(assets, proposed, manager, acting, classes):
    kept = move(assets, acting(manager, "manager"), "take_back", proposed)
    assert (kept.classification, kept.proposed_class) == (classes["confidential"], None)


def test_a_review_confirms_the_class_and_leaves_the_decision(assets, classified, manager, acting):
    later = acting(manager, "manager", days=200)
    reviewed = move(assets, later, "review_class", classified)
    assert reviewed.class_reviewed_on == later.on
    assert reviewed.class_decided_on == TODAY
