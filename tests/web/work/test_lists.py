"""Tasks, the inbox, lists, many at once, saved views, the ledger's pages, the palette."""

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from sekisho.domains.assets.models import Asset
from sekisho.findings.finding import Finding
from sekisho.findings.task import Task
from sekisho.ledger import browse, sequence
from sekisho.ledger.sequence import integrate
from sekisho.registers.actor import service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.registers.saved import SavedView
from sekisho.web.proof import jobs
from tests.contract.acting import an_act
from tests.given.company import Given, a_whole_company
from tests.given.kept import kept_for_the_module
from tests.given.people import a_contractor, an_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: Any) -> Iterator[Given]:
    with kept_for_the_module(django_db_blocker), translation.override("ja"):
        yield a_whole_company()


@pytest.fixture
def given(company: Given, db: None) -> Given:
    """The judged company as it was made, whatever the test before did to its copy."""
    return deepcopy(company)


def as_(account: object) -> Client:
    client = Client()
    client.force_login(account)
    return client


def test_the_headline_counts_and_the_task_quotes_its_clause(given: Given) -> None:
    mine = Task.objects.filter(assignee=given.employee.person)
    page = as_(given.employee).get("/tasks").content.decode()
    assert f"宮瀬さん、いまやることは {mine.count()}件です" in page
    assert "この方針は全員が読み、内容に同意する。" in page
    assert "/policy/acknowledge" in page


def test_a_task_page_lists_what_is_not_in_order_and_leads_there(given: Given) -> None:
    task = Task.objects.get(obligation="assets-classified")
    page = as_(given.manager).get(f"/tasks/{task.number}").content.decode()
    assert "展示会アンケート" in page
    assert f"/r/assets/{given.assets[-1].number}" in page


def test_somebody_elses_task_is_not_found(given: Given) -> None:
    task = Task.objects.filter(assignee=given.manager.person).first()
    assert as_(given.employee).get(f"/tasks/{task.number}").status_code == 404


def test_what_i_proposed_is_decided_by_another(given: Given) -> None:
    asset = given.assets[0]
    manager = given.manager
    lower = given.assets[1].classification
    data = {"proposed_class": str(lower.pk), "class_reason": "公開済みのため"}
    sent = as_(manager).post(f"/r/assets/{asset.number}/moves/propose_lowering", data)
    assert sent.status_code == 302
    an_appointment(person=manager.person, role="director", ends_on=None)
    assert asset.name not in as_(manager).get("/tasks/inbox").content.decode().partition("<main")[2]
    assert asset.name in as_(given.director).get("/tasks/inbox").content.decode()
    done = as_(given.director).post(
        f"/r/assets/{asset.number}/moves/approve_lowering", {"next_": "/tasks/inbox"}
    )
    assert done.headers["Location"] == "/tasks/inbox"
    assert Asset.objects.get(pk=asset.pk).classification == lower


def test_many_are_changed_each_by_its_own_command_and_refusals_are_told(given: Given) -> None:
    here, there = given.assets[0], given.assets[1]
    as_(given.manager).post(f"/r/assets/{there.number}/moves/end", {"end_reason": "廃棄"})
    data = {"pick": [str(here.pk), str(there.pk)], "move": "review_class"}
    answer = as_(given.manager).post("/r/assets/bulk", data)
    assert (answer.context["summary"].done, len(answer.context["summary"].refused)) == (1, 1)
    assert Asset.objects.get(pk=here.pk).class_reviewed_on == timezone.localdate()


def test_what_one_may_not_change_is_not_changed_in_bulk_either(given: Given) -> None:
    asset = given.assets[0]
    data = {"pick": [str(asset.pk)], "set": "location", "location": "別の場所"}
    as_(given.employee).post("/r/assets/bulk", data)
    assert Asset.objects.get(pk=asset.pk).location == asset.location


def test_filters_are_saved_under_a_name_for_oneself_alone(given: Given) -> None:
    data = {"title": "未区分だけ", "query": "classification=none&after=x"}
    as_(given.chair).post("/r/assets/views", data)
    kept = SavedView.objects.get()
    assert kept.query == "classification=none"
    assert "未区分だけ" in as_(given.chair).get("/r/assets/").content.decode()
    assert "未区分だけ" not in as_(given.manager).get("/r/assets/").content.decode()
    as_(given.manager).post("/r/assets/views", {"drop": str(kept.pk)})
    assert SavedView.objects.exists()
    as_(given.chair).post("/r/assets/views", {"drop": str(kept.pk)})
    assert not SavedView.objects.exists()


