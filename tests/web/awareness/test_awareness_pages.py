"""Awareness posts on the page: read with one press, passed on by the manager, counted by unit."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from sekisho.connectors.models import Message
from sekisho.domains.education.models import AwarenessPost, Guidance, PostReceipt
from sekisho.domains.people.actors import actor_for
from sekisho.packs.awareness import starters
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from tests.given.awareness import a_post
from tests.given.people import a_contractor, a_person, a_unit, an_account, an_appointment

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


def client(person: object) -> Client:
    found = Client()
    found.force_login(an_account(person=person))
    return found


def test_a_post_is_read_with_one_press_and_only_once() -> None:
    one, me = a_post(), a_person()
    mine = client(me)
    assert one.title in mine.get("/awareness").text
    assert "読みました" in mine.get(f"/awareness/{one.number}").text
    for _press in range(2):
        assert mine.post(f"/awareness/{one.number}/read").status_code == 302
    assert [r.person for r in PostReceipt.objects.filter(post=one)] == [me]
    assert "すべて読みました" in mine.get("/awareness").text


def test_posts_of_other_units_and_drafts_are_not_mine_to_read() -> None:
    unit = a_unit()
    me = client(a_person(unit=a_unit(parent=unit)))
    other, above = a_post(unit=a_unit()), a_post(unit=unit)
    draft = a_post(state="draft", published_on=None)
    assert me.post(f"/awareness/{other.number}/read").status_code == 404
    assert me.post(f"/awareness/{draft.number}/read").status_code == 404
    assert me.post(f"/awareness/{above.number}/read").status_code == 302


def test_a_contractors_person_is_asked_nothing() -> None:
    one = a_post()
    assert client(a_contractor()).post(f"/awareness/{one.number}/read").status_code == 404


def test_the_manager_passes_it_on_and_the_unit_reads_their_words() -> None:
    unit = a_unit()
    manager, member, outsider = a_person(unit=unit), a_person(unit=unit), a_person()
    an_appointment(unit=unit, person=manager)
    one, words = a_post(), "うちでは見積書がこれに当たります。"
    said = {"unit": str(unit.pk), "text": words}
    reader = client(member)
    assert reader.post(f"/awareness/{one.number}/share", said).status_code == 403
    assert client(manager).post(f"/awareness/{one.number}/share", said).status_code == 302
    noted = Guidance.objects.get()
    assert (noted.unit, noted.way, noted.given_by, noted.text) == (unit, "shared", manager, words)
    assert words in reader.get(f"/awareness/{one.number}").text
    assert words not in client(outsider).get(f"/awareness/{one.number}").text


def test_the_manager_sees_counts_and_reminds_those_who_have_not_read_it() -> None:
    unit = a_unit()
    manager, member = a_person(unit=unit), a_person(unit=unit, name="浜名 湖")
    an_appointment(unit=unit, person=manager)
    one = a_post()
    asked = client(manager)
    asked.post(f"/awareness/{one.number}/read")
    page = asked.get(f"/awareness/{one.number}").text
    assert "2名中 1名が既読" in page
    assert member.name not in page
    for _press in range(2):
        assert asked.post(f"/awareness/{one.number}/remind").status_code == 302
    assert [m.to for m in Message.objects.filter(kind="awareness_posts")] == [member.email]
    assert client(member).post(f"/awareness/{one.number}/remind").status_code == 403


def test_a_starter_becomes_a_draft_that_the_office_publishes() -> None:
    chair = client(an_appointment(role="chair").person)
    page = chair.get("/awareness").text
    assert len(starters()) == 12
    assert all(one.title.ja in page for one in starters())
    assert chair.post("/awareness/begin", {"starter": "address-check"}).status_code == 302
    made = AwarenessPost.objects.get()
    assert (made.state, made.unit, made.duties) == ("draft", None, ("O057", "O090"))
    chair.post(f"/r/awareness_posts/{made.number}/moves/publish", {"ver": made.ver})
    made.refresh_from_db()
    assert made.state == "published"
    assert chair.post("/awareness/begin", {"starter": "nonsense"}).status_code == 404


def test_what_is_published_is_not_rewritten() -> None:
    one = a_post(published_on=date(2020, 5, 1))
    act = Act(
        actor_for(an_account(person=an_appointment(role="chair").person), TODAY), NOW, "web", TODAY
    )
    with pytest.raises(Invalid, match="掲載を終え"):
        write(registry["awareness_posts"], act, {"text": "別の話です。"}, one)
