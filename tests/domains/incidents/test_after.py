"""Evidence before wiping, holds and seals; after the incident what was learnt reaches the policy."""

from datetime import date
from io import BytesIO

import pytest

from sekisho.domains.documents.models import Review
from sekisho.domains.incidents import rehash
from sekisho.ledger import evidence as store
from sekisho.ledger.files import data_folder
from sekisho.registers import notes
from sekisho.registers.actor import service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.domains.incidents.test_incidents import LATER, act, actor
from tests.given.documents import a_document
from tests.given.incidents import a_containment, a_prevention, an_evidence_item, an_incident
from tests.given.people import a_person

pytestmark = pytest.mark.django_db


def test_nothing_is_wiped_before_it_is_decided_about_evidence() -> None:
    incident, register = an_incident(), registry["containments"]
    wipe = a_containment(incident=incident, kind="wipe")
    with pytest.raises(Denied):
        move(register, act(), "carry_out", wipe, {"result": "消去した"})
    said = {"evidence_needed": "yes", "evidence_reason": "原因を調べるため"}
    write(registry["incidents"], act(), said, incident)
    with pytest.raises(Denied):
        move(register, act(), "carry_out", wipe, {"result": "消去した"})
    an_evidence_item(incident=incident, kind="image")
    assert move(register, act(), "carry_out", wipe, {"result": "消去した"}).state == "done"


def test_things_are_sealed_and_a_hold_is_lifted_by_leaders_alone() -> None:
    register = registry["evidence_items"]
    values = {
        "incident": an_incident().pk,
        "kind": "device",
        "what": "業務用PC",
        "place": "証拠保管庫",
    }
    with pytest.raises(Invalid) as refused:
        write(register, act(actor("admin")), values)
    assert list(refused.value.problems) == ["seal"]
    item = write(register, act(actor("admin")), values | {"seal": "A-0117"})
    with pytest.raises(Invalid) as refused:
        write(register, act(actor("admin")), {"hold": False}, item)
    assert list(refused.value.problems) == ["hold"]
    with pytest.raises(Invalid):
        move(register, act(actor("director")), "release", item, {"purpose": "終了"})
    write(register, act(actor("director")), {"hold": False}, item)
    assert (
        move(register, act(actor("director")), "release", item, {"purpose": "終了"}).state
        == "released"
    )


def test_a_file_of_evidence_that_changed_is_told_on_its_incident_once() -> None:
    item = an_evidence_item()
    one = notes.attach(registry["evidence_items"], act(), item, BytesIO(b"abc"), "log.txt")
    path = data_folder() / "evidence" / one.sha256[:2] / one.sha256[2:4] / one.sha256
    path.write_bytes(b"abd")
    bad = store.recheck(10, LATER)
    engine = act(service("engine"))
    assert [rehash.tell(bad, engine), rehash.tell(bad, engine)] == [1, 0]
    assert "log.txt" in item.incident.timeline.get().text


@pytest.mark.parametrize(("verdict", "proposed"), [("wrong", 1), ("not_followed", 0)])
def test_a_clause_found_wrong_is_proposed_for_revision_and_somebody_else_approves(
    verdict: str, proposed: int
) -> None:
    a_document(kind="policy")
    chair = actor("chair")
    incident = an_incident(state="recovered", severity="minor")
    move(
        registry["incidents"],
        act(chair),
        "prevent",
        incident,
        {"clause": "5.3.2", "verdict": verdict},
    )
    assert Review.objects.filter(outcome="needed", state="draft").count() == proposed
    for review in Review.objects.all():
        assert incident.number in review.reason
        with pytest.raises(Denied):
            move(registry["reviews"], act(chair), "approve", review, {})


def test_a_measure_looks_elsewhere_and_shows_its_effect_within_90_days() -> None:
    register = registry["preventions"]
    measure = a_prevention(due_on=date(2026, 12, 31))
    with pytest.raises(Invalid):
        move(register, act(), "carry_out", measure, {"measured_by": "takeouts-approved"})
    said = {"elsewhere": "ほかの営業部にも展開", "measured_by": "takeouts-approved"}
    assert move(register, act(), "carry_out", measure, said).state == "done"
    late = {"incident": an_incident().pk, "what": "点検", "owner": a_person().pk,
            "due_on": date(2026, 12, 31), "check_on": date(2027, 4, 30)}  # fmt: skip
    with pytest.raises(Invalid) as refused:
        write(register, act(), late)
    assert list(refused.value.problems) == ["check_on"]
