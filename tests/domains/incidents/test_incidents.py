"""An incident: its facts decide clocks and severity, gates hold each step, secrets stay secret."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils.timezone import localtime

from sekisho.domains.incidents import rehash
from sekisho.domains.incidents.applies import Answer, applies
from sekisho.domains.incidents.custody import broken, broken_chains
from sekisho.domains.incidents.gates import ahead
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.report_duty import ReportDuty
from sekisho.ledger.history import history
from sekisho.packs.breach import facts, rules
from sekisho.registers import guard
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from tests.given.incidents import an_evidence_item, an_incident, an_incident_member
from tests.given.people import a_person

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 17, 3, 5, tzinfo=UTC)
LATER = NOON + timedelta(hours=2)


def actor(*roles: str) -> Actor:
    return Actor(uuid4(), frozenset(roles), a_person().pk)


def act(who: Actor | None = None, at: datetime = LATER) -> Act:
    who = who or actor("committee")
    return Act(who, at, "test", localtime(at).date())


def reported(who: Actor | None = None, **but: Any) -> Incident:
    """An incident that somebody reported."""
    values = {
        "title": "名簿の誤送信", "text": "別の取引先へ送った。", "category": "misdelivery",
        "noticed_at": NOON, "personal_data": "yes",
    }  # fmt: skip
    found: Incident = write(registry["incidents"], act(who or actor("employee")), values | but)
    return found


def found_out(incident: Incident, at: datetime = LATER, **answers: Any) -> None:
    """The committee answers facts: yes, no, or a number."""
    register = registry["incident_facts"]
    for name, answer in answers.items():
        values = {"incident": incident.pk, "fact": name, "basis": "調査"}
        told = {"number": answer} if isinstance(answer, int) else {"value": answer}
        row = register.model.objects.filter(incident=incident.pk, fact=name).first()
        write(register, act(at=at), values | told if row is None else told, row)


def duties(incident: Incident) -> Mapping[str, str]:
    rows = ReportDuty.objects.filter(incident=incident.pk)
    return {row.rule: row.answer for row in rows}


def step(incident: Incident, name: str, who: Actor | None = None, **said: Any) -> Incident:
    found: Incident = move(registry["incidents"], act(who), name, incident, said)
    return found


def followed(incident: Incident, *stages: str) -> None:
    """The mandatory steps of these stages are done."""
    register = registry["incident_steps"]
    for one in register.model.objects.filter(incident=incident.pk, stage__in=stages, state="open"):
        move(register, act(), "finish", one, {})


def test_what_is_unknown_counts_as_possible_and_never_as_no() -> None:
    when = rules()["appi-final"].when
    known = {"personal_data": True, "persons": 1001, "malicious": False}
    freed = {"strong_encryption": False, "recovered_unread": False, "own_processor_notice": False}
    assert applies(when, known | freed) == Answer.YES
    assert applies(when, known) == Answer.POSSIBLE
    assert applies(when, known | {"persons": None} | freed) == Answer.POSSIBLE
    assert applies(when, known | freed | {"personal_data": False}) == Answer.NO
    assert applies(when, known | freed | {"strong_encryption": True}) == Answer.NO


def test_exactly_more_than_a_thousand_persons_must_be_reported() -> None:
    free = dict.fromkeys(("sensitive", "financial_harm", "malicious", "strong_encryption",
                          "recovered_unread", "own_processor_notice"), False)  # fmt: skip
    when = rules()["appi-preliminary"].when
    assert applies(when, free | {"personal_data": True, "persons": 1000}) == Answer.NO
    assert applies(when, free | {"personal_data": True, "persons": 1001}) == Answer.YES


def test_every_rule_asks_for_facts_that_there_are() -> None:
    for rule in rules().values():
        asked = {*rule.when.all, *rule.when.any, *rule.when.none}
        assert {name.partition(">")[0] for name in asked} <= set(facts())


def test_clocks_start_with_the_report_and_show_both_ends_until_the_purpose_is_known() -> None:
    incident = reported(persons=1240)
    assert {"appi-preliminary", "appi-final", "appi-final-malicious"} <= set(duties(incident))
    final = ReportDuty.objects.get(incident=incident.pk, rule="appi-final")
    assert localtime(final.due_at).date() == date(2026, 12, 16)
    later = ReportDuty.objects.get(incident=incident.pk, rule="appi-final-malicious")
    assert localtime(later.due_at).date() == date(2027, 1, 15)
    found_out(incident, malicious="no", strong_encryption="no", recovered_unread="no",
              own_processor_notice="no")  # fmt: skip
    assert duties(incident)["appi-final"] == Answer.YES
    assert duties(incident)["appi-final-malicious"] == Answer.NO
    assert ReportDuty.objects.filter(incident=incident.pk, rule="appi-final-malicious").exists()


def test_a_corrected_moment_of_awareness_moves_every_clock_and_needs_its_ground() -> None:
    incident = reported(persons=5000)
    earlier = NOON - timedelta(days=1)
    with pytest.raises(Invalid) as refused:
        write(registry["incidents"], act(), {"aware_at": earlier}, incident)
    assert "aware_basis" in refused.value.problems
    write(registry["incidents"], act(),
          {"aware_at": earlier, "aware_basis": "総務が前日に電話を受けていた。"}, incident)  # fmt: skip
    final = ReportDuty.objects.get(incident=incident.pk, rule="appi-final")
    assert localtime(final.due_at).date() == date(2026, 12, 15)


def test_severity_follows_the_facts_and_only_the_director_goes_below() -> None:
    incident = reported(persons=1240)
    incident.refresh_from_db()
    assert incident.least == "major"
    who = actor("committee")
    said = {"category": "misdelivery", "severity": "minor", "severity_reason": "少ない"}
    with pytest.raises(Invalid) as refused:
        step(incident, "triage", who, **said)
    assert "重大" in str(refused.value.problems["severity"][0])
    step(incident, "triage", who, **said | {"severity": "major"})
    with pytest.raises(Denied):
        step(incident, "lower", who, severity="moderate", lowered_reason="社外の人は見ていない")
    step(incident, "lower", actor("director"), severity="moderate",
         lowered_reason="社外の人は見ていない")  # fmt: skip
    incident.refresh_from_db()
    assert incident.severity == "moderate"


def test_a_duty_of_the_law_is_never_waived_and_ends_by_two_people() -> None:
    incident = reported(persons=1240)
    register = registry["report_duties"]
    one = ReportDuty.objects.get(incident=incident.pk, rule="appi-final")
    with pytest.raises(Invalid):
        move(register, act(actor("director")), "waive", one, {"ground": "忙しい"})
    first, second = actor("committee"), actor("chair")
    move(register, act(first), "doubt", one, {"ground": "規則7条各号に当たらない"})
    with pytest.raises(Denied):
        move(register, act(first), "agree", one, {})
    move(register, act(second), "agree", one, {})
    one.refresh_from_db()
    assert one.state == "not_owed"


def test_the_damage_is_not_contained_before_somebody_else_made_sure_and_evidence_is_decided() -> (
    None
):
    incident = reported(personal_data="no")
    step(incident, "triage", category="misdelivery", severity="moderate", severity_reason="社外")
    response = {"commander": a_person().pk, "first_order": "リンクを止める"}
    with pytest.raises(Invalid):
        step(incident, "respond", **response)
    followed(incident, "triaged")
    step(incident, "respond", **response)
    followed(incident, "responding")
    said = {"evidence_needed": "yes", "evidence_reason": "送信記録を残す"}
    with pytest.raises(Invalid) as refused:
        step(incident, "contain", **said)
    assert len(refused.value.problems[""]) == 1
    incident.refresh_from_db()
    assert [gate.met for gate in ahead(incident)] == [False, False, True]
    register, doer = registry["containments"], actor("admin")
    measure = write(register, act(doer),
                    {"incident": incident.pk, "what": "共有リンクの停止", "kind": "block"})  # fmt: skip
    move(register, act(doer), "carry_out", measure, {"result": "停止した"})
    with pytest.raises(Denied):
        move(register, act(doer), "verify", measure, {})
    move(register, act(), "verify", measure, {})
    with pytest.raises(Invalid) as refused:
        step(incident, "contain", **said | {"evidence_needed": "unknown"})
    assert "証拠" in str(refused.value.problems[""][0])
    assert step(incident, "contain", **said).state == "contained"


def test_only_the_people_of_a_restricted_incident_find_any_trace_of_it() -> None:
    suspect, helper = actor("committee"), actor("committee")
    incident = an_incident(restricted=True, category="insider", title="持ち出しの疑い")
    an_incident_member(incident=incident, person_id=helper.person)
    an_incident_member(
        incident=incident, person_id=suspect.person, work="concerned", concerned=True
    )
    item = an_evidence_item(incident=incident)
    register, items = registry["incidents"], registry["evidence_items"]
    on = date(2026, 11, 18)
    for who, sees in ((helper, True), (suspect, False), (actor("director"), False)):
        assert guard.visible(who, register, on).filter(pk=incident.pk).exists() is sees
        assert guard.visible(who, items, on).filter(pk=item.pk).exists() is sees
        assert guard.guard().decide(who, "read", register, incident, on).allowed is sees
        if not sees:
            with pytest.raises((Denied, Invalid)):
                write(items, act(who), {"incident": str(incident.pk), "what": "x", "kind": "file"})


def test_the_person_concerned_sees_nothing_of_an_open_incident_either() -> None:
    suspect = actor("director")
    incident = an_incident()
    an_incident_member(
        incident=incident, person_id=suspect.person, work="concerned", concerned=True
    )
    rows = guard.visible(suspect, registry["incidents"], date(2026, 11, 18))
    assert not rows.filter(pk=incident.pk).exists()


def test_evidence_changes_hands_only_when_the_receiver_accepts_and_every_hand_is_a_link() -> None:
    incident = reported(personal_data="no")
    register, giver, taker = registry["evidence_items"], actor("admin"), actor("employee")
    item = write(register, act(giver),
                 {"incident": incident.pk, "what": "業務PC", "kind": "device", "place": "金庫", "seal": "A-1",
                  "hold": False})  # fmt: skip
    move(register, act(giver), "hand_over", item, {"receiver": taker.person, "purpose": "解析"})
    item.refresh_from_db()
    assert item.custodian_id == giver.person
    with pytest.raises(Denied):
        move(register, act(actor("employee")), "accept", item, {"condition": "封印あり"})
    move(register, act(taker), "accept", item, {"condition": "封印あり"})
    item.refresh_from_db()
    assert item.custodian_id == taker.person
    assert item.custody.count() == 3
    assert broken(item.pk) is None
    assert broken_chains() == {}
    item.custody.filter(seq=2).update(custodian=taker.person)
    assert broken(item.pk) == 2
    engine = Act(service("engine"), LATER, "engine", localtime(LATER).date())
    assert [rehash.tell_custody(engine) for _ in range(2)] == [1, 0]
    assert item.number in incident.timeline.get().text


def test_the_course_of_events_is_added_to_and_never_rewritten() -> None:
    incident = reported(personal_data="no")
    register = registry["timeline_entries"]
    entry = write(register, act(), {"incident": incident.pk, "text": "電話で連絡した"})
    with pytest.raises((Denied, Invalid)):
        write(register, act(), {"text": "連絡していない"}, entry)
    fixed = {"incident": incident.pk, "text": "電話ではなくメール", "supersedes": entry.pk}
    assert write(register, act(), fixed).supersedes_id == entry.pk
    assert len(history("timeline_entries", entry.pk)) == 1


def test_a_judged_incident_gets_the_steps_of_its_kind_and_the_bodies_to_be_decided() -> None:
    incident = reported(personal_data="no")
    assert incident.steps.count() == 0
    step(incident, "triage", category="loss", severity="moderate", severity_reason="社外")
    assert incident.steps.filter(mandatory=True).count() >= 5
    assert incident.contacts.filter(decision="undecided").count() == 14
    before = incident.steps.count()
    write(registry["incidents"], act(), {"category": "phishing"}, incident)
    assert incident.steps.count() > before


def test_a_near_miss_ends_with_its_cause_in_one_line() -> None:
    incident = reported(personal_data="no")
    step(
        incident,
        "triage",
        category="misdelivery",
        severity="near_miss",
        severity_reason="直前に気づいた",
    )
    assert incident.contacts.count() == 0
    step(incident, "close_light", cause="mistake", cause_text="宛先の候補を選びまちがえた",
         evidence_needed="no", evidence_reason="送信していない")  # fmt: skip
    incident.refresh_from_db()
    assert incident.state == "closed"


def test_a_moderate_incident_goes_the_whole_road() -> None:
    incident = reported(personal_data="no")
    step(incident, "triage", category="other", severity="moderate", severity_reason="社外")
    with pytest.raises(Invalid):
        step(incident, "close_light", cause="mistake", cause_text="x", evidence_needed="no",
             evidence_reason="x")  # fmt: skip


def test_an_employee_tells_what_happened_and_decides_nothing_else() -> None:
    who = actor("employee")
    for beyond in ({"severity": "major"}, {"restricted": True}, {"commander": a_person().pk},
                   {"drill": True}, {"reporter": a_person().pk}, {"whistle": True},
                   {"aware_at": NOON - timedelta(days=3), "aware_basis": "?"}):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            reported(who, **beyond)
        assert next(iter(beyond)) in refused.value.problems
    assert reported(who, severity="near_miss").reporter_id == who.person
    assert reported(actor("employee", "manager"), severity="major").severity == "major"


def test_what_is_secret_from_birth_takes_no_number_and_exercises_have_their_own() -> None:
    first = reported()
    secret = reported(category="insider")
    drill = reported(actor("committee"), drill=True)
    second = reported()
    assert int(second.number[-3:]) == int(first.number[-3:]) + 1
    assert secret.restricted
    assert not secret.number.rsplit("-", 1)[1].isdigit()
    assert drill.number == "DRILL-2026-001"
    with pytest.raises(Invalid):
        write(registry["incidents"], act(), {"drill": False}, drill)


def test_whoever_makes_an_incident_secret_keeps_sight_of_it() -> None:
    incident, who = reported(personal_data="no"), actor("committee")
    write(registry["incidents"], act(who), {"restricted": True}, incident)
    on = date(2026, 11, 18)
    assert guard.visible(who, registry["incidents"], on).filter(pk=incident.pk).exists()
    other = guard.visible(actor("committee"), registry["incidents"], on)
    assert not other.filter(pk=incident.pk).exists()


def test_a_designated_person_works_on_what_they_are_named_for_and_sees_nothing_else() -> None:
    who = actor("designated", "employee")
    mine, other = an_incident(restricted=True), an_incident()
    an_incident_member(incident=mine, person_id=who.person, work="designated")
    seen = guard.visible(who, registry["incidents"], date(2026, 11, 18))
    assert list(seen) == [mine]
    entry = {"text": "本人と面談した"}
    write(registry["timeline_entries"], act(who), entry | {"incident": str(mine.pk)})
    with pytest.raises((Denied, Invalid)):
        write(registry["timeline_entries"], act(who), entry | {"incident": str(other.pk)})
    said = {"category": "other", "severity": "minor", "severity_reason": "調査する"}
    assert step(mine, "triage", who, **said).state == "triaged"
