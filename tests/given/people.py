"""Given: people and organisation. One valid record of each kind, made without the commands."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sekisho.domains.people.models import (
    Account,
    AgendaItem,
    Appointment,
    Assignment,
    CommitteeDecision,
    CommitteeMeeting,
    Company,
    Identity,
    Leave,
    ManagementReview,
    MeetingAction,
    Person,
    Pledge,
    Unit,
)
from sekisho.ledger.ids import new_id
from sekisho.registers.record import Record

LONG_AGO = date(2020, 4, 1)
THEN = datetime(2020, 4, 1, tzinfo=UTC)
numbers = count(1)


def made(model: type[Record], **fields: Any) -> Any:
    """A stored row of ``model`` that no act has touched yet, so the next act is its first."""
    marks = {"id": new_id(THEN), "ver": 0, "created_at": THEN, "changed_at": THEN}
    return model.objects.create(**marks | fields)


def a_company(**but: Any) -> Company:
    """There is only one in a database."""
    return made(Company, **{"name": "株式会社みさき", "since": LONG_AGO} | but)


def a_unit(**but: Any) -> Unit:
    n, id_ = next(numbers), new_id(THEN)
    parent = but.get("parent")
    path, outline = (parent.path, parent.outline) if parent else ("/", "/")
    code = but.setdefault("code", f"U{n:04d}")
    place = {"path": f"{path}{id_.hex}/", "outline": f"{outline}{code}/"}
    fields = {"name": f"第{n}部", "starts_on": LONG_AGO, **place}
    return made(Unit, id=id_, **fields | but)


def a_project(**but: Any) -> Unit:
    return a_unit(kind="project", **but)


def a_person(**but: Any) -> Person:
    n = next(numbers)
    unit = but.pop("unit", None) or a_unit()
    fields = {
        "number": f"P-{n:05d}",
        "employee_number": f"{n:06d}",
        "name": f"山田 {n}郎",
        "family_name": "山田",
        "given_name": f"{n}郎",
        "kana": "ヤマダ タロウ",
        "romaji": "YAMADA TARO",
        "email": f"person{n}@example.co.jp",
        "employment": "employee",
        "starts_on": LONG_AGO,
    }
    return made(Person, unit=unit, **fields | but)


def a_contractor(**but: Any) -> Person:
    sponsor = but.pop("sponsor", None) or a_person()
    fields = {
        "employment": "contractor",
        "employee_number": "",
        "supplier": "株式会社うみねこ",
        "supplier_contact": "浜 渚",
        "supplier_email": "nagisa@example.jp",
        "contract_ends_on": date(2040, 3, 31),
    }
    return a_person(sponsor=sponsor, **fields | but)


def an_assignment(**but: Any) -> Assignment:
    person = but.pop("person", None) or a_person()
    unit = but.pop("unit", None) or a_unit()
    fields = {"number": f"AS-{next(numbers):05d}", "starts_on": LONG_AGO}
    return made(Assignment, person=person, unit=unit, **fields | but)


def a_leave(**but: Any) -> Leave:
    person = but.pop("person", None) or a_person()
    fields = {"number": f"LV-{next(numbers):04d}", "kind": "childcare", "starts_on": LONG_AGO}
    return made(Leave, person=person, **fields | but)


def an_appointment(**but: Any) -> Appointment:
    """By default a manager of a unit; ``role="director"`` and the like come without a unit."""
    person = but.pop("person", None) or a_person()
    role = but.setdefault("role", "manager")
    if role == "manager" and but.get("unit") is None:
        but["unit"] = a_unit()
    fields = {
        "number": f"AP-{next(numbers):04d}",
        "starts_on": LONG_AGO,
        "decided_by": "取締役会",
        "decided_on": LONG_AGO,
        "minute": "2020年3月度取締役会議事録",
    }
    return made(Appointment, person=person, **fields | but)


def an_account(**but: Any) -> Account:
    """By default the account of a new employee."""
    kind = but.setdefault("kind", "person")
    if kind == "person" and "person" not in but:
        but["person"] = a_person()
    n = next(numbers)
    fields = {"email": f"account{n}@example.co.jp", "name": f"利用者{n}", "password": "!"}
    return made(Account, **fields | but)


def an_identity(**but: Any) -> Identity:
    person = but.pop("person", None) or a_person()
    name = f"user{next(numbers)}@example.co.jp"
    fields = {"user_name": name, "user_key": name, "external_id": f"ext-{next(numbers)}"}
    return made(Identity, person=person, **fields | but)


def a_pledge(**but: Any) -> Pledge:
    person = but.pop("person", None) or a_person()
    fields = {
        "number": f"PL-{next(numbers):05d}",
        "occasion": "joining",
        "asked_on": LONG_AGO,
        "outcome": "signed",
        "signed_on": LONG_AGO,
        "original": "paper",
        "kept_at": "総務部 A-3",
        "signing": "hand",
        "no_former_secrets": True,
    }
    return made(Pledge, person=person, **fields | but)


def a_committee_meeting(**but: Any) -> CommitteeMeeting:
    fields = {
        "number": f"CM-2026-{next(numbers):02d}",
        "held_on": date(2026, 9, 25),
        "agenda": "上期の状況",
    }
    return made(CommitteeMeeting, **fields | but)


def an_agenda_item(**but: Any) -> AgendaItem:
    meeting = but.pop("meeting", None) or a_committee_meeting()
    fields = {"number": f"AG-{next(numbers):05d}", "title": "上期の教育の実施状況"}
    return made(AgendaItem, meeting=meeting, **fields | but)


def a_committee_decision(**but: Any) -> CommitteeDecision:
    meeting = but.pop("meeting", None) or a_committee_meeting(state="held")
    fields = {
        "number": f"CD-2026-{next(numbers):03d}",
        "text": "試作品の写真は機密として扱う。",
        "ground": "区分の判断が分かれているため",
    }
    return made(CommitteeDecision, meeting=meeting, **fields | but)


def a_meeting_action(**but: Any) -> MeetingAction:
    meeting = but.pop("meeting", None) or a_committee_meeting()
    owner = but.pop("owner", None) or a_person()
    fields = {
        "number": f"CA-{next(numbers):04d}",
        "what": "棚卸の手順を見直す",
        "due_on": date(2026, 12, 25),
    }
    return made(MeetingAction, meeting=meeting, owner=owner, **fields | but)


def a_management_review(**but: Any) -> ManagementReview:
    fields = {
        "number": f"MR-2026-{next(numbers):02d}",
        "kind": "monthly",
        "period": date(2026, 10, 1),
        "held_on": date(2026, 11, 5),
        "inputs": "10月の状況",
        "no_instructions": True,
    }
    return made(ManagementReview, **fields | but)
