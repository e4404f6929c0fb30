"""What a few registers show in their own way; every other list follows from its declaration alone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.assets.models import Classification
from sekisho.domains.suppliers.term import standing
from sekisho.registers import listing
from sekisho.registers.errors import Text
from sekisho.registers.register import Register
from sekisho.registers.schema import Field
from sekisho.web import charts, dates
from sekisho.web.register import cells
from sekisho.web.request import Request
from sekisho.web.templatetags.sekisho import badge, cls, seal

NOTES: dict[str, dict[str, tuple[str, ...]]] = {
    "assets": {"name": ("service", "location"), "unit": ("owner",)},
    "people": {"name": ("kana",), "unit": ("title",), "employment": ("supplier",)},
    "units": {"name": ("leader_title",)},
    "tasks": {"assignee": ("role",)},
}
"""Register → column → fields drawn small below it, the first that says something."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "assets": ("number", "name", "classification", "unit", "personal", "importance", "keep_until"),
    "people": ("number", "name", "unit", "employment", "starts_on", "last_working_on", "ends_on"),
}
HEADINGS: dict[tuple[str, str], Text] = {
    ("assets", "number"): gettext_lazy("ID"),
    ("assets", "name"): gettext_lazy("Asset and where it is"),
    ("assets", "unit"): gettext_lazy("Unit and owner"),
    ("assets", "personal"): gettext_lazy("Personal data"),
    ("people", "number"): gettext_lazy("ID"),
    ("people", "unit"): gettext_lazy("Unit and title"),
}
BARS = {0: "b-pub", 1: "b-un", 2: "b-ai", 3: "b-top"}


def notes(register: Register[Any]) -> dict[str, tuple[str, ...]]:
    return NOTES.get(register.name, {})


def columns(register: Register[Any]) -> Sequence[str]:
    return COLUMNS.get(register.name, register.columns)


def heading(register: Register[Any], one: Field) -> Text:
    return HEADINGS.get((register.name, one.name), one.label)


def special(register: Register[Any], record: Any, one: Field, value: Any) -> Any:
    """A value drawn in its own way; None leaves it to its type."""
    draw = SPECIAL.get((register.name, one.name))
    return draw(record, value) if draw else None


def _class(record: Any, _value: Any) -> Any:
    return cells.class_label(record)


def _personal(_record: Any, value: Any) -> Any:
    """Said at a glance: yes, no, or that nobody said."""
    if not value:
        return badge(_("Not said"), "ng")
    return "—" if tuple(value) == ("no",) else _("Has some")


def _class_name(record: Any, _value: Any) -> Any:
    return cls(str(record), record.level)


TONES = {"running": "ok", "unrenewed": "ng", "unsigned": "ng"}


def _term(record: Any, value: Any) -> Any:
    """The last day of an agreement, with how it stands today."""
    state = standing(record, timezone.localdate())
    day = dates.day(value, "dense") if value else _("no last day")
    shown = badge(str(state.label), TONES.get(state.value, "warn"))
    return format_html('<span class="nowrap">{}</span> {}', day, shown)


SPECIAL: dict[tuple[str, str], Callable[[Any, Any], Any]] = {
    ("assets", "classification"): _class,
    ("assets", "personal"): _personal,
    ("classes", "name_ja"): _class_name,
    ("contracts", "valid_until"): _term,
    ("ndas", "valid_until"): _term,
}


def in_order(register: Register[Any], record: Any) -> Any:
    """What a record without an open finding says of itself."""
    words = ""
    if register.name == "assets" and (day := record.class_reviewed_on or record.class_decided_on):
        words = _("last %(day)s") % {"day": dates.day(day, "dense")}
    return format_html(
        '<span class="nowrap">{} <span class="muted">{}</span></span>', seal("kept", "s"), words
    )


def above(request: Request, register: Register[Any], asked: listing.Wanted) -> dict[str, Any]:
    """What stands over the rows: for assets how the classes are shared out."""
    return classes(request, register, asked) if register.name == "assets" else {}


def classes(request: Request, register: Register[Any], asked: listing.Wanted) -> dict[str, Any]:
    """How many of the assets asked for are of each class; one grouped query over an index."""
    rows = listing.rows(register, request.actor, request.act().on, asked).order_by()
    counts = dict(rows.values_list("classification").annotate(n=Count("pk")))
    if not counts:
        return {}
    scheme = list(
        Classification.objects.filter(pk__in=[pk for pk in counts if pk]).order_by("-rank")
    )
    home = reverse("list", kwargs={"name": register.name})
    parts, legend = [], []
    if bare := counts.get(None, 0):
        parts.append(("b-ng", bare))
    for one in scheme:
        parts.append((BARS.get(one.level, "b-un"), counts[one.pk]))
        legend.append((cls(str(one), one.level), counts[one.pk], f"{home}?classification={one.pk}"))
    if bare:
        legend.append((cls(_("Unclassified")), bare, f"{home}?classification=none"))
    total = sum(counts.values())
    told = _(", ").join(f"{one} {counts[one.pk]:,}" for one in scheme)
    label = _("Classes of %(n)s") % {"n": dates.items(total)} + _(": ") + told
    if bare:
        label += _(", ") + _("Unclassified") + f" {bare:,}"
    return {"pieces": charts.pieces(parts, total), "label": label, "legend": legend}
