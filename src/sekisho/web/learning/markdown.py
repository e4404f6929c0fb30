"""The few forms of Markdown that courses use, as HTML. Everything is escaped first: no raw HTML passes.

Headings (##, ###), paragraphs, lists, quotes, **bold**, *italic*, `code`, links to the web, and
pictures and films among the files of the version: ``![what it shows](file:name.png)``.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

Address = Callable[[str], str]
FILMS = (".mp4", ".webm")
_INLINE = (
    (re.compile(r"`([^`]+)`"), r"<code>\1</code>"),
    (re.compile(r"\*\*(.+?)\*\*"), r"<strong>\1</strong>"),
    (re.compile(r"(?<!\*)\*([^*\s][^*]*?)\*(?!\*)"), r"<em>\1</em>"),
    (re.compile(r"(?<!!)\[([^\]]+)\]\((https?://[^\s)]+)\)"),
     r'<a href="\2" rel="noreferrer noopener">\1</a>'),
)  # fmt: skip
_FILE = re.compile(r"!\[([^\]]*)\]\(file:([^)]+)\)")
_LINE = re.compile(
    r"(?P<head>#{2,4})\s+|(?P<bullet>[-*])\s+|(?P<number>\d+)[.)]\s+|(?P<quote>>)\s?"
)
LISTS = {"bullet": "ul", "number": "ol"}


def drawn(text: str, address: Address) -> SafeString:
    """``text`` as HTML; ``address``: where a file of this name is."""
    parts = (part for block in re.split(r"\n\s*\n", text) for part in _block(block, address))
    return mark_safe("\n".join(parts))  # noqa: S308 - every piece of text was escaped


def _block(block: str, address: Address) -> Iterator[str]:
    lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
    for kind, group in groupby(lines, key=_kind):
        said = [_inline(_LINE.sub("", line, count=1) if kind else line, address) for line in group]
        if kind == "head":
            yield from (f"<h3>{line}</h3>" for line in said)
        elif kind in LISTS:
            items = "".join(f"<li>{line}</li>" for line in said)
            yield f"<{LISTS[kind]}>{items}</{LISTS[kind]}>"
        elif kind == "quote":
            yield f"<blockquote><p>{'<br>'.join(said)}</p></blockquote>"
        else:
            yield f"<p>{'<br>'.join(said)}</p>"


def _kind(line: str) -> str:
    found = _LINE.match(line)
    return (found.lastgroup or "") if found else ""


def _inline(line: str, address: Address) -> str:
    said = str(escape(line))
    for form, to in _INLINE:
        said = form.sub(to, said)
    return _FILE.sub(lambda found: _file(found[1], found[2], address), said)


def _file(words: str, name: str, address: Address) -> str:
    """``words`` and ``name`` are escaped already."""
    href = address(quote(name.strip(), safe=""))
    if name.lower().endswith(FILMS):
        return f'<video controls preload="metadata" src="{href}" aria-label="{words}"></video>'
    return f'<img src="{href}" alt="{words}" loading="lazy">'
