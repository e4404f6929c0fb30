"""From what people type to what a record holds: half and full width, many ways to write a day."""

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.wareki import parse_day

YES = {"1", "true", "yes", "on", "y", "はい", "有", "あり", "○", "〇", "◯", "する", "済", "真"}
NO = {"0", "false", "no", "off", "n", "いいえ", "無", "なし", "×", "✕", "しない", "未", "偽"}


class Unfit(Exception):  # noqa: N818
    """A value that cannot stand, with words for the person who typed it."""

    def __init__(self, text: Text) -> None:
        self.text = text
        super().__init__(str(text))


class Asked(Protocol):
    """What a parser needs to know of the field it parses for."""

    @property
    def choices(self) -> tuple[tuple[str, Text], ...]: ...


def is_empty(raw: Any) -> bool:
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ((), [])


def folded(text: Any) -> str:
    """For comparing words: NFKC, no outer space, no case."""
    return unicodedata.normalize("NFKC", str(text)).strip().casefold()


def text(_field: Asked, raw: Any) -> str:
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)  # spreadsheets hand numbers over as floats
    if not isinstance(raw, str | int | float | UUID | date):
        raise Unfit(_("Please write text here."))
    value = str(raw).strip()
    if "\x00" in value:
        raise Unfit(_("There is a character here that cannot be stored."))
    return value


def integer(_field: Asked, raw: Any) -> int:
    try:
        number = Decimal(folded(raw).replace(",", ""))
        if number != int(number) or isinstance(raw, bool) or abs(number) > 2**31 - 1:
            raise ValueError
    except (InvalidOperation, ValueError, OverflowError):
        raise Unfit(_("Please write a whole number. Example: 12")) from None
    return int(number)


def decimal(_field: Asked, raw: Any) -> Decimal:
    try:
        number = Decimal(folded(raw).replace(",", ""))
    except InvalidOperation:
        raise Unfit(_("Please write a number. Example: 12.5")) from None
    if not number.is_finite():
        raise Unfit(_("Please write a number. Example: 12.5"))
    return number


def boolean(_field: Asked, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = folded(int(raw) if isinstance(raw, float) and raw.is_integer() else raw)
    if word in YES or word in NO:
        return word in YES
    raise Unfit(_("Please write yes or no."))


def day(_field: Asked, raw: Any) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    found = parse_day(str(raw))
    if found is None:
        raise Unfit(_("“%(value)s” is not a day. Example: 2026/04/01") % {"value": str(raw)[:40]})
    return found


def moment(field: Asked, raw: Any) -> datetime:
    if not isinstance(raw, datetime):
        try:
            found = parse_datetime(folded(raw).replace("/", "-").upper())
        except ValueError:
            found = None
        raw = found or datetime.combine(day(field, raw), datetime.min.time())
    aware = make_aware(raw, get_default_timezone()) if is_naive(raw) else raw
    try:
        aware.astimezone(UTC)  # the first and the last day there is may not exist elsewhere
    except OverflowError:
        words = _("“%(value)s” is not a day. Example: 2026/04/01")
        raise Unfit(words % {"value": str(raw)[:40]}) from None
    return aware


def choice(field: Asked, raw: Any) -> str:
    if isinstance(raw, str) and any(code == raw for code, _ in field.choices):
        return str(raw)
    word = folded(raw)
    for code, label in field.choices:
        if word in {folded(code), folded(label)}:
            return code
    words = _join(str(label) for _, label in field.choices)
    raise Unfit(
        _("“%(value)s” is not one of: %(words)s.") % {"value": str(raw)[:40], "words": words}
    )


def choices(field: Asked, raw: Any) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list | tuple | set | frozenset) else _split(field, str(raw))
    chosen = {choice(field, part) for part in parts if not is_empty(part)}
    return tuple(code for code, _ in field.choices if code in chosen)


def words(_field: Asked, raw: Any) -> tuple[str, ...]:
    parts = raw if isinstance(raw, list | tuple) else str(raw).replace("\r", "\n").split("\n")
    return tuple(str(part).strip() for part in parts if str(part).strip())


def reference(_field: Asked, raw: Any) -> UUID:
    if isinstance(raw, UUID):
        return raw
    raise Unfit(_("“%(value)s” is not registered.") % {"value": str(raw)[:60]})


def json(_field: Asked, raw: Any) -> Any:
    return raw


MARKS = re.compile(r"([、､,，;；\n・･/／])")
"""What parts the words of a list."""


def _split(field: Asked, raw: str) -> list[str]:
    """The words of a list. Labels hold such marks too: the longest label that fits is one word."""
    known = {folded(word) for pair in field.choices for word in pair}
    pieces = MARKS.split(raw)  # word, mark, word, mark, …, word
    longest = max((len(MARKS.split(word)) for word in known), default=1)
    parts, at = [], 0
    while at < len(pieces):
        ends = range(min(at + longest, len(pieces)), at, -2)
        end = next((e for e in ends if folded("".join(pieces[at:e])) in known), at + 1)
        parts.append("".join(pieces[at:end]).strip())
        at = end + 1
    return parts


def _join(parts: Any) -> str:
    return "、".join(parts)


PARSERS: dict[str, Callable[[Any, Any], Any]] = {
    "text": text, "long": text, "email": text, "url": text, "integer": integer,
    "decimal": decimal, "boolean": boolean, "date": day, "moment": moment, "choice": choice,
    "set": choices, "words": words, "reference": reference, "json": json,
}  # fmt: skip
