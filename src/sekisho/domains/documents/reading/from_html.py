"""HTML to lines with the standard library's parser; scripts, styles and menus are left out."""

import re
from html.parser import HTMLParser

from .encoding import decode, without_comments
from .lines import Line

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "table",
        "caption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "br",
        "hr",
        "address",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "body",
    ]
)
_SILENT = frozenset(
    ["script", "style", "noscript", "template", "nav", "svg", "head", "title", "button", "select"]
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_HEADING = re.compile(r"h([1-6])")


def html_lines(data: bytes) -> list[Line]:
    parser = _Reader()
    parser.feed(_closed(without_comments(_text(data))))
    parser.close()
    parser.finish()
    return parser.lines


def _closed(text: str) -> str:
    """The text with no tag left open at its end: the parser would look for each end anew."""
    end = text.rfind(">") + 1
    return text[:end] + text[end:].replace("<", "&lt;")


def _text(data: bytes) -> str:
    said = _CHARSET.search(data[:2048])
    if said and said.group(1).lower() not in {b"utf-8", b"utf8"}:
        try:
            return data.decode(said.group(1).decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


class _Reader(HTMLParser):
    """Collects text between block tags; knows the heading level and the open lists."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._words: list[str] = []
        self._silent: list[str] = []
        self._lists: list[list[int | str]] = []
        self._heading = 0
        self._label = ""
        self._depth = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        if self._silent:
            return
        if tag in _BLOCKS:
            self.finish()
        self._open(tag, dict(attrs))

    def _open(self, tag: str, attrs: dict[str, str | None]) -> None:
        if found := _HEADING.fullmatch(tag):
            self._heading = int(found.group(1))
        elif tag in {"ul", "ol"}:
            self._lists.append([tag, _start(attrs.get("start")) - 1])
        elif tag == "li" and self._lists:
            self._item()
        elif tag in {"td", "th"} and "".join(self._words).strip():
            self._words.append(" | ")

    def _item(self) -> None:
        kind, count = self._lists[-1]
        self._lists[-1][1] = int(count) + 1
        self._label = "•" if kind == "ul" else f"{int(count) + 1}."
        self._depth = len(self._lists) - 1

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            if tag == self._silent[-1]:
                self._silent.pop()
            return
        if tag in _BLOCKS:
            self.finish()
        if _HEADING.fullmatch(tag):
            self._heading = 0
        elif tag in {"ul", "ol"} and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._words.append(data)

    def finish(self) -> None:
        """Close the line that is being read."""
        text = re.sub(r"[ \t\r\n]+", " ", "".join(self._words)).strip(" |　")
        self._words.clear()
        if not text:
            return
        at = len(self.lines) + 1
        self.lines.append(Line(text, at, self._heading, self._label, self._depth))
        self._label, self._depth = "", -1


def _start(said: str | None) -> int:
    return int(said) if said and said.isdecimal() else 1
