"""Where a clause may be parted: behind sentences; behind commas when it is one sentence. Pure."""

import re

SENTENCE = re.compile(r"[。；;\n]|[.!?](?=\s)")
COMMA = re.compile(r"[、，,]")
NEAR = 14
MOST = 12


def cuts(text: str) -> list[tuple[int, str, str]]:
    """(offset, the words before it, the words behind it) of every place to part the text."""
    found = _ends(SENTENCE, text) or _ends(COMMA, text)
    return [(at, _before(text, at), _behind(text, at)) for at in found[:MOST]]


def _ends(mark: re.Pattern[str], text: str) -> list[int]:
    return [
        hit.end()
        for hit in mark.finditer(text)
        if text[: hit.end()].strip() and text[hit.end() :].strip()
    ]


def _before(text: str, at: int) -> str:
    said = text[:at].strip()
    return f"…{said[-NEAR:]}" if len(said) > NEAR else said


def _behind(text: str, at: int) -> str:
    said = text[at:].strip()
    return f"{said[:NEAR]}…" if len(said) > NEAR else said
