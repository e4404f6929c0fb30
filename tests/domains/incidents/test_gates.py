"""Every gate of the road refuses the step once while its one condition is missing."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localtime

from sekisho.domains.incidents.models import (
    Containment,
    Evidence,
    Incident,
    OutsideContact,
    PersonNotice,
    Prevention,
    RecoveryCheck,
    ReportDuty,
)
from sekisho.registers.actor import Act, Actor
from sekisho.registers.commands import move
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.incidents import (
    a_containment,
    a_person_notice,
    a_prevention,
    a_recovery_check,
    a_report_duty,
    an_affected_asset,
    an_evidence_item,
    an_incident,
    an_incident_step,
    an_outside_contact,
)
from tests.given.people import a_person
from tests.given.safeguards import a_freeze

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 20, 5, tzinfo=UTC)
BEFORE = {
    "triage": "reported", "respond": "triaged", "contain": "responding", "recover": "investigating",
    "prevent": "recovered", "close": "prevention",
}  # fmt: skip


def act(role: str = "director") -> Act:
    who = Actor(uuid4(), frozenset({role}), a_person().pk)
    return Act(who, LATER, "test", localtime(LATER).date())


def answers(name: str) -> dict[str, Any]:
    return {
        "triage": {"category": "ransomware", "severity": "major", "severity_reason": "停止"},
        "respond": {"commander": a_person().pk, "first_order": "回線を切る"},
        "contain": {"evidence_needed": "yes", "evidence_reason": "捜査に備える"},
        "recover": {"cause": "technical", "cause_text": "更新もれ"},
        "prevent": {"clause": "8.1", "verdict": "fine"},
        "close": {"lessons": "更新を自動にする"},
    }[name]


def ready(name: str) -> Incident:
    """A major incident for which the step ``name`` lacks nothing."""
    incident = an_incident(
        state=BEFORE[name], category="ransomware", severity="major", severity_reason="停止",
        commander=a_person(), evidence_needed="yes", evidence_reason="捜査",
        whys=["更新しなかった", "担当がいなかった", "決めていなかった"],
    )  # fmt: skip
    a_containment(incident=incident, state="verified")
    an_affected_asset(incident=incident, standing="affected")
    a_recovery_check(incident=incident, state="checked")
    an_evidence_item(incident=incident)
    an_outside_contact(incident=incident, decision="needed", contacted_at=LATER)
    a_person_notice(incident=incident, decision="notify", notified_at=LATER)
    a_prevention(incident=incident)
    a_report_duty(incident=incident, state="submitted", submitted_at=LATER)
    an_incident_step(incident=incident, stage="responding", state="done")
    return incident


def take(name: str, incident: Incident, role: str = "director", **but: Any) -> Incident:
    said = {key: value for key, value in (answers(name) | but).items() if value is not None}
    found: Incident = move(registry["incidents"], act(role), name, incident, said)
    return found


def sets(model: Any, **values: Any) -> Callable[[Incident], None]:
    """Break one condition: change what hangs on the incident."""
    return lambda incident: model.objects.filter(incident=incident.pk).update(**values) and None


def own(**values: Any) -> Callable[[Incident], None]:
    return lambda incident: Incident.objects.filter(pk=incident.pk).update(**values) and None


def none_of(model: Any) -> Callable[[Incident], None]:
    return sets(model, withdrawn_at=LATER)


def an_open_step(incident: Incident) -> None:
    an_incident_step(incident=incident, stage="triaged", title="経営層へ連絡", mandatory=True)


MISSING: list[tuple[str, Callable[[Incident], None], str]] = [
    ("respond", an_open_step, "Every mandatory step"),
    ("contain", sets(Containment, state="done"), "verified by somebody else"),
    ("recover", sets(RecoveryCheck, state="restored"), "checked by somebody else"),
    ("recover", none_of(RecoveryCheck), "what has to run again"),
    ("recover", lambda one: a_freeze(incident=one.number) and None, "every access frozen"),
    ("recover", own(whys=["更新しなかった"]), "is asked 3 times"),
    ("prevent", an_open_step, "Every mandatory step"),
    ("close", sets(ReportDuty, state="open"), "submitted, or two people agree"),
    ("close", sets(PersonNotice, decision="undecided"), "For every group of persons"),
    ("close", sets(PersonNotice, notified_at=None), "For every group of persons"),
    ("close", sets(Evidence, state="handed_over"), "on its way between two people"),
    ("close", sets(OutsideContact, decision="undecided"), "For every body outside"),
    ("close", sets(OutsideContact, contacted_at=None), "Every body that has to be told"),
    ("close", none_of(Prevention), "There is a preventive measure"),
]


def answers_of(name: str) -> tuple[str, ...]:
    life = registry["incidents"].life
    assert life is not None
    return life.move(name, BEFORE[name]).asks


@pytest.mark.once
@pytest.mark.parametrize(("name", "break_", "words"), MISSING)
def test_a_step_is_refused_while_one_condition_is_missing(
    english: None, name: str, break_: Callable[[Incident], None], words: str
) -> None:
    del english
    incident = ready(name)
    break_(incident)
    with pytest.raises(Invalid) as refused:
        take(name, incident)
    said = [str(text) for texts in refused.value.problems.values() for text in texts]
    assert len(said) == 1, said
    assert words in said[0]
    incident.refresh_from_db()
    assert incident.state == BEFORE[name]


def test_nothing_more_is_asked_for_than_the_conditions_and_each_answer_is() -> None:
    for name, before in BEFORE.items():
        incident = ready(name)
        for left_out in answers_of(name):
            with pytest.raises(Invalid) as refused:
                take(name, incident, **{left_out: None})
            assert left_out in refused.value.problems
        taken = take(name, incident)
        assert taken.state != before


def test_who_may_not_end_it_does_not(english: None) -> None:
    del english
    with pytest.raises(Invalid, match="director in charge"):
        take("close", ready("close"), role="chair")
    early = ready("contain")
    said = {"cause": "mistake", "cause_text": "x", "evidence_needed": "no", "evidence_reason": "x"}
    with pytest.raises(Invalid, match="whole road"):
        move(registry["incidents"], act(), "close_light", early, said)
    doubted, proposer = ready("triage"), act("chair")
    doubted = move(registry["incidents"], proposer, "propose_exit", doubted,
                   {"exit_kind": "false_alarm", "exit_reason": "訓練の通知だった"})  # fmt: skip
    with pytest.raises(Denied):
        move(registry["incidents"], proposer, "confirm_exit", doubted)
    assert move(registry["incidents"], act(), "confirm_exit", doubted).state == "dismissed"
    for role in ("employee", "contractor", "auditor"):
        with pytest.raises(Denied):
            take("triage", ready("triage"), role=role)
