"""Education in the demo company: a plan, the starter courses, most people trained, a few not yet."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.education import starter
from sekisho.domains.education.models import CourseAssignment, TrainingSession
from sekisho.domains.people.models import Person
from sekisho.findings import training
from sekisho.packs import courses as packs
from sekisho.registers.actor import service
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere, fiscal_year

SCORES = (100, 90, 80)
LINES = (
    ("年次の情報セキュリティ教育", "全従業員", "online", 10, 15, "当社の規程、持ち出し、報告のしかた"),
    ("管理者研修", "情報セキュリティ管理者", "classroom", 7, 10, "区分の決定、権限の見直し、報告の受け方"),
    ("インシデント机上演習", "委員会と管理者", "drill", 2, 5, "受付から報告までの流れ"),
)  # fmt: skip


def educate(firm: Firm) -> None:
    stage, year = firm.stage, fiscal_year(firm.stage.last)
    stage.at(date(year, 3, 10), partial(_courses, firm))
    stage.at(date(year, 3, 18), partial(_plan, firm, year))
    begin = max(date(year, 4, 2), stage.last - timedelta(days=62))
    stage.at(begin, partial(_assign, firm))
    for days, share in ((6, 4), (20, 7), (40, 9)):
        stage.at(begin + timedelta(days=days), partial(_pass, firm, share), 14)
    stage.at(date(year, 7, 10), partial(_held, firm), 15)
    stage.at(date(year, 10, 20), partial(_online, firm), 15)
    for days in (18, 4):
        stage.at(stage.last - timedelta(days=days), partial(_assign, firm), 12)
        stage.at(stage.last - timedelta(days=days - 3), partial(_joined, firm), 12)


def _engine(firm: Firm) -> Any:
    return firm.stage.act(service("engine"))


def _courses(firm: Firm) -> None:
    """The office brings in the starter courses; the director publishes them."""
    office, director = firm.holder("chair"), firm.holder("director")
    for pack in packs.courses():
        version = starter.bring_in(firm.stage.by(office), pack, "2026-1")
        firm.stage.move(firm.stage.by(director), "course_versions", "publish", version)


def _plan(firm: Firm, year: int) -> None:
    stage, chair = firm.stage, firm.holder("chair")
    plan = stage.one(
        "education_plans", stage.by(chair), fiscal_year=year, aim="持ち出しと誤送信の事故を半分にする。",
        evaluation="受講率、小テストの平均点、訓練の報告率で評価する。",
    )  # fmt: skip
    for title, audience, method, month, day, content in LINES:
        stage.one(
            "training_sessions", stage.by(chair), plan=plan.pk, title=title, audience=audience,
            method=method, content=content, evaluation="test" if method == "online" else "practice",
            planned_on=date(year + (month < 4), month, day),
        )  # fmt: skip
    stage.move(stage.by(chair), "education_plans", "submit", plan)
    stage.move(stage.by(firm.holder("director")), "education_plans", "approve", plan)


def _assign(firm: Firm) -> None:
    """Whoever lacks a course gets it; contractors' staff where it was decided that they need it."""
    rows = Person.objects.in_service(firm.stage.on).filter(
        employment="contractor", training_needed=None
    )
    people = list(rows.order_by("number"))
    firm.stage.change(
        "people", [(one, {"training_needed": n % 3 != 2}) for n, one in enumerate(people)]
    )
    training.follow(_engine(firm))


def _pass(firm: Firm, share: int) -> None:
    """By now ``share`` in ten have passed; the few left are known by their day."""
    late = {firm.parts[mail].pk for mail in ("miyase", "aihara")}
    rows = CourseAssignment.objects.open().exclude(person__in=late).order_by("person__number", "pk")
    act = _engine(firm)
    found = [one for n, one in enumerate(rows) if n % 10 < share]
    if not found:
        raise NothingThere
    for n, score in enumerate(SCORES):
        said = {"score": score, "passed_on": act.on}
        move_many(registry["course_assignments"], act, "pass", found[n :: len(SCORES)], said)


def _joined(firm: Firm) -> None:
    """Joiners take their course within the first days."""
    act = _engine(firm)
    rows = CourseAssignment.objects.open().filter(
        reason="joining", person__starts_on__lt=act.on - timedelta(days=5)
    )
    said = {"score": 90, "passed_on": act.on}
    move_many(registry["course_assignments"], act, "pass", list(rows.order_by("pk")), said)


def _online(firm: Firm) -> None:
    """The yearly course was given online; the assignments tell who took it."""
    stage = firm.stage
    session = TrainingSession.objects.present().get(title=LINES[0][0])
    session = stage.move(
        stage.by(firm.holder("chair")), "training_sessions", "hold", session, held_on=stage.on,
        trainer="オンライン", material="年次教育 2026-1",
    )  # fmt: skip
    stage.move(
        stage.by(firm.holder("director")), "training_sessions", "confirm", session,
        result="九割が期限内に修了した。報告の問いの正答率が低く、次回は例を足す。",
    )  # fmt: skip


def _held(firm: Firm) -> None:
    """The managers met; the list of the day is confirmed by somebody else."""
    stage = firm.stage
    session = TrainingSession.objects.present().get(title=LINES[1][0])
    there = [leader.pk for leader in firm.leaders.values()]
    session = stage.move(
        stage.by(firm.holder("chair")), "training_sessions", "hold", session, held_on=stage.on,
        trainer="情報システム部長", material="管理者研修 2026年版",
    )  # fmt: skip
    stage.add("attendances", [{"session": session.pk, "person": pk} for pk in dict.fromkeys(there)])
    stage.move(
        stage.by(firm.holder("director")), "training_sessions", "confirm", session,
        result="区分の判断に迷う例が多かった。次回は事例を増やす。",
    )  # fmt: skip
