"""Dates of a policy text: 2025年10月14日, 2025/10/14, 令和7年10月14日, R7.10.14, October 14, 2025."""

import re
import unicodedata
from datetime import date

_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "r": 2018, "h": 1988, "s": 1925}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
_PATTERNS = (
    re.compile(
        r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:年|[-/.])\s*(?P<m>\d{1,2})\s*(?:月|[-/.])\s*(?P<d>\d{1,2})(?!\d)"
    ),
    re.compile(
        r"(?P<era>令和|平成|昭和)\s*(?P<y>\d{1,2}|元)\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日"
    ),
    re.compile(
        r"(?<![a-z])(?P<era>[rhs])\.?\s*(?P<y>\d{1,2})\s*[./年-]\s*(?P<m>\d{1,2})\s*[./月-]\s*(?P<d>\d{1,2})(?!\d)"
    ),
    re.compile(rf"(?P<mon>{_MONTH})\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<mon>{_MONTH}),?\s+(?P<y>(?:19|20)\d\d)"),
)
_REVISED = re.compile(
    r"改\s*[定訂正]|更新|見直し日|revis(?:ed|ion)|(?:last\s+)?(?:updated|amended|reviewed|modified)"
)
_DATED = re.compile(
    r"[制策]\s*定|施\s*行|発効|適用開始|初版|版数|adopted|approved|effective|issued|in force|version|date"
)
_LONG = 60


def dates(text: str) -> list[date]:
    """Every date in ``text``, in no order; impossible ones are left out."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    found = (_made(hit) for pattern in _PATTERNS for hit in pattern.finditer(plain))
    return [day for day in found if day]


def _made(hit: re.Match[str]) -> date | None:
    parts = hit.groupdict()
    year = 1 if parts["y"] == "元" else int(parts["y"])
    if era := parts.get("era"):
        year += _ERAS[era]
    month = _MONTHS.index(parts["mon"][:3]) + 1 if parts.get("mon") else int(parts["m"])
    try:
        return date(year, month, int(parts["d"]))
    except ValueError:
        return None


def is_date_line(text: str) -> bool:
    """A short line that only says when the text was made or changed (最終改定日:…, Effective …)."""
    if len(text) > _LONG or not dates(text):
        return False
    plain = unicodedata.normalize("NFKC", text).casefold()
    return bool(_REVISED.search(plain) or _DATED.search(plain))


def revised(text: str) -> date | None:
    """The latest date of a short line that speaks of a revision, else None."""
    if len(text) > _LONG or not _REVISED.search(unicodedata.normalize("NFKC", text).casefold()):
        return None
    return max(dates(text), default=None)
