"""Given: courses with their versions, assignments, plans and sessions."""

from datetime import UTC, date, datetime
from itertools import count
from random import Random
from typing import Any

from sekisho.domains.education.models import (
    Attendance,
    Course,
    CourseAssignment,
    CourseAttempt,
    CourseVersion,
    EducationPlan,
    TrainingSession,
)
from tests.given.people import LONG_AGO, a_person, made

number = count(1)
TEXT = """# 守るもの (1 min) {#assets}

会社の情報は **机の上** にもあります。

# 困ったとき (2分) {#help}

- すぐに知らせます。
- 消しません。"""
TEXT_EN = """# What to protect (1 min) {#assets}

Information lies on desks too.

# When in doubt (2 min) {#help}

- Tell somebody at once."""
QUIZ = """## usb (O017, assets)
拾った USB メモリは、どうしますか。
- [ ] 中身を確かめる
- [x] 情報システム部に届ける
- [ ] 机にしまう
> 差し込むだけで感染することがあります。

## report (O098, help)
おかしいと思ったら、いつ知らせますか。
- [x] すぐに
- [ ] 確かめてから
> 早いほど被害は小さくなります。

## both (O093, assets)
入社したら、まずすることを二つ選んでください。
- [x] 教育を受ける
- [x] 誓約書を出す
- [ ] 資料を持ち帰る
> どちらも入社のときの約束です。"""
QUIZ_EN = """## usb (O017, assets)
You find a memory stick. What do you do?
- [ ] Look what is on it
- [x] Hand it to IT
- [ ] Put it in the desk
> Plugging it in may be enough to infect a machine.

## report (O098, help)
Something looks odd. When do you tell?
- [x] At once
- [ ] After making sure
> The earlier, the smaller the damage.

## both (O093, assets)
Choose two things to do first when you join.
- [x] Take the training
- [x] Sign the pledge
- [ ] Take papers home
> Both are agreed when you join."""


def a_course(**but: Any) -> Course:
    fields = {"code": f"EDU-{next(number):03d}", "title": "入社時の情報セキュリティ", "audience": "other",
              "title_en": "Information security when you join", "minutes": 3, "draw": 2}  # fmt: skip
    return made(Course, **fields | but)


def a_course_version(**but: Any) -> CourseVersion:
    course = but.pop("course", None) or a_course()
    fields = {"label": f"2026-{next(number)}", "text": TEXT, "quiz": QUIZ}
    return made(CourseVersion, course=course, **fields | but)


def a_published_course(audience: str = "joining", **but: Any) -> CourseVersion:
    """A course that can be taken: both languages, three questions of which two are drawn."""
    return a_course_version(
        course=a_course(audience=audience, **but), text_en=TEXT_EN, quiz_en=QUIZ_EN,
        state="published", published_on=LONG_AGO,
    )  # fmt: skip


def a_course_assignment(**but: Any) -> CourseAssignment:
    course = but.pop("course", None) or a_course()
    person = but.pop("person", None) or a_person()
    fields = {"cycle": str(2000 + next(number) % 90), "reason": "other", "assigned_on": LONG_AGO,
              "due_on": date(2030, 3, 31)}  # fmt: skip
    return made(CourseAssignment, course=course, person=person, **fields | but)


def a_passed_course(
    person: Any, on: date, audience: str = "yearly", **but: Any
) -> CourseAssignment:
    course = but.pop("course", None) or a_published_course(audience).course
    return a_course_assignment(
        person=person, course=course, state="passed", passed_on=on, score=100, **but
    )


def a_course_attempt(**but: Any) -> CourseAttempt:
    assignment = but.pop("assignment", None) or a_course_assignment()
    version = but.pop("version", None) or a_course_version(course=assignment.course)
    fields = {"attempt": 1, "answers": ("usb: 2",), "score": 100, "passed": True, "on": LONG_AGO,
              "at": datetime(2020, 4, 1, tzinfo=UTC), "via": "web"}  # fmt: skip
    return made(CourseAttempt, assignment=assignment, version=version, **fields | but)


def an_education_plan(**but: Any) -> EducationPlan:
    fields = {"number": f"EP-{next(number):04d}", "fiscal_year": 2026, "aim": "持ち出しの事故をなくす",
              "evaluation": "受講率と小テストの平均点"}  # fmt: skip
    return made(EducationPlan, **fields | but)


def a_training_session(**but: Any) -> TrainingSession:
    fields = {"number": f"TS-{next(number):04d}", "title": "持ち出しの研修", "audience": "全従業員",
              "content": "持ち出しの手続き", "method": "classroom", "evaluation": "practice",
              "planned_on": date(2026, 6, 1)}  # fmt: skip
    return made(TrainingSession, **fields | but)


def an_attendance(**but: Any) -> Attendance:
    session = but.pop("session", None) or a_training_session()
    person = but.pop("person", None) or a_person()
    return made(Attendance, session=session, person=person, **but)


def some_education(luck: Random, units: list[Any], staff: list[Any], near: Any, past: Any) -> None:
    """Courses around the day, some of them not passed yet; a plan and what came of it."""
    for audience in ("joining", "yearly", "contractor", "role"):
        version = a_published_course(audience)
        for person in luck.sample(staff, 4):
            state = luck.choice(("assigned", "passed", "failed", "exempted", "declared"))
            a_course_assignment(
                course=version.course, version=version, person=person, state=state, due_on=near(),
                reason=luck.choice(("other", audience)), assigned_on=past(),
                passed_on=past() if state in {"passed", "declared"} else None,
                failed_on=near() if state == "failed" else None,
                score=luck.choice((None, 90)), exempt_until=near(), exempted_on=past(),
            )  # fmt: skip
    for unit in (None, *luck.sample(units, 2)):
        plan = an_education_plan(
            unit=unit, fiscal_year=luck.choice((2025, 2026, 2027)), approved_on=luck.choice((None, past())),
            state=luck.choice(("approved", "approved", "draft")),
        )  # fmt: skip
        for state in ("planned", "held", "confirmed"):
            held = None if state == "planned" else near()
            a_training_session(
                plan=plan, unit=luck.choice((None, *units)), planned_on=near(), state=state,
                held_on=held, confirmed_on=held if state == "confirmed" else None,
            )  # fmt: skip
