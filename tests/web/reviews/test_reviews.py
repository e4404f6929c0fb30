"""The page on which a reviewer decides: saved as it is made, confirmed with its consequences."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sekisho.connectors.models import Message
from sekisho.domains.access.models import AccessRight, ReviewItem
from sekisho.domains.people.models import Account
from sekisho.jobs import worker
from sekisho.ledger.history import history
from sekisho.web.reviews import confirming
from tests.api.calling import today
from tests.given.access import a_review_campaign, a_system, an_active_right, an_entitlement
from tests.given.access import a_review_item as an_item
from tests.given.assets import an_asset
from tests.given.people import a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db


class Desk:
    """A manager with rights to decide on, signed in."""

    def __init__(self) -> None:
        self.unit = a_unit(name="営業部")
        self.account: Account = an_account()
        an_appointment(person=self.account.person, unit=self.unit)
        self.role = an_entitlement(system=a_system(unit=self.unit, name="CRM"), name="編集")
        on = today()
        self.campaign = a_review_campaign(
            number="RV-2026-90", starts_on=on, due_on=on + timedelta(days=20)
        )
        self.client = Client()
        self.client.force_login(self.account)

    def item(self, **but: Any) -> ReviewItem:
        right = an_active_right(
            entitlement=self.role, unit=self.unit, ends_on=date(2027, 3, 31),
            opens_on=today() - timedelta(days=9), starts_on=today() - timedelta(days=9),
            person=but.pop("person", None) or a_person(unit=self.unit),
        )  # fmt: skip
        but.setdefault("reviewer", self.account.person)
        return an_item(campaign=self.campaign, right=right, **but)

    def get(self, path: str = "", **headers: str) -> str:
        answer = self.client.get(f"/reviews/RV-2026-90{path}", headers=headers)
        assert answer.status_code == 200
        return answer.content.decode()

    def post(self, path: str, data: dict[str, Any], **headers: str) -> Any:
        return self.client.post(f"/reviews/RV-2026-90{path}", data, headers=headers)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_rights_are_grouped_by_holder_and_nothing_is_chosen_beforehand(desk: Desk) -> None:
    items = [desk.item(advice="remove", grounds=("unused",)) for _ in range(2)]
    page = desk.get()
    for item in items:
        assert item.person.name in page
    assert page.count('class="person"') == 2
    assert "削除を推奨" in page
    assert " checked" not in page


def test_a_decision_is_saved_as_it_is_made_and_the_counts_follow(desk: Desk) -> None:
    item = desk.item()
    data = {f"d-{item.pk}": "until", f"u-{item.pk}": str(today() + timedelta(days=30))}
    answer = desk.post(f"/items/{item.pk}", data, **{"HX-Request": "true"})
    said = answer.content.decode()
    assert "保存済み" in said
    assert "1件を確定する" in said
    item.refresh_from_db()
    assert (item.decision, item.decided_by) == ("until", desk.account.person)
    past = {f"d-{item.pk}": "until", f"u-{item.pk}": "2020-01-01"}
    refused = desk.post(f"/items/{item.pk}", past, **{"HX-Request": "true"}).content.decode()
    assert "過去" in refused
    assert "保存済み" not in refused


def test_the_page_works_without_scripts(desk: Desk) -> None:
    one, other = desk.item(), desk.item()
    data = {f"d-{one.pk}": "keep", f"d-{other.pk}": "remove", "d-nonsense": "keep"}
    assert desk.post("/save", data).status_code == 302
    assert desk.post(f"/items/{other.pk}", {"reason": "担当を外れた"}).status_code == 302
    decided = dict(ReviewItem.objects.values_list("pk", "decision"))
    assert decided == {one.pk: "keep", other.pk: "remove"}
    other.refresh_from_db()
    assert other.reason == "担当を外れた"


def test_keep_is_chosen_only_where_it_is_recommended(desk: Desk) -> None:
    agreed, doubtful = desk.item(), desk.item(advice="check", grounds=("outside",))
    desk.post("/keep", {})
    decided = dict(ReviewItem.objects.values_list("pk", "decision"))
    assert decided == {agreed.pk: "keep", doubtful.pk: ""}


def test_confirming_says_what_follows_and_carries_it_out(desk: Desk) -> None:
    kept, gone, left = desk.item(), desk.item(), desk.item()
    desk.post("/save", {f"d-{kept.pk}": "keep", f"d-{gone.pk}": "remove"})
    page = desk.get("/confirm")
    assert "2件の判定を確定します" in page
    assert gone.person.name in page
    assert "未判定が1件残っています" in page
    desk.post("/confirm", {})
    states = dict(AccessRight.objects.values_list("pk", "state"))
    assert states[kept.right_id] == "active"
    assert states[gone.right_id] == "removal"
    assert states[left.right_id] == "active"
    assert dict(ReviewItem.objects.values_list("pk", "state"))[left.pk] == "open"


def test_ones_own_right_and_those_of_other_reviewers_are_not_there(desk: Desk) -> None:
    own = desk.item(person=desk.account.person)
    others = desk.item(reviewer=a_person())
    desk.item()
    page = desk.get()
    for item in (own, others):
        assert str(item.pk) not in page
        answer = desk.post(f"/items/{item.pk}", {f"d-{item.pk}": "keep"})
        assert answer.status_code == 404
    assert desk.post("/save", {f"d-{own.pk}": "keep"}).status_code == 302
    assert not ReviewItem.objects.exclude(decision="").exists()


def test_the_committee_sees_how_far_each_unit_is(desk: Desk) -> None:
    desk.item(), desk.item(state="confirmed", decision="keep")
    chair = an_account()
    an_appointment(person=chair.person, role="chair")
    client = Client()
    client.force_login(chair)
    page = client.get("/reviews/RV-2026-90").content.decode()
    assert "営業部" in page
    assert "1 / 2" in page
    assert "RV-2026-90" in client.get("/reviews").content.decode()


def test_a_review_is_started_from_its_page(desk: Desk) -> None:
    chair = an_account()
    an_appointment(person=chair.person, role="chair")
    planned = a_review_campaign(state="planned", number="RV-2026-91", unit=desk.unit)
    right = desk.item().right
    client = Client()
    client.force_login(chair)
    assert desk.client.post("/reviews/RV-2026-91/start").status_code == 403
    assert client.post("/reviews/RV-2026-91/start").status_code == 302
    assert ReviewItem.objects.filter(campaign=planned, right=right).exists()


def test_a_long_review_is_paged_and_costs_no_more_queries(desk: Desk) -> None:
    for _ in range(3):
        desk.item()
    desk.get()
    with CaptureQueriesContext(connection) as few:
        desk.get()
    for _ in range(110):
        desk.item()
    with CaptureQueriesContext(connection) as many:
        page = desk.get()
    assert len(many) <= len(few)
    assert page.count('data-press="1"') == 100
    last = ReviewItem.objects.order_by("number")[99].number
    assert f"after={last}" in page
    assert desk.get(f"?after={last}").count('data-press="1"') == 13


def test_an_employee_finds_no_review(desk: Desk) -> None:
    desk.item()
    client = Client()
    client.force_login(an_account())
    assert client.get("/reviews/RV-2026-90").status_code == 404


def test_a_review_is_handed_to_a_deputy_who_is_told_and_it_stays_on_record(desk: Desk) -> None:
    desk.item()
    done = desk.item(decision="keep", state="confirmed")
    deputy, outside = an_account(), an_account()
    an_appointment(person=deputy.person, unit=desk.unit)
    about_deputy = desk.item(person=deputy.person)
    page = desk.get("/hand")
    assert str(deputy.person) in page
    assert str(outside.person) not in page
    for bad in ({"to": str(outside.person.pk), "reason": "出張"}, {"to": str(deputy.person.pk)}):
        assert desk.post("/hand", bad).status_code == 422
    assert desk.post("/hand", {"to": str(deputy.person.pk), "reason": "出張"}).status_code == 302
    handed = ReviewItem.objects.exclude(handed_by=None)
    assert [(i.reviewer, i.handed_by) for i in handed] == [(deputy.person, desk.account.person)]
    entry = history("review_items", handed[0].pk)[0]
    assert (entry.act, (entry.payload or {})["said"]) == ("hand_over", {"remark": "出張"})
    kept = {about_deputy.pk, done.pk}
    mine = ReviewItem.objects.filter(reviewer=desk.account.person)
    assert {one.pk for one in mine} == kept, "neither what is decided nor the deputy's own"
    assert Message.objects.filter(to=deputy.person.email).exists()
    desk.client.force_login(deputy)
    assert str(desk.account.person) in desk.get()


def test_more_than_fit_into_one_press_are_confirmed_by_a_job(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "AT_ONCE", 2)
    monkeypatch.setattr(confirming, "STEP", 2)
    items = [desk.item() for _ in range(5)]
    for one in items:
        desk.post(f"/items/{one.pk}", {f"d-{one.pk}": "remove"})
    AccessRight.objects.filter(pk=items[1].right_id).update(unit=a_unit(), asset=an_asset())
    assert desk.post("/confirm", {}).headers["Location"].endswith("/confirming")
    assert 'hx-trigger="every 2s"' in desk.get("/confirming")
    late = desk.item()
    desk.post(f"/items/{late.pk}", {f"d-{late.pk}": "keep"})
    worker.run_until_idle()
    states = dict(ReviewItem.objects.values_list("pk", "state"))
    assert [states[one.pk] for one in items] == ["confirmed", "open", *["confirmed"] * 3]
    assert states[late.pk] == "open", "decided after the press"
    page = desk.get("/confirming")
    assert "every 2s" not in page
    assert items[1].number in page
    assert AccessRight.objects.filter(state="removal").count() == 4
