"""Documents with their reviews, and agreeing to them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.connectors.outbox import Message
from sekisho.domains.documents.importing import import_policy
from sekisho.domains.documents.models import Acknowledgement, Campaign, Review, Version
from sekisho.domains.people.account import Account
from tests.given.documents import (
    a_document,
    a_document_review,
    a_section,
    a_version_in_force,
    an_acknowledgement,
)
from tests.given.people import a_leave, a_person, a_unit, an_account, an_appointment
from tests.web.conftest import somebody
from tests.web.policy.conftest import TEXT, a_draft, operator, put_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def entered(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def text_of(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def test_the_list_says_of_each_document_when_it_is_to_be_reviewed(chair: Account) -> None:
    reviewed = a_version_in_force().document
    a_document_review(document=reviewed, held_on=timezone.localdate())
    a_version_in_force(document=a_document(title="見直しのない規程"))
    a_document(title="版のない規程")
    page = text_of(entered(chair), "/policy/documents")
    assert page.count("見直しの記録なし（不明）") == 1
    assert page.count("施行中の版なし") == 1


def test_a_review_is_recorded_and_waits_for_another_to_approve_it(chair: Account) -> None:
    version = a_version_in_force()
    path = f"/policy/documents/{version.document_id}"
    said = {
        "held_on": f"{timezone.localdate():%Y/%m/%d}",
        "outcome": "not_needed",
        "reason": "法令に変更なし",
    }
    assert entered(chair).post(f"{path}/review", said).status_code == 302
    review = Review.objects.get()
    assert (review.state, review.held_by_id) == ("draft", chair.person_id)
    assert "見直しの記録なし（不明）" in text_of(entered(chair), path)


def test_a_review_without_its_reason_is_refused_at_the_field(chair: Account) -> None:
    version = a_version_in_force()
    answer = entered(chair).post(
        f"/policy/documents/{version.document_id}/review", {"outcome": "needed"}
    )
    assert answer.status_code == 422
    assert not Review.objects.exists()


def test_a_manager_reviews_the_documents_of_the_own_unit_alone() -> None:
    unit = a_unit()
    manager = an_account()
    an_appointment(person=manager.person, unit=unit)
    mine = a_version_in_force(document=a_document(unit=unit)).document_id
    other = a_version_in_force(document=a_document(unit=a_unit())).document_id
    assert "見直しを記録" in text_of(entered(manager), f"/policy/documents/{mine}")
    assert "見直しを記録" not in text_of(entered(manager), f"/policy/documents/{other}")


def test_drafts_are_shown_to_those_who_work_on_them_alone(living: Version, chair: Account) -> None:
    draft = a_draft(TEXT.replace("classified", "labelled"))
    path = f"/policy/documents/{living.document_id}"
    assert draft.label in text_of(entered(chair), path)
    employee = entered(somebody("employee"))
    assert draft.label not in text_of(employee, path)
    assert employee.get(f"{path}?v={draft.pk}").status_code == 404


def test_other_documents_are_read_the_same_way(chair: Account) -> None:
    manual = a_document(kind="manual", title="取扱いマニュアル")
    import_policy(operator(), TEXT.encode(), "manual.md", manual)
    page = text_of(entered(chair), f"/policy/documents/{manual.pk}")
    assert "Everyone reads these rules" in page


def test_both_languages_stand_side_by_side(living: Version, chair: Account) -> None:
    living.clauses.update(text_en="In English.", text_en_of="0" * 64)
    path = f"/policy/documents/{living.document_id}"
    assert "In English." not in text_of(entered(chair), path)
    page = text_of(entered(chair), f"{path}?pair=1")
    assert page.count('<p class="en" lang="en">In English.</p>') == 3
    assert "翻訳が未更新" in page


def test_an_employee_reads_agrees_and_gets_a_receipt(living: Version) -> None:
    someone = somebody("employee")
    client, campaign = entered(someone), Campaign.objects.get()
    path = f"/policy/acknowledge/{campaign.pk}"
    assert path in text_of(client, "/policy/acknowledge")
    assert "Everyone reads these rules" in text_of(client, path)
    assert client.post(path).status_code == 302
    given = Acknowledgement.objects.get(person=someone.person)
    assert (given.version_id, given.via, given.campaign_id) == (living.pk, "web", campaign.pk)
    page = text_of(client, path)
    assert "同意の記録" in page
    assert "読んで同意する</button>" not in page


def test_agreeing_twice_leaves_one_record(living: Version) -> None:
    someone = somebody("employee")
    client, path = entered(someone), f"/policy/acknowledge/{Campaign.objects.get().pk}"
    client.post(path)
    client.post(path)
    assert Acknowledgement.objects.filter(person=someone.person).count() == 1


def test_one_who_agreed_before_reads_what_changed(
    living: Version, chair: Account, director: Account
) -> None:
    someone = somebody("employee")
    client = entered(someone)
    client.post(f"/policy/acknowledge/{Campaign.objects.get().pk}")
    put_in_force(a_draft(TEXT.replace("by its manager", "by its owner")), chair, director)
    campaign = Campaign.objects.order_by("created_at").last()
    page = text_of(client, f"/policy/acknowledge/{campaign.pk}")
    assert "<ins>owner</ins>" in page
    assert "Everyone reads these" not in page
    assert "Everyone reads these" in text_of(client, f"/policy/acknowledge/{campaign.pk}?whole=1")


def test_the_sections_of_the_manual_that_bind_are_named(living: Version) -> None:
    a_section(title="持出しの手順", topic="transport", binds=("employee",))
    a_section(title="派遣の方へ", topic="transport", binds=("dispatched",))
    campaign = Campaign.objects.get()
    Campaign.objects.filter(pk=campaign.pk).update(sections=("transport",))
    page = text_of(entered(somebody("employee")), f"/policy/acknowledge/{campaign.pk}")
    assert "持出しの手順" in page
    assert "派遣の方へ" not in page


def test_one_who_is_not_asked_finds_nothing_to_agree_to(living: Version) -> None:
    Campaign.objects.update(audience=("officer",))
    client = entered(somebody("employee"))
    assert "同意が必要な文書はありません" in text_of(client, "/policy/acknowledge")
    assert client.post(f"/policy/acknowledge/{Campaign.objects.get().pk}").status_code == 404


def test_an_outside_auditor_has_nothing_to_agree_to(living: Version) -> None:
    client = entered(somebody("auditor"))
    assert "人にひも付いていない" in text_of(client, "/policy/acknowledge")


def test_leaders_see_who_has_not_agreed_and_who_has(living: Version, chair: Account) -> None:
    campaign = Campaign.objects.get()
    an_acknowledgement(version=living, person=a_person(name="同意 済子"))
    a_person(name="未同意 太郎")
    path = f"/policy/campaigns/{campaign.pk}"
    page = text_of(entered(chair), path)
    assert "未同意 太郎" in page
    assert "同意 済子" not in page
    assert "同意 済子" in text_of(entered(chair), f"{path}?who=has")


def test_others_count_only_the_people_they_may_see(living: Version) -> None:
    a_person(name="未同意 太郎")
    page = text_of(entered(somebody("employee")), f"/policy/campaigns/{Campaign.objects.get().pk}")
    assert "未同意 太郎" not in page
    assert "まだの人に依頼" not in page


def test_the_people_come_in_pages_that_meet(living: Version, chair: Account) -> None:
    for n in range(60):
        a_person(name=f"人 {n}", kana=f"ヒト {n % 7}")
    path = f"/policy/campaigns/{Campaign.objects.get().pk}"
    client = entered(chair)
    first = client.get(path).context
    second = client.get(path, {"after": first["following"]}).context
    names = [row["href"] for row in (*first["rows"], *second["rows"])]
    assert len(names) == len(set(names)) == first["missing"]


def test_reminding_writes_once_a_day_and_leaves_people_on_leave_alone(
    living: Version, chair: Account
) -> None:
    away = a_person(email="away@example.jp")
    a_leave(person=away, starts_on=timezone.localdate() - timedelta(days=3))
    waiting = a_person(email="waiting@example.jp")
    path = f"/policy/campaigns/{Campaign.objects.get().pk}/remind"
    client = entered(chair)
    client.post(path)
    client.post(path)
    to = list(Message.objects.values_list("to", flat=True))
    assert to.count(waiting.email) == 1
    assert away.email not in to


def test_an_employee_reminds_nobody(living: Version) -> None:
    path = f"/policy/campaigns/{Campaign.objects.get().pk}/remind"
    assert entered(somebody("employee")).post(path).status_code == 403
    assert not Message.objects.exists()
