"""Incidents in figures as tables: the same lines for the page, the CSV and the paper."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.incidents.statistics import LENGTHS, Figures, Group, Length, figures, names
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day

DAYS = 365


def of(act: Act, since: date | None, until: date | None) -> Figures:
    """Of what the actor may see; by default of the last twelve months."""
    until = until or act.on
    since = since or (until - timedelta(days=DAYS)).replace(day=1)
    rows = guard.visible(act.actor, registry["incidents"], act.on)
    return figures(rows, since, max(since, until))


def day(word: str) -> date | None:
    """A day as people write it; None for nothing and for nonsense."""
    return parse_day(word) if word.strip() else None


def span(length: timedelta) -> str:
    """A length of time in its two largest units."""
    minutes = int(length.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _("%(days)sd %(hours)sh") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)sh %(minutes)smin") % {"hours": hours, "minutes": rest}
    return _("%(minutes)smin") % {"minutes": rest}


def said(one: Length) -> str:
    """The median, with how many incidents it is of."""
    if one.middle is None:
        return _("not known")
    return _("%(span)s (%(n)s)") % {"span": span(one.middle), "n": one.known}


def heads(first: Any) -> list[str]:
    counts = (
        _("Incidents"),
        _("Major"),
        _("Moderate"),
        _("Minor"),
        _("Near misses"),
        _("Not judged yet"),
    )
    return [str(first), *counts, *(str(words) for words in names().values())]


def line(group: Group) -> list[str]:
    counts = (
        group.count,
        group.major,
        group.moderate,
        group.minor,
        group.near_misses,
        group.unjudged,
    )
    lengths = [said(group.lengths[key]) if group.count else "—" for key in LENGTHS]
    return [str(group.name), *map(str, counts), *lengths]


def tables(found: Figures) -> list[tuple[str, list[str], list[list[str]]]]:
    """(title, heads, lines) by month, by kind and by unit; the whole comes first in each."""
    parts = ((_("By month"), _("Month"), found.months), (_("By kind"), _("Kind"), found.kinds),
             (_("By unit"), _("Unit"), found.units))  # fmt: skip
    return [
        (title, heads(first), [line(found.whole), *map(line, groups)])
        for title, first, groups in parts
    ]


def sheet(found: Figures) -> str:
    """CSV, with minutes as numbers so that a spreadsheet can reckon with them."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([_("By"), *heads(_("Group"))])
    for title, groups in (("month", found.months), ("kind", found.kinds), ("unit", found.units)):
        writer.writerows([title, *cells] for cells in _plain(groups))
    return out.getvalue()


def _plain(groups: list[Group]) -> Iterator[list[Any]]:
    for one in groups:
        minutes = [
            "" if one.lengths[key].middle is None
            else int(one.lengths[key].middle.total_seconds() // 60)  # type: ignore[union-attr]
            for key in LENGTHS
        ]  # fmt: skip
        yield [*line(one)[:7], *minutes]
