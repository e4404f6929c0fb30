"""Japanese: every fragment src/sekisho/locale/ja/*.po becomes one django.mo.

    python tools/translations.py build     compile, if a fragment changed
    python tools/translations.py check     every string of the source has its Japanese
    python tools/translations.py missing   a fragment to fill in

A fragment holds msgid/msgstr pairs without a header. Two fragments may share a msgid if they agree.
"""

import io
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileParser
from django.utils.translation.template import templatize

SRC = Path(__file__).resolve().parent.parent / "src" / "sekisho"
FRAGMENTS = SRC / "locale" / "ja"
TARGET = FRAGMENTS / "LC_MESSAGES" / "django.mo"
KEYWORDS = {
    **{name: spec for name, spec in DEFAULT_KEYWORDS.items() if "gettext" in name or name == "_"},
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|(?<!%)%[sd]|\{(\w*)[^{}]*\}")

Key = tuple[str, str]  # context ("" if none), msgid (of the singular)


@dataclass
class Text:
    """One string of the source or of a fragment, and where it stands."""

    key: Key
    ids: tuple[str, ...]
    where: str
    japanese: tuple[str, ...] = ()


class _Every(Catalog):
    """A catalogue that also remembers each entry as it was read, doubles included."""

    def __init__(self) -> None:
        super().__init__(locale="ja", fuzzy=False)
        self.read: list[Message] = []

    def __setitem__(self, id: object, message: Message) -> None:  # noqa: A002
        self.read.append(message)
        super().__setitem__(id, message)


def texts(message: object) -> tuple[str, ...]:
    return tuple(message) if isinstance(message, list | tuple) else (str(message or ""),)


def fragments() -> Iterator[Text]:
    """Every entry of every fragment; fuzzy ones count as not translated."""
    for path in sorted(FRAGMENTS.glob("*.po")):
        catalog = _Every()
        PoFileParser(catalog, abort_invalid=True).parse(
            io.StringIO(path.read_text(encoding="utf-8"))
        )
        for message in catalog.read:
            ids = texts(message.id)
            if ids == ("",):
                continue
            japanese = () if message.fuzzy or not all(texts(message.string)) else message.string
            where = f"{path.relative_to(SRC.parent.parent)}:{message.lineno}"
            yield Text((message.context or "", ids[0]), ids, where, texts(japanese or ()))


def sources() -> Iterator[Text]:
    """Every string of the Python files and templates."""
    for path in sorted([*SRC.rglob("*.py"), *SRC.rglob("templates/**/*.*")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # Babel's tokenizer minds indentation, which means nothing in a template
            text = "\n".join(line.lstrip() for line in templatize(text).splitlines())
        stream = io.BytesIO(text.encode())
        for line, found, _, context in extract(
            "python", stream, KEYWORDS, (), {"encoding": "utf-8"}
        ):
            ids = texts(found)
            where = f"{path.relative_to(SRC.parent.parent)}:{line}"
            yield Text((context or "", ids[0]), ids, where)


def build(*, force: bool = False) -> bool:
    """Compile when a fragment is newer than the compiled file; whether it did."""
    made = TARGET.stat().st_mtime_ns if TARGET.exists() else -1
    changed = [FRAGMENTS, *FRAGMENTS.glob("*.po")] if FRAGMENTS.exists() else []
    if not force and all(path.stat().st_mtime_ns < made for path in changed) and made >= 0:
        return False
    catalog = Catalog(locale="ja", charset="utf-8", fuzzy=False)
    for text in fragments():
        if text.japanese:
            ids = text.ids if len(text.ids) > 1 else text.ids[0]
            string = text.japanese if len(text.ids) > 1 else text.japanese[0]
            catalog.add(ids, string, context=text.key[0] or None)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    fresh = TARGET.with_suffix(f".{os.getpid()}")
    with fresh.open("wb") as out:
        write_mo(out, catalog)
    fresh.replace(TARGET)  # whoever reads meanwhile sees the old file or the new one
    return True


def problems() -> tuple[list[str], list[str]]:
    """What is wrong (file:line and words), and what is only superfluous."""
    known: dict[Key, Text] = {}
    wrong: list[str] = []
    for text in fragments():
        first = known.setdefault(text.key, text)
        if not text.japanese:
            wrong.append(f"{text.where}: no Japanese for {text.ids[0]!r}")
        elif first.japanese != text.japanese:
            wrong.append(
                f"{text.where}: {text.ids[0]!r} is {text.japanese[0]!r} here "
                f"and {first.japanese[0]!r} in {first.where}"
            )
        elif (words := _placeholders(text)) is not None:
            wrong.append(f"{text.where}: {words}")
    used = set()
    for text in sources():
        used.add(text.key)
        if text.key not in known:
            wrong.append(f"{text.where}: no Japanese for {text.ids[0]!r}")
        elif len(text.ids) != len(known[text.key].ids):
            wrong.append(f"{text.where}: {text.ids[0]!r} has a plural in one place only")
    spare = [
        f"{text.where}: {text.ids[0]!r} is not used"
        for key, text in known.items()
        if key not in used
    ]
    return wrong, spare


def _placeholders(text: Text) -> str | None:
    """Why the Japanese does not fit: it must fill in what the (plural) source fills in."""
    wanted = {m.group() for m in PLACEHOLDER.finditer(text.ids[-1])}
    allowed = wanted | {m.group() for m in PLACEHOLDER.finditer(text.ids[0])}
    for string in text.japanese:
        given = {m.group() for m in PLACEHOLDER.finditer(string)}
        if not wanted <= given <= allowed:
            return f"{text.ids[0]!r} fills in {sorted(wanted)}, its Japanese {sorted(given)}"
    return None


def check() -> int:
    wrong, spare = problems()
    for line in [*spare, *wrong]:
        print(line, file=sys.stderr)
    print(f"translations: {len(wrong)} wrong, {len(spare)} not used", file=sys.stderr)
    return 1 if wrong else 0


def missing() -> int:
    """Print what no fragment has, ready to be filled in."""
    known = {text.key for text in fragments()}
    for text in sources():
        if text.key not in known:
            known.add(text.key)
            context = f"msgctxt {_quoted(text.key[0])}\n" if text.key[0] else ""
            plural = f"msgid_plural {_quoted(text.ids[1])}\n" if len(text.ids) > 1 else ""
            empty = "msgstr[0]" if plural else "msgstr"
            print(f'#: {text.where}\n{context}msgid {_quoted(text.ids[0])}\n{plural}{empty} ""\n')
    return 0


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main(words: list[str]) -> int:
    match words:
        case ["build"]:
            build()
            return 0
        case ["check"]:
            return check()
        case ["missing"]:
            return missing()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
