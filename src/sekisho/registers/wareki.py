"""Days as Japanese people write them: Western and era years (和暦), full and half width, Excel.

Eras start on the days set by 元号法 (昭和54年法律第43号) and the ordinances before it. Japan took the
Gregorian calendar on 1873-01-01 (明治6年; 明治五年太政官布告第337号): earlier era dates count in another
calendar and are refused rather than guessed.
"""

import re
import unicodedata
from datetime import date, timedelta

ERAS = (
    ("令和", "R", date(2019, 5, 1)),
    ("平成", "H", date(1989, 1, 8)),
    ("昭和", "S", date(1926, 12, 25)),
    ("大正", "T", date(1912, 7, 30)),
    ("明治", "M", date(1868, 1, 25)),
)
GREGORIAN = date(1873, 1, 1)
EXCEL_ZERO = date(1899, 12, 30)

_FIRST = {mark: start for name, letter, start in ERAS for mark in (name, letter)}
_KANJI = "〇一二三四五六七八九"
_KANJI_NUMBER = re.compile("[〇一二三四五六七八九十]+(?=[年月日])")
_MIDNIGHT = re.compile(r"[ T]0?0:00(:00(\.0+)?)?$")
_WEEKDAY = re.compile(r"\([日月火水木金土]\)$")
_DATED = re.compile(
    rf"(?P<era>{'|'.join(_FIRST)}|)(?P<year>元|\d+)"
    r"(?:年(\d{1,2})月(\d{1,2})日|(?P<dash>[-/.])(\d{1,2})(?P=dash)(\d{1,2}))"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(\.\d+)?")


def parse_day(text: str | float) -> date | None:
    """The day that ``text`` names, or None when it names none.

    Reads 2026-04-01, 2026/4/1, 2026.4.1, 2026年4月1日, 20260401, R8.4.1, 令和8年4月1日, 令和元年5月1日,
    二〇二六年四月一日, full-width digits, a weekday in brackets, a midnight behind it, and Excel's
    serial number of five digits (1927 to 2173, 1900 date system). An era year past the era's end
    is read on (平成32年 = 2020); a day before the era began, or a year of two digits, is none.
    """
    plain = unicodedata.normalize("NFKC", f"{text}").strip().replace("−", "-")
    plain = _MIDNIGHT.sub("", plain).upper()
    plain = _WEEKDAY.sub("", re.sub(r"\s+", "", plain))
    plain = _KANJI_NUMBER.sub(_arabic, plain)
    try:
        return _dated(plain) or _compact(plain)
    except ValueError:
        return None


def wareki(day: date) -> str:
    """``day`` in the era's years: 令和8年4月1日, 令和元年5月1日; before 1873 in Western years."""
    tail = f"年{day.month}月{day.day}日"
    for name, _letter, start in ERAS:
        if day >= max(start, GREGORIAN):
            year = day.year - start.year + 1
            return f"{name}{'元' if year == 1 else year}{tail}"
    return f"{day.year}{tail}"


def short_wareki(day: date) -> str:
    """The same where room is short: R8.4.1; before 1873 in Western years."""
    for _name, letter, start in ERAS:
        if day >= max(start, GREGORIAN):
            return f"{letter}{day.year - start.year + 1}.{day.month}.{day.day}"
    return f"{day.year}.{day.month}.{day.day}"


def _dated(plain: str) -> date | None:
    if not (found := _DATED.fullmatch(plain)):
        return None
    era, year = found["era"], found["year"]
    if len(year) != 4 and not (era and len(year) <= 2):
        return None
    start = _FIRST.get(era)
    first = start.year if start else 1
    count = 1 if year == "元" else int(year)
    day = date(first - 1 + count, int(found[3] or found[6]), int(found[4] or found[7]))
    return day if start is None or day >= max(start, GREGORIAN) else None


def _compact(plain: str) -> date | None:
    if found := _COMPACT.fullmatch(plain):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if (serial := _SERIAL.fullmatch(plain)) and int(serial[1]) >= 10000:
        return EXCEL_ZERO + timedelta(days=int(serial[1]))
    return None


def _arabic(found: "re.Match[str]") -> str:
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return "".join(str(_KANJI.index(digit)) for digit in ones)
    return f"{_KANJI.index(tens) if tens else 1}{_KANJI.index(ones) if ones else 0}"
