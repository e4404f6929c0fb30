"""Spans of days, both ends included; an open end goes on until somebody says otherwise."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text

END_FIRST = _("The last day lies before the first day. Please correct one of the two.")


def running(on: date, *ends: str, start: str = "starts_on") -> Q:
    """Spans that include ``on``: begun, and none of ``ends`` (default ``ends_on``) passed."""
    spanning = Q(**{f"{start}__lte": on})
    for end in ends or ("ends_on",):
        spanning &= Q(**{end: None}) | Q(**{f"{end}__gte": on})
    return spanning


def ordered(
    values: Mapping[str, Any], *ends: str, start: str = "starts_on", words: Text = END_FIRST
) -> Iterator[tuple[str, Text]]:
    """A problem for each of ``ends`` that lies before ``start``; an empty day is no problem."""
    first = values.get(start)
    for end in ends or ("ends_on",):
        last = values.get(end)
        if first is not None and last is not None and last < first:
            yield end, words
