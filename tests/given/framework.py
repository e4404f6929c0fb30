"""Given: records of the framework itself: settings, own fields, imports, comments, files."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from sekisho.registers.closed_days import ClosedDay
from sekisho.registers.exchange.imports import Import
from sekisho.registers.extras import ExtraField
from sekisho.registers.notes import Attachment, Comment
from sekisho.registers.settings import Setting
from tests.given.people import LONG_AGO, THEN, a_unit, made, numbers


def a_setting(**but: Any) -> Setting:
    """By default the grace days; there is one record for a setting."""
    fields = {"name": "obligations.grace_days", "value": "45", "reason": "第3回委員会の決定"}
    return made(Setting, **fields | but)


def a_closed_day(**but: Any) -> ClosedDay:
    day = date(2026, 8, 1) + timedelta(days=next(numbers) % 3000)
    return made(ClosedDay, **{"day": day, "name": "創立記念日"} | but)


def an_own_field(**but: Any) -> ExtraField:
    n = next(numbers)
    fields = {"register": "units", "name": f"floor-{n}", "label_ja": f"階{n}", "kind": "text"}
    return made(ExtraField, **fields | but)


def an_import(**but: Any) -> Import:
    fields = {"register": "units", "file": "units.csv", "act": uuid4(), "done_on": LONG_AGO}
    return made(Import, **fields | but)


def a_comment(**but: Any) -> Comment:
    """By default about a new unit."""
    rec = but.pop("rec", None) or a_unit().pk
    fields = {"kind": "units", "author": uuid4(), "said_at": THEN, "text": "確認しました。"}
    return made(Comment, rec=rec, **fields | but)


def an_attachment(**but: Any) -> Attachment:
    """The row alone: nothing lies in the evidence store."""
    rec = but.pop("rec", None) or a_unit().pk
    fields = {
        "kind": "units",
        "author": uuid4(),
        "stored_at": THEN,
        "name": "証跡.txt",
        "media": "text/plain",
        "size": 3,
        "sha256": "0" * 64,
    }
    return made(Attachment, rec=rec, **fields | but)
