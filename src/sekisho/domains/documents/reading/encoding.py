"""Bytes of a text file to text: UTF-8, UTF-16 and CP932, the three that policies come in."""

import codecs

from django.utils.translation import gettext_lazy as _

from .lines import Unreadable

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes) -> str:
    """The text of ``data``; raises :class:`Unreadable` when no encoding fits without a loss."""
    for name in (*_said(data), "utf-8", "cp932"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(
        _("The text is in no encoding this product reads."),
        _("Save it as UTF-8 or Shift_JIS (CP932) and import it again."),
    )


def _said(data: bytes) -> tuple[str, ...]:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return (name,)
    if b"\x00" not in data:
        return ()
    head = data[:4000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    return ("utf-16-le", "utf-16-be") if odd >= even else ("utf-16-be", "utf-16-le")


def without_comments(text: str) -> str:
    """The text without ``<!-- … -->``; line ends stay, so that lines keep their numbers.

    One pass: a pattern or a parser would look for the missing end of each comment anew.
    """
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        stop = len(text) if end < 0 else end + 3
        kept += [text[at:start], "\n" * text.count("\n", start, stop)]
        at = stop
    return "".join([*kept, text[at:]])
