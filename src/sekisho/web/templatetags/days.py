"""Days, moments and counts as filters: ``{% load days %}`` (ux.md §10)."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sekisho.web import dates

register = template.Library()
NOTHING = "—"


@register.filter
def day(value: date | datetime | None, form: str = "") -> SafeString | str:
    """``{{ d|day }}``, ``{{ d|day:"dense" }}``, "due", "list", "plain", "month"."""
    if value is None:
        return NOTHING
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    written = dates.day(value, form, timezone.localdate())
    return format_html('<time class="nowrap" datetime="{}">{}</time>', value.isoformat(), written)


@register.filter
def moment(value: datetime | None, form: str = "") -> SafeString | str:
    """``{{ at|moment }}``, ``{{ at|moment:"full" }}``, "time", "ledger"."""
    if value is None:
        return NOTHING
    zone = timezone.get_current_timezone()
    written = dates.moment(value, zone, form, timezone.localdate())
    whole = dates.moment(value, zone, "ledger")
    return format_html('<time class="nowrap" datetime="{}">{}</time>', whole, written)


@register.filter
def left(due: date | None, today: date | None = None) -> str:
    """``{{ due|left }}``: 残り10日, 今日まで, 4日超過; ``{{ due|left:on }}`` from another day."""
    return NOTHING if due is None else dates.left(due, today or timezone.localdate())


@register.filter
def people(n: int) -> str:
    return dates.people(n)


@register.filter
def items(n: int) -> str:
    return dates.items(n)


@register.filter
def companies(n: int) -> str:
    return dates.companies(n)


@register.filter
def machines(n: int) -> str:
    return dates.machines(n)


@register.filter
def clauses(n: int) -> str:
    return dates.clauses(n)


@register.filter
def minutes(n: int) -> str:
    return dates.minutes(n)


@register.filter
def number(n: float | None) -> str:
    """1,284; nothing is —."""
    return NOTHING if n is None else f"{n:,}"


@register.filter
def signed(n: float) -> str:
    """+3, −4, ±0: how much more or less it is than before."""
    return "±0" if not n else f"{'+' if n > 0 else '−'}{abs(n):,}"
