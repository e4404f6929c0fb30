"""Who is told what: quietly, once, in their language, and nothing the guard hides."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sekisho.checkpoint.guard import Checkpoint
from sekisho.connectors.outbox import Message
from sekisho.domains.people.actors import actor_for
from sekisho.findings.finding import Finding, Standing
from sekisho.findings.task import Task
from sekisho.notices import rounds
from sekisho.notices.memory import Red, Round
from sekisho.notices.rounds import notify, preview
from sekisho.registers import calendar, guard
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from tests.given.documents import a_binding, a_clause, a_version
from tests.given.people import (
    a_contractor,
    a_leave,
    a_person,
    a_unit,
    an_account,
    an_appointment,
    made,
    numbers,
)

pytestmark = pytest.mark.django_db

MON, TUE, WED, THU, FRI = (date(2026, 11, 16) + timedelta(days=n) for n in range(5))
SAT, HOLIDAY, AFTER = date(2026, 11, 21), date(2026, 11, 23), date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _house(settings: Any) -> Any:
    settings.BASE_URL = "https://sekisho.example.co.jp"
    calendar.ensure(MON)
    before = guard.guard()
    guard.install(Checkpoint())
    yield
    guard.install(before)


def at(on: date, hour: int = 9) -> datetime:
    return datetime(on.year, on.month, on.day, hour, tzinfo=ZoneInfo("Asia/Tokyo"))


def a_reader(**but: Any) -> Any:
    """A person with an account of their own address."""
    language = but.pop("language", "ja")
    person = but.pop("person", None) or a_person(**but)
    an_account(person=person, email=f"{person.number}@example.co.jp".lower(), language=language,
               name=person.name)  # fmt: skip
    return person


def a_task(person: Any = None, due: date | None = WED, **but: Any) -> Task:
    n = next(numbers)
    fields = {"number": f"T-{n:05d}", "title": f"点検{n}", "opened_on": date(2026, 11, 2)}
    unit = person.unit if person else None
    return made(Task, assignee=person, unit=unit, due_on=due, **fields | but)


def mails() -> list[Message]:
    return list(Message.objects.order_by("created_at", "to"))


def told(on: date, person: Any = None) -> str:
    """What one reader, or everybody, is told in the round of ``on``; "" for no mail."""
    address = person.number.lower() if person else ""
    notify(at(on))
    new = [m for m in mails() if m.to.startswith(address) and m.dedupe.startswith(f"notice:{on}")]
    assert len(new) <= 1
    return f"{new[0].subject}\n{new[0].text}" if new else ""


def test_nobody_hears_anything_when_there_is_nothing_to_do() -> None:
    a_reader()
    assert notify(at(MON)) == 0
    assert mails() == []
    assert Round.objects.get().on == MON


def test_a_due_task_is_told_with_what_by_when_and_one_link() -> None:
    task = a_task(a_reader(), due=WED)
    words = told(WED)
    assert "本日が期限" in words
    assert task.title in words
    assert "2026/11/18" in words
    assert words.count("https://") == 1
    assert f"https://sekisho.example.co.jp/t/{task.number}" in words


@pytest.mark.parametrize(
    ("on", "is_told"),
    [(TUE, False), (WED, True), (THU, True), (FRI, False), (AFTER, True), (date(2026, 11, 25), False)],
)  # fmt: skip
def test_a_task_is_told_on_its_day_and_one_and_three_business_days_later(
    on: date, is_told: bool
) -> None:
    person = a_reader()
    a_task(person, due=WED)
    Round.objects.create(on=calendar.add_business(on, -1), at=at(MON))
    assert bool(told(on, person)) is is_told


def test_the_weekly_digest_names_every_open_task_in_one_mail() -> None:
    person = a_reader()
    tasks = [a_task(person, due=due) for due in (date(2026, 12, 25), None, date(2026, 10, 1))]
    words = told(MON, person)
    assert all(task.title in words for task in tasks)
    assert words.count("https://") == 1
    assert "https://sekisho.example.co.jp/\n" in words


@pytest.mark.parametrize("state", ["waiting", "done", "cancelled"])
def test_what_is_handed_in_or_over_is_not_told(state: str) -> None:
    a_task(a_reader(), due=WED, state=state)
    assert told(WED) == ""


def test_the_manager_is_told_from_the_third_business_day_and_not_before() -> None:
    unit = a_unit()
    manager, person = a_reader(unit=unit), a_reader(unit=unit)
    an_appointment(role="manager", person=manager, unit=unit)
    task = a_task(person, due=WED)
    Round.objects.create(on=WED, at=at(WED))
    assert told(THU, manager) == ""
    assert told(FRI, manager) == ""
    words = told(AFTER, manager)
    assert task.title in words
    assert person.name in words


def test_a_manager_of_another_unit_is_not_told() -> None:
    other = a_unit()
    manager, person = a_reader(unit=other), a_reader()
    an_appointment(role="manager", person=manager, unit=other)
    a_task(person, due=MON)
    notify(at(THU))
    assert [m.person for m in mails()] == [person.pk]


@pytest.mark.parametrize(
    "moment", [at(SAT), at(HOLIDAY), at(WED, 8), at(WED, 18)], ids=["weekend", "holiday", "early", "late"]
)  # fmt: skip
def test_no_mail_outside_business_days_and_hours(moment: datetime) -> None:
    a_task(a_reader(), due=moment.date())
    assert notify(moment) == 0
    assert not Round.objects.exists()


def test_who_is_on_leave_is_left_alone_and_told_after_the_return() -> None:
    person = a_reader()
    a_task(person, due=WED)
    leave = a_leave(person=person, kind="childcare", starts_on=date(2026, 4, 1), ends_on=None)
    assert told(WED) == ""
    leave.returned_on = AFTER
    leave.save()
    assert told(AFTER, person) != ""


def test_who_has_left_is_not_written_to() -> None:
    a_task(a_reader(last_working_on=TUE, ends_on=TUE), due=WED)
    assert told(WED) == ""


def test_staff_of_a_contractor_are_told_through_the_suppliers_person_in_charge() -> None:
    people = [a_contractor() for _ in range(2)]
    an_account(person=people[0], email="own@example.jp")
    for person in people:
        a_task(person, due=WED)
    assert notify(at(WED)) == 1
    (mail,) = mails()
    assert (mail.to, mail.person) == ("nagisa@example.jp", None)
    assert "浜 渚" in mail.text
    assert all(person.name in mail.text for person in people)


def test_without_an_address_of_the_supplier_our_responsible_employee_is_told() -> None:
    sponsor = a_reader()
    a_task(a_contractor(sponsor=sponsor, supplier_email=""), due=WED)
    a_task(sponsor, due=WED)
    assert notify(at(WED)) == 1
    assert mails()[0].person == sponsor.pk


def test_rules_of_the_premises_may_go_to_a_contractors_person_directly(monkeypatch: Any) -> None:
    person = a_contractor()
    an_account(person=person, email="own@example.jp")
    a_task(person, due=WED)
    monkeypatch.setattr("sekisho.notices.matters.duties", lambda _code: ("O085",))
    notify(at(WED))
    assert [m.to for m in mails()] == ["own@example.jp"]


def test_each_reader_is_told_in_the_language_of_their_account() -> None:
    for language in ("ja", "en"):
        a_task(a_reader(language=language), due=WED, title="", obligation="assets-classified")
    notify(at(WED))
    subjects = sorted(m.subject for m in mails())
    assert "Something is due today" in subjects[0]
    assert "本日が期限" in subjects[1]
    english = next(m for m in mails() if "Something" in m.subject)
    assert "Decide the class of the asset." in english.text


def test_a_round_made_twice_sends_one_mail() -> None:
    a_task(a_reader(), due=WED)
    assert notify(at(WED)) == 1
    assert notify(at(WED, 10)) == 0
    assert len(mails()) == 1


def test_a_round_that_died_halfway_is_made_again_and_nobody_is_told_twice(monkeypatch: Any) -> None:
    for _ in range(3):
        a_task(a_reader(), due=WED)
    queue, done = rounds._queue, []

    def dies(*given: Any) -> bool:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(given)
        return queue(*given)

    monkeypatch.setattr(rounds, "_queue", dies)
    with pytest.raises(KeyboardInterrupt):
        notify(at(WED))
    monkeypatch.setattr(rounds, "_queue", queue)
    assert notify(at(WED, 10)) == 1
    assert len({m.to for m in mails()}) == len(mails()) == 3


def test_a_task_of_a_role_is_told_to_those_who_hold_it_on_the_day() -> None:
    member, former = a_reader(), a_reader()
    an_appointment(role="committee", person=member)
    an_appointment(role="committee", person=former, ends_on=TUE)
    a_task(None, due=WED, role="committee")
    notify(at(WED))
    assert [m.person for m in mails()] == [member.pk]


def test_nobody_is_told_of_a_task_the_guard_hides(monkeypatch: Any) -> None:
    a_task(a_reader(), due=WED)
    monkeypatch.setattr(
        Checkpoint, "visible", lambda _self, _actor, _register, rows, _on: rows.none()
    )
    assert notify(at(WED)) == 0


def a_director() -> Any:
    director = a_reader()
    an_appointment(role="director", person=director)
    return director


def an_exception() -> Any:
    act = Act(service("operator"), at(MON), "test", MON)
    values = {"obligation": "assets-classified", "subject": str(a_person().pk), "reason": "移行中",
              "instead": "施錠", "starts_on": MON, "ends_on": date(2026, 12, 28)}  # fmt: skip
    return write(registry["exceptions"], act, values)


def test_a_decision_waits_in_the_weekly_digest_of_the_one_who_decides() -> None:
    director, other = a_director(), a_reader()
    waiver = an_exception()
    words = told(MON, director)
    assert "判断" in words
    assert waiver.number in words
    assert "移行中" not in words
    assert told(TUE, director) == ""
    assert not [m for m in mails() if m.person == other.pk]


@pytest.mark.parametrize(
    ("on", "is_told"), [(TUE, True), (WED, False), (THU, False), (FRI, True)]
)  # fmt: skip
def test_a_decision_with_a_day_is_told_three_business_days_before_and_on_the_day(
    on: date, is_told: bool
) -> None:
    director = a_director()
    a_task(a_person(), due=FRI, state="waiting")
    Round.objects.create(on=calendar.add_business(on, -1), at=at(MON))
    words = told(on, director)
    assert bool(words) is is_told
    assert ("本日中" in words) is (on == FRI)


def test_who_handed_a_task_in_is_not_asked_to_accept_it() -> None:
    director = a_director()
    task = a_task(director, due=FRI)
    act = Act(actor_for(director.account, MON), at(MON), "test", MON)
    move(registry["tasks"], act, "submit", task, {"note": "済みました"})
    assert told(TUE, director) == ""


def a_red_clause() -> Any:
    version = a_version(state="published", effective_on=date(2026, 4, 1))
    clause = a_clause(version=version, number="7.2", heading="情報資産の区分")
    a_binding(clause=clause, duty="O026", state="confirmed", decided_on=date(2026, 4, 2))
    return clause


def stands(seal: str, on: date) -> None:
    for code in ("assets-classified",):
        Standing.objects.update_or_create(
            obligation=code, on=on, defaults={"at": at(on), "seal": seal, "population": 1}
        )


def test_a_clause_that_turned_is_told_the_same_day_to_those_who_answer_and_only_once() -> None:
    unit = a_unit()
    manager = a_reader(unit=unit)
    an_appointment(role="manager", person=manager, unit=unit)
    a_red_clause()
    Finding.objects.create(obligation="assets-classified", kind="assets", rec=manager.pk, state="overdue",
                           assignee=manager.pk, opened_on=TUE)  # fmt: skip
    stands("kept", MON)
    notify(at(MON))
    assert not Red.objects.exists()
    stands("not_kept", TUE)
    words = told(TUE, manager)
    assert "7.2" in words
    assert "情報資産の区分" in words
    assert "/c/7.2" in words
    stands("not_kept", WED)
    assert told(WED, manager) == ""
    stands("kept", THU)
    notify(at(THU))
    assert not Red.objects.exists()
    stands("not_kept", FRI)
    assert "7.2" in told(FRI, manager)


def test_the_director_hears_of_red_clauses_monthly_or_after_more_than_seven_days() -> None:
    director = a_director()
    clause = a_red_clause()
    stands("not_kept", date(2026, 11, 9))
    notify(at(date(2026, 11, 9)))
    assert Red.objects.get().stable == clause.stable
    days = [date(2026, 11, 10) + timedelta(days=n) for n in range(22)]
    heard = [day for day in days if calendar.is_business(day) and told(day, director)]
    assert heard == [date(2026, 11, 17), date(2026, 12, 1)]


def test_a_preview_shows_what_the_round_will_send_and_sends_nothing() -> None:
    person = a_reader()
    a_task(person, due=WED)
    a_task(a_reader(), due=WED)
    (shown,) = preview(person, WED)
    assert mails() == []
    notify(at(WED))
    mine = Message.objects.get(person=person.pk)
    assert (shown.subject, shown.text) == (mine.subject, mine.text)
    assert preview(person, SAT) == []
