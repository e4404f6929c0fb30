"""Given: drills and what they showed. One valid record of each kind, made without the commands."""

from datetime import UTC, date, datetime, time
from random import Random
from typing import Any

from sekisho.domains.education.models import Drill, DrillResult, DrillTarget
from sekisho.registers.secrets import digest
from tests.given.people import a_person, a_unit, made, numbers

STARTS = datetime(2026, 10, 5, 1, 0, tzinfo=UTC)


def a_drill(**but: Any) -> Drill:
    """By default targeted mail that is planned, with everything confirmed."""
    n = next(numbers)
    fields = {
        "number": f"DL-2026-{n:02d}", "kind": "targeted_mail", "title": "秋の標的型メール訓練",
        "objective": "不審なメールに気づいて報告できる。", "scenario": "shared-file",
        "situation": "共有ファイルの通知を装う。", "starts_at": STARTS, "spread_hours": 2,
        "ends_on": date(2099, 10, 9), "sender_name": "ファイル共有のお知らせ",
        "subject": "【重要】ファイルが共有されました", "body": "{name} 様\n\n{link}",
        "no_real_sender": True, "no_lure": True, "announced_on": date(2026, 9, 1),
        "helpdesk_told_on": date(2026, 9, 1), "labour_told_on": date(2026, 9, 1),
        "held_on": date(2026, 10, 5), "participants": 8, "recovery_promised": 240,
        "recovery_measured": 180, "loss_promised": 60, "loss_measured": 45,
        "lessons": "報告先を知らない人がいた。",
    }  # fmt: skip
    return made(Drill, **fields | but)


def a_drill_result(**but: Any) -> DrillResult:
    """By default of one unit."""
    fields = {
        "scope": "unit", "sent": 40, "reported": 22, "minutes": 14, "before": 3, "opened": 4,
        "clicked": 3, "submitted": 1, "scanned": 40,
    }  # fmt: skip
    unit = but.pop("unit") if "unit" in but else a_unit()
    drill = but.pop("drill", None) or a_drill()
    return made(DrillResult, drill=drill, unit=unit, **fields | but)


def a_drill_target(token: str = "", **but: Any) -> DrillTarget:
    """A mail delivered at ten o'clock; no record, so no version and no ledger."""
    person = but.pop("person", None) or a_person()
    fields = {"send_at": STARTS, "queued_at": STARTS, "delivered_at": STARTS, "unit": person.unit,
              "hash": digest(token) if token else ""}  # fmt: skip
    return DrillTarget.objects.create(
        drill=but.pop("drill", None) or a_drill(state="running"), person=person, **fields | but
    )


def some_drills(luck: Random, units: list[Any], staff: list[Any], near: Any) -> None:
    """Drills of every kind around a day: planned, over, followed up or not."""
    for kind in ("targeted_mail", "tabletop", "restore", "tabletop"):
        over = luck.choice((True, True, False))
        closed = datetime.combine(near(), time(3), UTC) if over else None
        drill = a_drill(
            kind=kind, unit=luck.choice((None, units[0])), organiser=luck.choice((None, *staff)),
            state="closed" if over else "running", closed_at=closed,
            held_on=closed and luck.choice((None, closed.date())),
            followed_up_on=luck.choice((None, near())), reviewed_on=luck.choice((None, near())),
        )  # fmt: skip
        if over and kind == "targeted_mail":
            a_drill_result(drill=drill, unit=units[1])