def test_a_list_says_what_is_wrong_with_each_record(given: Given) -> None:
    page = as_(given.chair).get("/r/assets/?classification=none").content.decode()
    assert "展示会アンケート" in page
    assert "日超過" in page
    assert given.assets[0].name not in page


def test_the_palette_finds_only_what_one_may_see(given: Given) -> None:
    name, number = given.assets[0].name[:4], given.assets[0].number
    assert given.assets[0].name in as_(given.chair).get("/palette", {"q": name}).content.decode()
    assert number in as_(given.chair).get("/palette", {"q": f"#{number}"}).content.decode()
    hidden = as_(given.employee).get("/palette", {"q": f"#{number}"}).content.decode()
    assert given.assets[0].name not in hidden


@pytest.mark.parametrize("words", ["宮瀬", "みやせ", "ミヤセ", "miyase"])
def test_people_are_found_by_kanji_kana_and_roman_letters(given: Given, words: str) -> None:
    assert "宮瀬 ひなた" in as_(given.chair).get("/palette", {"q": words}).content.decode()


def test_the_ledger_is_leafed_through_by_position_register_and_day(given: Given) -> None:
    integrate()
    whole = browse.back(limit=1000)
    assert len(whole.items) == sequence.size()
    assert whole.before is None
    one = browse.back(limit=2)
    assert [i.pos for i in one.items] == [i.pos for i in whole.items[:2]]
    assert [i.pos for i in browse.back(one.before, 2).items] == [i.pos for i in whole.items[2:4]]
    assert {i.kind for i in browse.back(kind="tasks").items} == {"tasks"}
    tomorrow = timezone.now() + timedelta(days=1)
    assert browse.back(since=tomorrow).items == () or not browse.back(since=tomorrow).items
    actor = whole.items[0].actor
    assert all(i.actor == actor for i in browse.back(actor=actor).items)
    assert as_(given.admin).get("/ledger/entries?kind=tasks").status_code == 200


def test_a_verification_is_a_job_and_says_what_it_found(given: Given) -> None:
    client = as_(given.admin)
    client.post("/ledger/verify")
    client.post("/ledger/verify")
    assert jobs.checks().count() == 1, "asked twice while one waits, it runs once"
    assert client.post("/ledger/verify", {"checkpoint": "no checkpoint"}).status_code == 302
    assert jobs.checks().count() == 1, "what is no checkpoint is refused at once"
    result = jobs.verify_ledger.call("", "", "ja")
    assert set(result) >= {"ok", "entries", "first_bad"}


def test_a_long_history_goes_on_to_its_first_entry(given: Given) -> None:
    register = registry["units"]
    act = an_act(service("operator"))
    unit = write(register, act, {"code": "9999", "name": "第0課", "starts_on": "2020-04-01"})
    for n in range(1, 45):
        unit = write(register, act, {"name": f"第{n}課"}, unit)
    client, seen, page = as_(given.chair), list[str](), "?"
    while page:
        body = client.get(f"/r/units/{unit.pk}{page}").text
        seen += re.findall(r"→ (第\d+課)</li>", body)
        found = re.search(r'href="(\?before=\d+)#history"', body)
        page = found[1] if found else ""
    assert seen == [f"第{n}課" for n in range(44, 0, -1)]
    assert client.get(f"/r/units/{unit.pk}?before=x").status_code == 200


def test_a_task_about_somebody_one_may_not_open_says_whom_to_ask(given: Given) -> None:
    worker = a_contractor(name="山根 仁", sponsor=given.employee.person)
    on = timezone.localdate()
    Finding.objects.create(
        obligation="policy-acknowledged", kind="people", rec=worker.pk, state="due_soon", due=on,
        assignee=given.employee.person.pk, opened_on=on,
    )  # fmt: skip
    Finding.objects.filter(obligation="policy-acknowledged").exclude(rec=worker.pk).delete()
    Task.objects.filter(obligation="policy-acknowledged").delete()
    task = write(
        registry["tasks"], an_act(service("operator")),
        {"obligation": "policy-acknowledged", "assignee": given.employee.person, "opened_on": on},
    )  # fmt: skip
    client = as_(given.employee)
    page = client.get(f"/tasks/{task.number}").content.decode()
    assert "山根 仁" in page, "the name of a person is open"
    assert f"/r/people/{worker.number}" not in page, "the record is not"
    assert "この記録を開く権限がありません" in page
    assert given.chair.person.name in page
