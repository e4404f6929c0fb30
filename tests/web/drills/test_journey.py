"""A drill from the plan to its figures, over a mail server and HTTP, as a company lives it."""

import re
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from itertools import pairwise
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from sekisho.connectors import post
from sekisho.connectors.outbox import Message, queue_many
from sekisho.domains.education.models import (
    CourseAssignment,
    Drill,
    DrillEvent,
    DrillResult,
    DrillTarget,
)
from sekisho.domains.incidents.models import Incident
from sekisho.jobs.context import Context
from sekisho.notices import drill_mail, mail_intake
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.register import registry
from sekisho.web.drills import page
from tests.connectors.sink import Sink, sink
from tests.given.education import a_course_version
from tests.given.incidents import an_incident
from tests.given.people import a_person, an_account, an_appointment

pytestmark = pytest.mark.django_db
DRILLS = registry["drills"]


class Case:
    """A small company and its drill, with a mail server that listens."""

    def __init__(self, box: Sink) -> None:
        self.box = box
        self.at = timezone.now()
        self.chair = an_account(person=an_appointment(role="chair").person)
        self.director = an_account(person=an_appointment(role="director").person)
        self.taro, self.hanako = (
            a_person(email="taro@example.jp"),
            a_person(email="hana@example.jp"),
        )
        a_person(email="gone@example.jp", ends_on=date(2020, 1, 1))
        a_person(email="vendor@example.jp", employment="contractor")

    def act(self, account: Any, role: str) -> Act:
        actor = Actor(account.pk, frozenset({role}), account.person_id)
        return Act.now(actor, self.at, "test", settings.TIME_ZONE)

    def engine(self) -> Act:
        return Act.now(service("engine"), self.at, "engine", settings.TIME_ZONE)

    def planned(self, **but: Any) -> Drill:
        told = (self.at - timedelta(days=10)).date()
        values = {
            "kind": "targeted_mail", "title": "秋の訓練", "objective": "気づいて報告できる",
            "scenario": "password-expiry", "starts_at": self.at, "spread_hours": 0,
            "ends_on": (self.at + timedelta(days=5)).date(), "no_real_sender": True, "no_lure": True,
            "announced_on": told, "helpdesk_told_on": told, "labour_told_on": told,
        }  # fmt: skip
        drill: Drill = write(DRILLS, self.act(self.chair, "chair"), values | but)
        return drill

    def step(self, drill: Drill, name: str, role: str = "chair", **said: Any) -> Drill:
        account = self.director if role == "director" else self.chair
        moved: Drill = move(DRILLS, self.act(account, role), name, drill, said)
        return moved

    def started(self) -> Drill:
        drill = self.step(self.planned(), "consent", "director")
        drill = self.step(drill, "announce", announced_on=drill.announced_on)
        return self.step(drill, "start")

    def sent(self, drill: Drill) -> None:
        drill_mail.send(self.engine(), Context())
        post.send_due(lambda: self.at + timedelta(seconds=5))
        drill_mail.send(self.engine(), Context())

    def path(self, to: str) -> str:
        """The address behind the link of the mail to ``to``."""
        mail = next(mail for mail in self.box.mails() if mail["To"] == to)
        text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        return re.search(r"/s/[\w-]{43}", text)[0]  # type: ignore[index]

    def wait(self, **much: float) -> None:
        """Let everything that was noted so far lie further back."""
        gap = timedelta(**much)
        DrillTarget.objects.update(delivered_at=self.at - gap)


