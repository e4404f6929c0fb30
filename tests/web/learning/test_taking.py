"""Taking a course: read, answer, see why, try again; signed in or by a supplier's link."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sekisho.domains.education.models import CourseAssignment, CourseAttempt, CourseVersion
from sekisho.domains.education.taking import paper
from sekisho.domains.people.models import Account
from sekisho.notices import course_links
from sekisho.registers.actor import Act, service
from sekisho.web.learning.markdown import drawn
from tests.given.education import a_course_assignment, a_published_course
from tests.given.people import a_company, a_contractor, a_person, an_account
from tests.web.conftest import somebody

pytestmark = pytest.mark.django_db
LATER = date(2040, 3, 31)


@pytest.fixture
def learner() -> Account:
    return somebody()


@pytest.fixture
def one(learner: Account) -> CourseAssignment:
    version = a_published_course()
    return a_course_assignment(
        person=learner.person, course=version.course, version=version, due_on=LATER, cycle="2026"
    )


def came(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def read_all(client: Client, base: str) -> None:
    for key in ("assets", "help"):
        client.post(f"{base}/c/{key}")


def answer(client: Client, base: str, one: CourseAssignment, *, right: bool) -> None:
    """Answer every question of the attempt, then hand in."""
    page = client.get(f"{base}/quiz")
    while page.context.get("question") is not None and "choices" in page.context:
        question = page.context["question"]
        choice = (
            sorted(question.right) if right else [next(iter(set(range(2)) - question.right), 2)]
        )
        if not right and question.several:
            choice = [2]
        page = client.post(
            f"{base}/quiz",
            {"question": question.key, "choice": [str(n) for n in choice]},
            follow=True,
        )
        if page.context["over"]:
            break
        page = client.get(f"{base}/quiz")
    client.post(f"{base}/quiz", {"do": "finish"})
    one.refresh_from_db()


def test_a_course_is_read_taken_up_again_and_passed(learner: Account, one: Any) -> None:
    client, base = came(learner), f"/learn/{one.pk}"
    assert one.course.title in client.get("/learn").content.decode()
    assert client.get(f"{base}/quiz").headers["Location"].endswith("/c/assets")
    page = client.post(f"{base}/c/assets", follow=True).content.decode()
    assert "<li>すぐに知らせます。</li>" in page
    again = came(learner)  # another device
    assert f'href="{base}/c/help"' in again.get(base).content.decode()
    read_all(again, base)
    answer(again, base, one, right=True)
    assert (one.state, one.score, one.version.course_id) == ("passed", 100, one.course_id)
    assert CourseAttempt.objects.get().via == "web"
    assert "修了証" in again.get(base).content.decode()
    paper = again.get(f"/r/course_assignments/{one.pk}/print/certificate.pdf")
    assert paper.content.startswith(b"%PDF")


def test_who_fails_sees_why_and_is_asked_other_questions_at_once(
    learner: Account, one: Any
) -> None:
    client, base = came(learner), f"/learn/{one.pk}"
    read_all(client, base)
    first = [q.key for q in paper(one, client_place(one))]
    answer(client, base, one, right=False)
    assert (one.state, one.score) == ("failed", 0)
    second = [q.key for q in paper(one, client_place(one))]
    assert second != first
    answer(client, base, one, right=True)
    assert one.state == "passed"
    assert list(CourseAttempt.objects.order_by("attempt").values_list("passed", flat=True)) == [
        False,
        True,
    ]


def client_place(one: CourseAssignment) -> Any:
    from sekisho.domains.education import progress

    return progress.of(one, CourseVersion.objects.get(course=one.course), timezone.now())


def test_nonsense_answers_are_asked_again_and_an_answer_stays_as_it_was(
    learner: Account, one: Any
) -> None:
    client, base = came(learner), f"/learn/{one.pk}"
    read_all(client, base)
    question = client.get(f"{base}/quiz").context["question"]
    for choice in ([], ["99"], ["x"], ["²"]):
        sent = client.post(f"{base}/quiz", {"question": question.key, "choice": choice})
        assert sent.status_code == 422
    first = [str(n) for n in sorted(question.right)]
    client.post(f"{base}/quiz", {"question": question.key, "choice": first})
    client.post(f"{base}/quiz", {"question": question.key, "choice": ["0"]})
    assert client_place(one).answers[question.key] == sorted(question.right)
    client.post(f"{base}/quiz", {"do": "finish"})  # not everything is answered yet
    assert not CourseAttempt.objects.exists()
    assert client.post(f"{base}/quiz", {"question": "no such"}).status_code == 302
    assert client.get(f"{base}/c/nowhere").status_code == 404


def test_nobody_takes_a_course_for_somebody_else(one: Any) -> None:
    for role in ("employee", "director", "admin"):
        assert came(somebody(role)).get(f"/learn/{one.pk}").status_code == 404


def test_a_suppliers_link_opens_the_courses_of_its_people_alone() -> None:
    a_company()
    version = a_published_course("contractor")
    ours, theirs = a_contractor(training_needed=True), a_contractor(supplier="別の会社")
    fields = {"course": version.course, "reason": "contractor", "due_on": LATER}
    one = a_course_assignment(person=ours, **fields)
    other = a_course_assignment(person=theirs, **fields)
    chair = somebody("chair")
    page = came(chair).post("/learn/suppliers", {"do": "link", "person": str(ours.pk)})
    base = page.context["link"].removeprefix("http://localhost:8000")
    client = Client()
    assert ours.name in client.get(base).content.decode()
    assert client.get(f"{base}/{other.pk}").status_code == 404
    read_all(client, f"{base}/{one.pk}")
    answer(client, f"{base}/{one.pk}", one, right=True)
    assert (one.state, CourseAttempt.objects.get().via) == ("passed", "link")
    now = timezone.now()
    act = Act.now(service("engine"), now, "test", "Asia/Tokyo")
    assert course_links.revoke(act, ours.supplier) == 1
    assert client.get(base).status_code == 404


def test_markdown_lets_no_html_through() -> None:
    text = (
        '<script>x</script> **a** [b](javascript:c) [d](https://e.example/) ![f"](file:g.png)\n- h'
    )
    said = drawn(text, lambda name: f"/at/{name}")
    assert "<script" not in said
    assert "javascript:c" not in said.replace("[b](javascript:c)", "")
    assert "<strong>a</strong>" in said
    assert '<a href="https://e.example/" rel="noreferrer noopener">d</a>' in said
    assert '<img src="/at/g.png" alt="f&quot;" loading="lazy">' in said
    assert "<ul><li>h</li></ul>" in said


def test_the_starter_courses_come_as_drafts_for_somebody_else_to_publish() -> None:
    chair = somebody("chair")
    client = came(chair)
    assert "joining" in client.get("/learn/starter").content.decode()
    client.post("/learn/starter", {"course": ["joining"]})
    version = CourseVersion.objects.get()
    assert version.state == "draft"
    assert [q.key for q in version.questions()]
    address = f"/r/course_versions/{version.pk}/moves/publish"
    client.post(address)
    version.refresh_from_db()
    assert version.state == "draft"  # who brought it in does not publish it
    director = came(somebody("director"))
    director.post(address)
    version.refresh_from_db()
    assert version.state == "published"
    assert came(an_account(person=a_person())).get("/learn/starter").status_code == 403
