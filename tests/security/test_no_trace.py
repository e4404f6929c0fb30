"""Whom an insider case is about finds no trace of it by any route, whatever else they may do."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from sekisho.connectors.outbox import Message
from sekisho.domains.incidents.models import Incident, Member
from sekisho.findings import daily
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.ledger import sequence
from sekisho.notices import alerts, webhook
from sekisho.registers import notes, search_index
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from tests.given.kept import kept_for_the_module
from tests.given.notices import a_webhook
from tests.given.people import an_account, an_appointment

pytestmark = [pytest.mark.django_db, pytest.mark.once]
AT = datetime(2026, 11, 18, 1, 0, tzinfo=UTC)
MARK = "蜃気楼"
SAID = {"title": f"{MARK}の持ち出し", "text": f"{MARK}の図面を社外へ送っている。", "category": "insider",
        "noticed_at": "2026/11/17 12:05", "personal_data": "yes", "persons": "1240"}  # fmt: skip


def person(*roles: str) -> Any:
    """An account of somebody with these roles, and the act they make."""
    first = an_appointment(role=roles[0])
    for role in roles[1:]:
        an_appointment(role=role, person=first.person)
    account = an_account(person=first.person)
    actor = Actor(account.pk, frozenset({*roles, "employee"}), first.person.pk)
    return account, Act(actor, AT, "web", AT.date())


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with kept_for_the_module(django_db_blocker), translation.override("ja"):
        yield a_case()


def a_case() -> dict[str, Any]:
    """The case as it runs: reported, taken by the designated person, worked on, judged by the machine."""
    officer, by_officer = person("designated")
    boss, by_boss = person("director", "chair", "admin", "manager")
    finder = an_account()
    hook = a_webhook()
    reporting = Actor(finder.pk, frozenset({"employee"}), finder.person_id)
    act = Act(reporting, AT, "web", AT.date())
    incident = write(registry["incidents"], act, SAID)
    alerts.tell(incident, act)
    other = write(
        registry["incidents"], by_boss, SAID | {"title": "別件", "text": "別件", "category": "loss"}
    )
    for name, values in (
        ("incident_members", {"person": str(boss.person_id), "work": "concerned"}),
        ("timeline_entries", {"text": f"{MARK}を確認した"}),
        ("evidence_items", {"what": f"{MARK}の送信記録", "kind": "log"}),
        ("containments", {"what": f"{MARK}の遮断", "kind": "block"}),
        ("incident_facts", {"fact": "malicious", "value": "yes", "basis": MARK}),
    ):
        write(registry[name], by_officer, values | {"incident": str(incident.pk)})
    notes.comment(registry["incidents"], by_officer, incident, MARK)
    incident.refresh_from_db()
    sequence.integrate()
    engine = Act(service("engine"), AT, "engine", AT.date())
    daily.evaluate(engine)
    search_index.catch_up()
    webhook.queue(AT)
    sequence.seal(AT)
    return {"incident": incident, "boss": boss, "officer": officer, "other": other, "hook": hook,
            "by_boss": by_boss}  # fmt: skip


def traces(company: dict[str, Any]) -> list[str]:
    """What must be read nowhere: words, number, and ids of the case and of all that hangs on it."""
    incident = company["incident"]
    ids = [incident.pk]
    for relation in (
        "members",
        "timeline",
        "evidence",
        "containments",
        "facts",
        "report_duties",
        "alerts",
    ):
        ids += getattr(incident, relation).values_list("pk", flat=True)
    return [MARK, incident.number, *map(str, ids)]


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client


def read(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    body = b"".join(answer) if answer.streaming else answer.content
    return body.decode("utf-8", "replace") if answer.status_code == 200 else ""


def test_the_person_concerned_finds_no_trace_by_any_route(company: dict[str, Any]) -> None:
    client, incident, seen = signed_in(company["boss"]), company["incident"], {}
    listed = [register.name for register in registry if register.listed]
    for name in listed:
        seen[f"list of {name}"] = read(client, f"/r/{name}/")
        seen[f"api of {name}"] = read(client, f"/api/v1/{name}")
        if "incident" in name or name in {"evidence_items", "timeline_entries", "tasks"}:
            seen[f"search in {name}"] = read(client, f"/r/{name}/", q="持ち出し")
            seen[f"export of {name}"] = read(client, f"/r/{name}/export.csv")
            seen[f"api export of {name}"] = read(client, f"/api/v1/{name}/export.json")
    for path in ("/", "/tasks", "/tasks/inbox", "/tasks/others", "/direction", "/scorecard", "/more",
                 "/access/past", "/checkpoint/", "/checkpoint/reach", "/checkpoint/try",
                 "/direction/monthly", "/ledger/entries", "/api/v1/evaluation", "/me"):  # fmt: skip
        seen[path] = read(client, path)
    seen["palette by number"] = read(client, "/palette", q=incident.number[:9])
    seen["palette by words"] = read(client, "/palette", q="持ち出し")
    seen["ledger of incidents"] = read(client, "/ledger/entries", kind="incidents")
    seen["ledger of members"] = read(client, "/ledger/entries", kind="incident_members")
    size = sequence.newest()[0].size  # type: ignore[index]
    for pos in range(size):
        seen[f"proof of {pos}"] = read(client, f"/api/v1/ledger/proofs/{pos}")
    assert any(company["other"].number in page for page in seen.values())
    found = {
        (where, trace) for where, page in seen.items() for trace in traces(company) if trace in page
    }
    assert found == set()
    assert "別件" in seen["list of incidents"]


def test_no_address_of_it_answers_the_person_concerned(company: dict[str, Any]) -> None:
    client, incident = signed_in(company["boss"]), company["incident"]
    here = f"/r/incidents/{incident.number}"
    for path in (f"/i/{incident.number}", here, f"{here}/edit", f"/api/v1/incidents/{incident.pk}",
                 f"/api/v1/incidents/{incident.pk}/history", f"/api/v1/incidents/{incident.number}/comments",
                 f"/api/v1/incidents/{incident.pk}/files", f"/i/{incident.number}/drafts"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    helper = signed_in(company["officer"])
    assert helper.get(f"/i/{incident.number}").status_code == 200
    refused = client.post("/api/v1/timeline_entries", json.dumps({"incident": str(incident.pk), "text": "x"}),
                          content_type="application/json")  # fmt: skip
    missing = client.post("/api/v1/timeline_entries", json.dumps({"incident": "INC-2026-ZZZZZZ", "text": "x"}),
                          content_type="application/json")  # fmt: skip
    assert refused.status_code == missing.status_code


def test_it_is_told_to_nobody_but_its_people_and_leaves_no_gap(company: dict[str, Any]) -> None:
    incident = company["incident"]
    assert company["other"].number.endswith("-001")
    assert set(
        Member.objects.filter(incident=incident, concerned=False).values_list("person", flat=True)
    ) == {company["officer"].person_id}
    told = Message.objects.filter(kind="incidents", rec=incident.pk)
    assert {message.person for message in told} == {company["officer"].person_id}
    bodies = [message.text for message in Message.objects.filter(channel="webhook")]
    assert any(str(company["other"].pk) in body for body in bodies)
    assert not [body for body in bodies for trace in traces(company) if trace in body]
    ids = traces(company)[2:]
    assert not Finding.objects.filter(rec__in=ids).exists()
    assert not [
        task
        for task in Task.objects.all()
        if any(t in f"{task.title}{task.text}" for t in traces(company))
    ]
    assert Incident.objects.filter(restricted=True).count() == 1