@pytest.fixture
def case(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    with sink() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        yield Case(box)


def forwarded(text: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"], mail["To"] = (
        "taro@example.jp",
        "Fwd: あやしいメール",
        "soc@example.jp",
    )
    mail["Message-ID"] = "<report@example.jp>"
    mail.set_content(f"これは不審です\n> {text}")
    return mail.as_bytes()


def test_a_drill_over_a_mail_server_counts_reports_and_filters_a_scanners_click(case: Case) -> None:
    drill = case.started()
    case.sent(drill)
    case.sent(drill)  # again: nobody gets a second one
    to = sorted(mail["To"] for mail in case.box.mails())
    known = {"taro@example.jp", "hana@example.jp"}
    assert known <= set(to) and len(to) == len(set(to))
    assert not {"gone@example.jp", "vendor@example.jp"} & set(to)
    mail = case.box.mails()[0]
    assert (mail["X-Sekisho-Drill"], "アカウント管理窓口" in mail["From"]) == (drill.number, True)

    visitor = Client()
    hers, his = case.path("hana@example.jp"), case.path("taro@example.jp")
    assert visitor.get(his).status_code == 200  # at once after delivery: a scanner
    assert visitor.head(hers).status_code == 200
    assert visitor.post(f"{his}/seen").status_code == 204  # a scanner that runs scripts
    taro, hanako = (DrillTarget.objects.get(person=one) for one in (case.taro, case.hanako))
    assert (taro.scanned, taro.clicked_at, hanako.scanned, hanako.clicked_at) == (2, None, 1, None)

    case.wait(minutes=12)
    shown = visitor.get(hers).content.decode()
    assert 'type="password"' in shown and 'name="password"' not in shown
    answer = visitor.post(hers, {"step": "entered", "b": "himitsu"})
    assert "これは訓練です" in answer.content.decode()
    hanako.refresh_from_db()
    assert hanako.clicked_at and hanako.submitted_at
    assert "himitsu" not in str(list(DrillEvent.objects.values()))

    report = forwarded(f"http://localhost{his}")
    taken = mail_intake.take(report, replace(case.engine(), at=timezone.now()))
    assert (taken.outcome, Incident.objects.count()) == ("drill", 0)
    assert "訓練" in Message.objects.get(to="taro@example.jp", kind="drills", rec=None).subject

    office = Client()
    office.force_login(case.chair)
    running = office.get(f"/drills/{drill.number}").content.decode()
    assert "報告率" in running and "自動巡回3件" in running and case.taro.name not in running
    case.at = timezone.now()
    case.step(Drill.objects.get(), "close")
    whole = DrillResult.objects.get(scope="whole")
    assert (whole.reported, whole.minutes, whole.before) == (1, 12, 0)
    assert (whole.clicked, whole.submitted, whole.scanned, whole.sent) == (1, 1, 3, len(to))
    over = office.get(f"/drills/{drill.number}").content.decode()
    assert case.hanako.name in over and "12分" in over
    visitor.post(hers, {"step": "understood"})  # too late: teaches, counts no more
    assert DrillEvent.objects.filter(target=hanako).count() == 4


def test_without_consent_of_the_director_nothing_is_announced(case: Case) -> None:
    drill = case.planned(no_lure=False)
    with pytest.raises(Invalid, match="no_lure"):
        case.step(drill, "consent", "director")
    drill = write(DRILLS, case.act(case.chair, "chair"), {"no_lure": True}, drill)
    with pytest.raises(Denied):
        case.step(drill, "consent")
    drill = case.step(drill, "consent", "director")
    with pytest.raises(Invalid, match="subject"):
        write(DRILLS, case.act(case.chair, "chair"), {"subject": "別の件名"}, drill)


def test_a_sender_called_like_a_colleague_gets_no_consent(case: Case) -> None:
    named = a_person(name="山本 さくら")
    drill = case.planned(sender_name=f"人事 {named.name.replace(' ', '')}")
    with pytest.raises(Denied):
        case.step(drill, "consent", "director")


def test_a_real_incident_is_not_played_through(case: Case) -> None:
    values = {"kind": "tabletop", "situation": "添付ファイルを開いた", "incident": an_incident().pk}
    drill = case.planned(**values)
    with pytest.raises(Denied):
        case.step(drill, "consent", "director")
    played = an_incident(number="DRILL-2026-001", drill=True)
    drill = write(DRILLS, case.act(case.chair, "chair"), {"incident": played.pk}, drill)
    drill = case.step(drill, "consent", "director")
    drill = case.step(drill, "announce", announced_on=drill.announced_on)
    drill = case.step(drill, "start")
    with pytest.raises(Invalid, match="lessons"):
        case.step(drill, "close", held_on=case.at.date(), participants=8)
    drill = case.step(
        drill, "close", held_on=case.at.date(), participants=8, lessons="連絡網が古い"
    )
    with pytest.raises(Denied):
        case.step(drill, "review", lessons="同上")  # whoever closed it does not review it
    reader = Client()
    reader.force_login(case.director)
    assert "DRILL-2026-001" in reader.get(f"/drills/{drill.number}").content.decode()


def test_a_worker_that_dies_while_it_queues_loses_and_doubles_no_mail(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.started()
    with monkeypatch.context() as broken:
        broken.setattr(drill_mail, "queue_many", _dies)
        with pytest.raises(SystemExit):
            drill_mail.send(case.engine(), Context())
    assert DrillTarget.objects.exclude(queued_at=None).count() == Message.objects.count() == 0
    drill_mail.send(case.engine(), Context())
    drill_mail.send(case.engine(), Context())
    queued = DrillTarget.objects.exclude(queued_at=None).count()
    assert queued == Message.objects.filter(kind="drills").count() == DrillTarget.objects.count()


def _dies(*_: Any) -> int:
    queue_many(*_)
    raise SystemExit


def test_it_does_not_start_before_the_announcement_is_some_days_old(case: Case) -> None:
    drill = case.step(case.planned(), "consent", "director")
    drill = case.step(drill, "announce", announced_on=case.at.date())
    with pytest.raises(Invalid, match="announced_on"):
        case.step(drill, "start")


def test_a_drill_called_off_takes_back_what_is_not_sent_and_what_is_kept(case: Case) -> None:
    drill = case.started()
    drill_mail.send(case.engine(), Context())
    case.step(drill, "cancel", remark="本物の攻撃が発生した")
    assert post.send_due(lambda: case.at + timedelta(hours=1)) == 0
    assert not DrillTarget.objects.exists()


def test_mails_are_spread_over_the_hours_and_queued_shortly_before(case: Case) -> None:
    drill = case.planned(spread_hours=4)
    drill = case.step(
        case.step(drill, "consent", "director"), "announce", announced_on=drill.announced_on
    )
    case.step(drill, "start")
    drill_mail.send(case.engine(), Context())
    times = sorted(DrillTarget.objects.values_list("send_at", flat=True))
    assert times[0] == case.at and times[-1] - times[0] > timedelta(hours=2)
    assert DrillTarget.objects.exclude(queued_at=None).count() == 1
    case.at += timedelta(hours=4)
    left = DrillTarget.objects.order_by("send_at").last().person  # type: ignore[union-attr]
    type(left).objects.filter(pk=left.pk).update(ends_on=date(2020, 1, 1))
    drill_mail.send(case.engine(), Context())
    assert not DrillTarget.objects.filter(person=left).exists()


def test_mails_never_go_faster_than_leaves_room_for_the_word_of_an_incident(case: Case) -> None:
    drill_mail.pick(case.started(), case.engine())
    times = sorted(DrillTarget.objects.values_list("send_at", flat=True))
    assert min(b - a for a, b in pairwise(times)) == drill_mail.PACE


def test_individual_results_are_deleted_in_time_and_the_figures_stay(case: Case) -> None:
    drill = case.started()
    case.sent(drill)
    case.step(Drill.objects.get(), "close")
    case.at += timedelta(days=89)
    assert drill_mail.tidy(case.engine()) == 0
    case.at += timedelta(days=2)
    assert drill_mail.tidy(case.engine()) == 1
    assert not DrillTarget.objects.exists() and DrillResult.objects.exists()
    assert Drill.objects.get().wiped_on == case.engine().on


def test_a_drill_ends_by_itself_after_its_last_day(case: Case) -> None:
    case.started()
    assert drill_mail.end(case.engine()) == 0
    case.at += timedelta(days=6)
    assert drill_mail.end(case.engine()) == 1
    assert Drill.objects.get().state == "closed"


def test_only_the_office_and_the_person_see_what_single_people_did(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    drill = case.started()
    case.sent(drill)
    case.wait(minutes=5)
    Client().post(case.path("hana@example.jp"), {"step": "understood"})
    case.step(Drill.objects.get(), "close")
    director, her, office = Client(), Client(), Client()
    office.force_login(case.chair)
    monkeypatch.setattr(page, "PEOPLE", 1)
    shown = [
        office.get(f"/drills/{drill.number}{query}").content.decode().count('data-label="自動巡回')
        for query in ("", "?after=1", "?after=999", "?before=1", "?after=x")
    ]
    assert shown == [1] * 5
    director.force_login(case.director)
    her.force_login(an_account(person=case.hanako))
    assert case.hanako.name not in director.get(f"/drills/{drill.number}").content.decode()
    assert her.get(f"/drills/{drill.number}").status_code == 404
    mine = her.get("/drills/mine").content.decode()
    assert drill.title in mine


def test_the_course_after_it_goes_to_all_who_did_not_report_so_that_it_names_nobody(
    case: Case,
) -> None:
    course = a_course_version(state="published").course
    drill = case.started()
    for _ in range(10):
        a_person(email=f"p{_}@example.jp")
    case.sent(drill)
    DrillTarget.objects.filter(person=case.taro).update(reported_at=case.at)
    drill = case.step(Drill.objects.get(), "close")
    office = Client()
    office.force_login(case.chair)
    assert str(course) in office.get(f"/drills/{drill.number}").content.decode()
    office.post(f"/drills/{drill.number}/teach", {"course": str(course.pk)})
    given = set(CourseAssignment.objects.filter(reason="drill").values_list("person", flat=True))
    assert case.hanako.pk in given and case.taro.pk not in given
    director = Client()
    director.force_login(case.director)
    assert (
        director.post(f"/drills/{drill.number}/teach", {"course": str(course.pk)}).status_code
        == 403
    )


def test_a_suspicious_mail_is_an_incident_unless_it_is_our_own_drill(case: Case) -> None:
    drill = case.started()
    case.sent(drill)
    his = Client()
    his.force_login(an_account(person=case.taro))
    assert his.post("/report/mail", {"text": ""}).status_code == 422
    link = f"http://localhost{case.path('taro@example.jp')}"
    answer = his.post("/report/mail", {"text": f"変なメールです {link}"})
    assert "訓練" in answer.content.decode() and not Incident.objects.exists()
    assert DrillTarget.objects.get(person=case.taro).reported_at
    form = {"category": "phishing", "text": f"これも {link}", "noticed_at": "2026/11/17 12:00"}
    assert "訓練" in his.post("/report", form).content.decode() and not Incident.objects.exists()
    answer = his.post("/report/mail", {"text": "請求書を装うメール"}, follow=True)
    assert Incident.objects.get().category == "phishing"
    assert answer.status_code == 200


def test_a_trial_goes_to_oneself_alone_and_only_before_the_start(case: Case) -> None:
    person = case.chair.person
    type(person).objects.filter(pk=person.pk).update(email="chair@example.jp")
    drill = case.planned()
    office, other = Client(), Client()
    office.force_login(case.chair)
    other.force_login(case.director)
    assert other.post(f"/drills/{drill.number}/trial").status_code == 403
    office.post(f"/drills/{drill.number}/trial")
    post.send_due(timezone.now)
    assert [mail["To"] for mail in case.box.mails()] == ["chair@example.jp"]
    assert not DrillTarget.objects.exists()
