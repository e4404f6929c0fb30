"""Security classes and cloud services: proposed by one, approved by another."""

from itertools import pairwise

import pytest

from sekisho.domains.assets.classification import HANDLING, assumed_class
from sekisho.domains.assets.models import Classes, Classification, Services
from sekisho.domains.assets.starter import starter_classes
from sekisho.registers.commands import move, write, write_many
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from tests.domains.assets.conftest import TODAY
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def classes() -> Classes:
    return registry["classes"]


@pytest.fixture
def services() -> Services:
    return registry["services"]


@pytest.fixture
def chair(acting):
    return acting(a_person(), "chair")


@pytest.fixture
def draft(classes, chair):
    return write(classes, chair, starter_classes()[0])


@pytest.fixture
def in_force(classes, draft, chair, acting):
    proposed = move(classes, chair, "propose", draft)
    return move(classes, acting(a_person(), "director"), "approve", proposed)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_starter_scheme_says_how_to_handle_every_class(classes, acting, language):
    write_many(classes, acting(), [Line(line) for line in starter_classes(language)])
    assert Classification.objects.count() == 4
    for one in Classification.objects.all():
        assert one.criteria
        assert all(getattr(one, activity) for activity in HANDLING)


def test_the_starter_scheme_is_ordered_from_strictest_to_public():
    assert [line["rank"] for line in starter_classes()] == [3, 2, 1, 0]


def test_stricter_classes_of_the_starter_scheme_ask_for_no_less():
    switches = ("label_required", "encryption_required", "named_users", "mfa_required")
    ordered = sorted(starter_classes(), key=lambda line: line["rank"])
    for lower, higher in pairwise(ordered):
        assert all(higher[name] >= lower[name] for name in switches)


def test_unclassified_assets_are_guarded_as_a_class_that_the_starter_scheme_has():
    assert assumed_class() in {line["code"] for line in starter_classes()}


def test_a_class_is_found_by_its_code_and_by_both_names(classes):
    assert {"code", "name_ja", "name_en"} <= set(classes.handles)


def test_a_class_comes_into_force_by_approval(in_force):
    assert (in_force.state, in_force.approved_on) == ("in_force", TODAY)
    assert in_force.approved_by is not None


def test_whoever_proposed_a_class_does_not_approve_it(classes, draft, acting):
    both = acting(a_person(), "director", "chair")
    proposed = move(classes, both, "propose", draft)
    with pytest.raises(Denied, match="same_person"):
        move(classes, both, "approve", proposed)


def test_the_chair_does_not_approve_a_class(classes, draft, chair, acting):
    proposed = move(classes, chair, "propose", draft)
    with pytest.raises(Denied, match="role"):
        move(classes, acting(a_person(), "chair"), "approve", proposed)


def test_a_class_in_force_does_not_change_until_it_is_opened_for_revision(
    classes, in_force, chair, acting
):
    with pytest.raises(Invalid, match="store"):
        write(classes, chair, {"store": "どこでもよい"}, in_force)
    director = acting(a_person(), "director")
    opened = move(classes, director, "revise", in_force, {"remark": "年次の見直し"})
    assert write(classes, chair, {"store": "保管庫"}, opened).store == "保管庫"


def test_a_class_waiting_for_approval_does_not_change(classes, draft, chair):
    proposed = move(classes, chair, "propose", draft)
    with pytest.raises(Invalid, match="rank"):
        write(classes, chair, {"rank": "1"}, proposed)


def test_a_class_is_named_in_the_language_of_the_reader(draft, english):
    assert str(draft) == "Strictly confidential"


def test_the_end_of_a_service_has_its_day(services, acting):
    service = write(services, acting(), {"name": "共有ストレージ"})
    chair = acting(a_person(), "chair")
    ended = move(services, chair, "end", service, {"decision_reason": "契約を終えた"})
    assert (ended.approval, ended.ended_on) == ("ended", TODAY)
