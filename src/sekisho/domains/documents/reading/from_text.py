"""Plain text and Markdown to lines."""

import re

from .encoding import decode, without_comments
from .lines import Line
from .marks import parse
from .shape import is_heading, width

_ATX = re.compile(r"\s{0,3}(#{1,6})[ \t　]+(.*?)(?:\s+#+)?\s*$")
_SETEXT = re.compile(r"\s{0,3}(=+|-{3,})\s*$")
_RULE = re.compile(r"\s*(?:[-_=*~─━―＝]\s*){3,}$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_STRONG = re.compile(r"(\*\*|__)(?P<text>[^*_]+)\1\s*[:：]?$")
_WRAPPED = 56


def text_lines(data: bytes) -> list[Line]:
    """Lines of a text file; one that is written in Markdown is read as Markdown."""
    text = decode(data)
    if sum(1 for line in text.splitlines() if _ATX.match(line)) >= 2:
        return _markdown(text)
    return _unwrapped(_plain(text))


def markdown_lines(data: bytes) -> list[Line]:
    return _markdown(decode(data))


def _plain(text: str) -> list[Line]:
    lines: list[Line] = []
    gap = False
    for at, raw in enumerate(text.replace("\f", "\n").splitlines(), 1):
        line = raw.strip().strip("\u200b\ufeff").strip()
        if not line or _RULE.match(line):
            gap = True
        else:
            lines += _commented(line, at) if not lines else [Line(line, at, gap=gap)]
            gap = False
    return lines


def _commented(line: str, at: int) -> list[Line]:
    """A first line after # is the title when it looks like one, else a remark about the file."""
    if not (found := _ATX.match(line)):
        return [Line(line, at)]
    return [Line(found.group(2), at, title=True)] if is_heading(found.group(2)) else []


def _markdown(text: str) -> list[Line]:
    rows = _front_matter(without_comments(text).splitlines())
    lines: list[Line] = []
    gap = False
    for at, raw in enumerate(rows, 1):
        if _SETEXT.match(raw) and lines and not gap and not _marked(lines[-1]):
            level = 1 if "=" in raw else 2
            lines[-1] = Line(lines[-1].text, lines[-1].at, heading=level, gap=lines[-1].gap)
            gap = True
        elif not raw.strip() or _RULE.match(raw) or ("|" in raw and _TABLE_RULE.match(raw)):
            gap = True
        else:
            lines.append(_markdown_line(raw, at, gap=gap))
            gap = False
    return _unwrapped(lines)


def _marked(line: Line) -> bool:
    return bool(line.heading) or line.depth >= 0


def _markdown_line(raw: str, at: int, *, gap: bool) -> Line:
    if heading := _ATX.match(raw):
        return Line(heading.group(2).strip(), at, heading=len(heading.group(1)), gap=gap)
    text = re.sub(r"^\s{0,3}(?:>\s?)+", "", raw)
    indent = width(text.expandtabs(4)) - width(text.expandtabs(4).lstrip(" "))
    bare = text.strip()
    if strong := _STRONG.fullmatch(bare):
        bare = strong.group("text").strip()
    mark = parse(bare)
    return Line(bare, at, depth=indent // 2 if mark and indent else -1, gap=gap)


def _front_matter(rows: list[str]) -> list[str]:
    if rows and rows[0].strip() == "---" and "---" in [r.strip() for r in rows[1:60]]:
        end = [r.strip() for r in rows].index("---", 1)
        return [""] * (end + 1) + rows[end + 1 :]
    return rows


def _unwrapped(lines: list[Line]) -> list[Line]:
    """Join lines that an editor broke inside an English sentence."""
    joined: list[Line] = []
    for line in lines:
        before = joined[-1] if joined else None
        if before and _continues(before, line):
            joined[-1] = Line(
                f"{before.text} {line.text}",
                before.at,
                depth=before.depth,
                gap=before.gap,
            )
        else:
            joined.append(line)
    return joined


def _continues(before: Line, line: Line) -> bool:
    if not line.text or not before.text:
        return False
    if line.gap or line.heading or before.heading or parse(line.text):
        return False
    last_row = before.text[-120:]
    return (
        line.text[0].islower()
        and line.text[0].isascii()
        and len(last_row) >= _WRAPPED
        and before.text[-1] not in ".!?:;"
    )
