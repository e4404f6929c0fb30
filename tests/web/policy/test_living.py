"""The living policy page and the page of one clause."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sekisho.connectors.outbox import Message
from sekisho.domains.documents.models import Clause, Version
from sekisho.domains.people.account import Account
from sekisho.domains.people.models import Person
from sekisho.findings import daily
from sekisho.findings.finding import ClauseStanding, Finding
from sekisho.findings.waiver import Waiver
from sekisho.registers import notes
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.given.assets import an_asset
from tests.given.people import a_contractor, a_unit, an_account, an_appointment
from tests.web.conftest import somebody
from tests.web.policy.conftest import (
    a_draft,
    act_of,
    bind,
    clause_of,
    engine,
)

pytestmark = pytest.mark.django_db
ROLES = ("director", "deputy", "chair", "committee", "manager", "admin", "employee", "auditor")


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_without_a_policy_the_page_offers_to_read_one_in(chair: Account) -> None:
    assert "ポリシーを読み込む" in text_of(entered(chair), "/policy")


def test_without_a_policy_an_employee_is_offered_nothing_they_cannot_do() -> None:
    page = text_of(entered(somebody("employee")), "/policy")
    assert "/policy/read" not in page


def test_every_clause_has_its_seal_and_its_fact(living: Version, chair: Account) -> None:
    page = text_of(entered(chair), "/policy")
    assert page.count('class="clause ') == 3
    assert 'id="c1.1" data-unmet' in page
    assert "期限超過 2件" in page
    assert "実施事項が未確定" in page


@pytest.mark.parametrize("role", ROLES)
def test_every_role_reads_the_policy(living: Version, role: str) -> None:
    client = entered(somebody(role))
    assert "Every asset is classified" in text_of(client, "/policy")
    assert "Every asset is classified" in text_of(client, "/c/1.1")


def test_a_contractor_reads_the_clauses_that_bind_everyone(living: Version, chair: Account) -> None:
    bind(chair, clause_of(living, "reads these rules"), "O002")
    client = entered(an_account(person=a_contractor()))
    page = text_of(client, "/policy")
    assert "Everyone reads these rules" in page
    assert "classified by its manager" not in page


def test_the_filter_leaves_the_clauses_of_one_state(living: Version, chair: Account) -> None:
    page = text_of(entered(chair), "/policy?state=awaiting")
    assert 'id="c2.1"' in page
    assert 'id="c1.1"' not in page


def test_a_past_day_is_shown_from_what_was_stored(living: Version, chair: Account) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Version.objects.filter(pk=living.pk).update(published_on=yesterday, effective_on=yesterday)
    page = text_of(entered(chair), f"/policy?on={yesterday}")
    assert "この日は判定していません" in page


@pytest.mark.parametrize("raw", ["2999-01-01", "someday"])
def test_a_day_that_cannot_be_shown_says_so_and_shows_now(
    living: Version, chair: Account, raw: str
) -> None:
    page = text_of(entered(chair), f"/policy?on={raw}")
    assert 'role="alert"' in page
    assert "期限超過 2件" in page


def test_what_changed_since_the_end_of_last_month_can_be_listed(
    living: Version, chair: Account
) -> None:
    last = timezone.localdate().replace(day=1) - timedelta(days=1)
    for clause in Clause.objects.of(living):
        ClauseStanding.objects.create(
            stable=clause.stable, version=living.pk, number=clause.number, on=last,
            seal="kept" if clause.number == "1.1" else "awaiting",
        )  # fmt: skip
    page = text_of(entered(chair), "/policy?changed=1")
    assert 'id="c1.1"' in page
    assert 'id="c2.1"' not in page


def test_the_number_of_queries_does_not_grow_with_the_clauses(
    chair: Account, living: Version
) -> None:
    client = entered(chair)
    client.get("/policy")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/policy")
    more = "".join(f"- Rule {n} says that assets are kept.\n" for n in range(40))
    draft = a_draft(f"# Rules\n\n## Assets\n\n{more}")
    Version.objects.filter(pk=living.pk).update(
        superseded_on=timezone.localdate(), state="superseded"
    )
    assert draft.clauses.count() == 40
    with CaptureQueriesContext(connection) as many:
        client.get("/policy")
    assert len(many) <= len(few) + 1


def test_a_clause_says_why_and_what_brings_it_back(living: Version, chair: Account) -> None:
    page = text_of(entered(chair), "/c/1.1")
    assert "なぜこの状態か" in page
    assert "2件が期限を過ぎています" in page
    assert "遵守に戻すには" in page
    assert "古い資産0" in page


def test_the_records_not_in_order_are_only_those_one_may_see(living: Version) -> None:
    unit = a_unit()
    manager = an_account()
    an_appointment(person=manager.person, unit=unit)
    an_asset(
        name="自分の部門の資産", unit=unit, registered_on=timezone.localdate() - timedelta(days=60)
    )
    daily.evaluate(engine())
    page = text_of(entered(manager), "/c/1.1")
    assert "自分の部門の資産" in page
    assert "古い資産" not in page
    employee = text_of(entered(somebody("employee")), "/c/1.1")
    assert "資産0" not in employee


def test_the_button_is_for_whoever_may_press_it(living: Version, chair: Account) -> None:
    unit = a_unit()
    manager = an_account()
    an_appointment(person=manager.person, unit=unit)
    an_asset(unit=unit, registered_on=timezone.localdate() - timedelta(days=60), purposes=())
    daily.evaluate(engine())
    assert "/edit" in text_of(entered(manager), "/c/1.2")
    assert "/edit" not in text_of(entered(somebody("auditor")), "/c/1.2")


def test_the_records_come_in_pages_that_meet(living: Version, chair: Account) -> None:
    for n in range(25):
        an_asset(name=f"資産-{n:02d}", registered_on=timezone.localdate() - timedelta(days=40 + n))
    daily.evaluate(engine())
    client = entered(chair)
    first = client.get("/c/1.1").context["unmet"]
    second = client.get(f"/c/1.1?after={first.following}").context["unmet"]
    labels = [row.label for row in (*first.rows, *second.rows)]
    assert len(labels) == len(set(labels)) == first.total == 27
    assert second.following == ""


@pytest.mark.parametrize("raw", ["x", "20261301-", "99", "20260101-zz"])
def test_a_broken_cursor_starts_at_the_beginning(living: Version, chair: Account, raw: str) -> None:
    assert "古い資産0" in text_of(entered(chair), f"/c/1.1?after={raw}")


def test_a_clause_of_another_version_is_text_without_a_seal(
    living: Version, chair: Account
) -> None:
    draft = a_draft("# Rules on information\n\n## Assets\n\n- Every asset is thrown away.\n")
    page = text_of(entered(chair), f"/c/1.1?v={draft.pk}")
    assert "thrown away" in page
    assert "判定するのは施行中の版だけです" in page


@pytest.mark.parametrize(
    "path", ["/c/99.9", "/c/1.1?v=nonsense", "/c/2.1?v=00000000-0000-7000-8000-000000000000"]
)
def test_a_clause_that_is_not_there_is_not_found(
    living: Version, chair: Account, path: str
) -> None:
    assert entered(chair).get(path).status_code == 404


def test_a_clause_on_a_day_before_it_was_written_is_shown_as_it_is_now(
    living: Version, chair: Account
) -> None:
    page = text_of(entered(chair), "/c/1.1?on=2001-01-01")
    assert "その日にはこの条項がありません" in page


def test_a_clause_left_out_says_its_reason(living: Version, chair: Account) -> None:
    clause = clause_of(living, "reads these rules")
    said = {"scope_reason": "研修で扱うため", "scope_review_on": "2030-01-01"}
    move(registry["clauses"], act_of(chair), "leave_out", clause, said)
    page = text_of(entered(chair), "/c/2.1")
    assert "研修で扱うため" in page
    assert "2030年1月1日" in page


def test_the_translation_is_shown_with_its_language_and_when_it_lags_behind(
    living: Version, chair: Account
) -> None:
    clause = clause_of(living, "reads these rules")
    Clause.objects.filter(pk=clause.pk).update(text_en="Read this.", text_en_of="0" * 64)
    page = text_of(entered(chair), "/c/2.1")
    assert '<p lang="en">Read this.</p>' in page
    assert "翻訳が未更新" in page


def test_an_exception_is_asked_for_on_the_record_of_a_clause(
    living: Version, chair: Account
) -> None:
    asset = an_asset(registered_on=timezone.localdate() - timedelta(days=60))
    path = f"/policy/exception/assets-classified/{asset.pk}"
    client = entered(chair)
    assert asset.name in text_of(client, path)
    day = timezone.localdate()
    answer = client.post(
        path,
        {
            "reason": "廃棄予定",
            "instead": "施錠保管",
            "starts_on": day,
            "ends_on": day + timedelta(days=30),
        },
    )
    assert answer.status_code == 302
    waiver = Waiver.objects.get()
    assert (waiver.subject, waiver.unit_id, waiver.state) == (asset.pk, asset.unit_id, "requested")
    assert waiver.number in text_of(client, "/c/1.1")


def test_an_exception_without_a_reason_is_refused_at_the_field(
    living: Version, chair: Account
) -> None:
    asset = an_asset()
    answer = entered(chair).post(f"/policy/exception/assets-classified/{asset.pk}", {"reason": ""})
    assert answer.status_code == 422
    assert "errsum" in answer.content.decode()
    assert not Waiver.objects.exists()


def test_an_employee_cannot_ask_for_an_exception(living: Version) -> None:
    asset = an_asset()
    answer = entered(somebody("employee")).get(f"/policy/exception/assets-classified/{asset.pk}")
    assert answer.status_code in {403, 404}


def test_clauses_and_documents_are_found_in_the_palette(living: Version, chair: Account) -> None:
    client = entered(chair)
    assert "/c/1.1" in text_of(client, "/palette?q=1.1")
    assert "/c/2.1" in text_of(client, "/palette?q=reads+these")
    assert f"/policy/documents/{living.document_id}" in text_of(client, "/palette?q=Rules")


def test_a_clause_that_people_state_says_who_did_and_until_when(
    living: Version, chair: Account
) -> None:
    clause = clause_of(living, "reads these rules")
    said = {"scope_reason": "記録に表れないため", "scope_review_on": "2030-01-01"}
    move(registry["clauses"], act_of(chair), "state_yearly", clause, said)
    client = entered(chair)
    page = text_of(client, "/c/2.1")
    assert "まだ申告がありません" in page
    assert f"/r/statements/new?clause={clause.pk}" in page
    words = {"clause": clause.pk, "verdict": "kept", "basis": "現場を見た"}
    write(registry["statements"], act_of(chair), words)
    page = text_of(client, "/c/2.1")
    assert "現場を見た" in page
    assert 'class="seal xl"' in page
    assert "申告：遵守" in text_of(client, "/policy")


def test_units_beyond_the_eighth_are_added_up(living: Version, chair: Account) -> None:
    for n in range(10):
        an_asset(unit=a_unit(name=f"部門{n}"), registered_on=timezone.localdate())
    shown = entered(chair).get("/c/1.1").context["units"]
    assert (len(shown), shown[-1].units) == (9, 4)
    assert sum(unit.population for unit in shown) == 12


def test_those_in_charge_are_written_to_once_a_day_and_the_clause_says_so(
    living: Version, chair: Account
) -> None:
    client = entered(chair)
    manager = an_account(language="en").person
    Person.objects.filter(pk=manager.pk).update(email="manager@example.co.jp", name="桐山 修")
    Finding.objects.open().update(assignee=manager.pk)
    page = next(p for p in ("/c/1.1", "/c/1.2", "/c/1.3") if "/contact" in text_of(client, p))
    here = f"{page}/contact"
    shown = text_of(client, here)
    assert "桐山 修" in shown
    assert "担当者 1名" in shown
    told = {"who": [str(manager.pk)], "note": "今週中にお願いします。"}
    assert client.post(here, told).status_code == 302
    (mail,) = Message.objects.filter(person=manager.pk)
    assert mail.text.startswith("Dear 桐山 修")
    assert "今週中にお願いします。" in mail.text
    assert "/tasks" in mail.text
    clause = Clause.objects.get(version=living, number=page.rpartition("/")[2])
    (kept,) = notes.comments(registry["clauses"], [clause.pk])
    assert "桐山 修" in kept.text
    client.post(here, told)
    assert Message.objects.filter(person=manager.pk).count() == 1, "at most one a day"
    client.post(here, {"who": ["nonsense", str(chair.pk)]})
    assert Message.objects.count() == 1
    assert entered(somebody("employee")).get(here).status_code == 403
