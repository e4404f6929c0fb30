"""A mail in words: what, why, by when, one link; in the reader's language, without a secret."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from sekisho.notices.lines import TITLES, Heading, Line
from sekisho.notices.recipients import Address

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail ready to be queued."""

    to: Address
    subject: str
    text: str
    lines: Sequence[Line]


def letter(to: Address, lines: Sequence[Line]) -> Letter:
    """One mail about all ``lines``, most urgent first; there must be at least one."""
    ordered = sorted(lines, key=lambda one: (one.heading, one.due is None, one.due or 0))
    with override(to.language):
        text = "\n".join(_text(to, ordered))
        return Letter(to, _subject(ordered), text, ordered)


def _subject(lines: Sequence[Line]) -> str:
    n, first = len(lines), lines[0].heading
    words = {
        Heading.DECIDE_TODAY: _("Your decision is needed today"),
        Heading.LATE: _("Something is overdue"),
        Heading.DUE: _("Something is due today"),
        Heading.RED: _("A clause is no longer kept"),
    }.get(first, _("What there is to do"))
    count = ngettext("%(n)s matter", "%(n)s matters", n) % {"n": n}
    return f"[Sekisho] {words} ({count})"


def _text(to: Address, lines: Sequence[Line]) -> Iterator[str]:
    yield _("Dear %(name)s") % {"name": to.name}
    if to.person is None:
        yield ""
        yield _("Please pass this on to the members of your staff named below.")
    for heading, some in groupby(lines, key=lambda one: one.heading):
        part = list(some)
        yield ""
        yield f"■ {TITLES[heading]}"
        for one in part[:SHOWN]:
            yield from _line(one)
        if len(part) > SHOWN:
            yield _("… and %(n)s more") % {"n": len(part) - SHOWN}
    yield ""
    yield _("Open in Sekisho:") + " " + settings.BASE_URL.rstrip("/") + _link(lines)
    yield ""
    yield _(
        "One mail a day at most, only on business days, and only when there is something to do."
    )


def _line(one: Line) -> Iterator[str]:
    yield f"・{one.what}" + (f"（{one.whom}）" if one.whom else "")
    if one.due:
        yield "  " + _("By %(day)s") % {"day": f"{one.due:%Y/%m/%d}"}
    if one.why:
        yield "  " + _("Ground: %(why)s") % {"why": one.why}


def _link(lines: Sequence[Line]) -> str:
    """The thing itself when there is one, else the reader's own place."""
    links = {one.link for one in lines}
    return links.pop() if len(links) == 1 else "/"
