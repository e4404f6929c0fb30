"""Days, moments and counts as people read them (ux.md §10). Pure: pages and papers call these.

Whether years are those of the era (和暦) is said once for a request, by ``use_era``; what is stored,
exported and typed stays as it is, for sheets and forms read both.
"""

from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.registers.wareki import GREGORIAN, short_wareki, wareki

_era: ContextVar[bool] = ContextVar("era", default=False)
WEEK_JA = "月火水木金土日"
WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def use_era(era: bool) -> None:
    """Write Japanese days in the era's years from here on, in this request."""
    _era.set(era)


def japanese() -> bool:
    """Is the page written in Japanese?"""
    return (get_language() or "ja").startswith("ja")


def day(value: date, form: str = "", today: date | None = None) -> str:
    """``value`` in words.

    ``""``: 2026年11月20日(金); ``plain``: without the weekday; ``dense``: 2026/11/20;
    ``due``: 2026/11/20(金); ``list``: 11/20(金) in the year of ``today``, else as ``due``;
    ``month``: 2026年11月. English: Fri 20 Nov 2026.
    """
    return _day_ja(value, form, today) if japanese() else _day_en(value, form, today)


def _day_ja(value: date, form: str, today: date | None) -> str:
    week = f"({WEEK_JA[value.weekday()]})"
    short = f"{value.month}/{value.day}{week}"
    if form == "list" and today is not None and value.year == today.year:
        return short
    if _era.get() and value >= GREGORIAN:
        return _day_era(value, form, week)
    if form in {"due", "list"}:
        return f"{value.year}/{value.month:02d}/{value.day:02d}{week}"
    if form == "dense":
        return f"{value.year}/{value.month:02d}/{value.day:02d}"
    if form == "month":
        return f"{value.year}年{value.month}月"
    return f"{value.year}年{value.month}月{value.day}日" + ("" if form == "plain" else week)


def _day_era(value: date, form: str, week: str) -> str:
    """令和8年11月20日(金), 令和8年11月; where room is short R8.11.20(金)."""
    if form in {"due", "list", "dense"}:
        return short_wareki(value) + ("" if form == "dense" else week)
    written = wareki(value)
    if form == "month":
        return written.partition("月")[0] + "月"
    return written + ("" if form == "plain" else week)


def _day_en(value: date, form: str, today: date | None) -> str:
    month = MONTHS_EN[value.month - 1]
    week = WEEK_EN[value.weekday()]
    if form == "list" and today is not None and value.year == today.year:
        return f"{week} {value.day} {month}"
    if form == "month":
        return f"{month} {value.year}"
    if form in {"dense", "plain"}:
        return f"{value.day} {month} {value.year}"
    return f"{week} {value.day} {month} {value.year}"


def moment(value: datetime, zone: ZoneInfo, form: str = "", today: date | None = None) -> str:
    """``value`` (aware) on the company's clock.

    ``""``: 11/20(金) 09:07 in the year of ``today``, else with the year; ``full``:
    2026年11月20日(金) 09:07; ``time``: 09:07; ``ledger``: 2026-11-20T09:07:42+09:00.
    """
    local = value.astimezone(zone)
    if form == "ledger":
        return local.isoformat(timespec="seconds")
    clock = f"{local:%H:%M}"
    if form == "time":
        return clock
    written = day(local.date(), "" if form == "full" else "list", today)
    return f"{written} {clock}" if japanese() else f"{written}, {clock}"


def left(due: date, today: date) -> str:
    """How far ``due`` is from ``today``: 残り10日, 今日まで, 4日超過."""
    days = (due - today).days
    if days == 0:
        return _("due today")
    if days < 0:
        return _some(-days, _("%(n)s day overdue"), _("%(n)s days overdue"))
    return _some(days, _("%(n)s day left"), _("%(n)s days left"))


def _some(n: int, one: str, many: str) -> str:
    return (one if n == 1 else many) % {"n": f"{n:,}"}


def people(n: int) -> str:
    """288名 / 288 people."""
    return _some(n, _("%(n)s person"), _("%(n)s people"))


def items(n: int) -> str:
    """12件 / 12 items."""
    return _some(n, _("%(n)s item"), _("%(n)s items"))


def companies(n: int) -> str:
    """3社 / 3 companies."""
    return _some(n, _("%(n)s company"), _("%(n)s companies"))


def machines(n: int) -> str:
    """2台 / 2 devices."""
    return _some(n, _("%(n)s device"), _("%(n)s devices"))


def clauses(n: int) -> str:
    """48条項 / 48 clauses."""
    return _some(n, _("%(n)s clause"), _("%(n)s clauses"))


def minutes(n: int) -> str:
    """約15分 / about 15 minutes."""
    return _some(n, _("about %(n)s minute"), _("about %(n)s minutes"))
