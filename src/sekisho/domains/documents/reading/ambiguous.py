"""Words that leave open how often, how soon, how long or how much: each asks for a number."""

import re
import unicodedata
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_OFTEN = _("How often, at least?")
_SOON = _("Within how many hours or days?")
_LONG = _("For how long?")
_WHEN = _("In which cases, and who decides?")
_GRAVE = _("From what size or class on?")
_MEASURE = _("What is the least that counts as enough?")

_ASKS: tuple[tuple[str, Promise], ...] = (
    (r"定期的(?:に|な)|随時|\b(?:regular(?:ly)?|periodic(?:al)?(?:ly)?|routinely|from time to time|frequently)\b", _OFTEN),
    (r"直ちに|ただちに|速やかに|すみやかに|遅滞なく|迅速(?:に|な)|早急に|可及的|\b(?:immediate(?:ly)?|prompt(?:ly)?|without (?:undue )?delay|at once|straight away|as soon as (?:possible|practicable)|timely|quickly)\b", _SOON),
    (r"一定(?:の)?期間|当分の間|必要な期間|\b(?:for a (?:reasonable|certain|defined|suitable) (?:time|period)|a reasonable (?:time|period))\b", _LONG),
    (r"適宜|必要に応じ(?:て|、)|必要な場合|場合により|\b(?:as (?:needed|necessary|appropriate|required)|where (?:needed|necessary|appropriate|possible|practicable)|(?:if|when) necessary)\b", _WHEN),
    (r"重大(?:な|で)|重要な(?=事故|インシデント|変更|問題)|大規模な|深刻な|\b(?:serious|major|severe|significant|material)\b", _GRAVE),
    (r"十分な|相当の|\b(?:sufficient|adequate|reasonable)\b", _MEASURE),
)  # fmt: skip
_PATTERNS = tuple((re.compile(words, re.IGNORECASE), asks) for words, asks in _ASKS)
_NUMBER = r"(?:[0-9０-９一二三四五六七八九十]+|one|two|three|four|five|six|seven|ten|twelve|fourteen|thirty)"
_SAID = re.compile(
    rf"{_NUMBER}\s*(?:分|時間|営業日|日|週|か月|ヶ月|カ月|月|年|回|度|人|件|minutes?|hours?|(?:business |working )?days?|weeks?|months?|years?|times?)"
    rf"|毎(?:日|週|月|年|朝|晩)|四半期|半期|\b(?:daily|weekly|monthly|quarterly|annual(?:ly)?|yearly|every (?:day|week|month|year))\b",
    re.IGNORECASE,
)
_NEAR = 14
_LATIN_NEAR = 40


@dataclass(frozen=True, slots=True)
class Word:
    """``span`` (start, end) in the text, the ``word`` there, and the question it asks."""

    span: tuple[int, int]
    word: str
    asks: Promise


def ambiguous(text: str) -> list[Word]:
    """The open words of a text in their order; one with a number beside it asks nothing more."""
    numbers = [hit.span() for hit in _SAID.finditer(text)]
    found = [
        Word(hit.span(), hit.group(0), asks)
        for pattern, asks in _PATTERNS
        for hit in pattern.finditer(text)
        if not (asks in (_OFTEN, _SOON, _LONG) and _answered(text, hit.span(), numbers))
    ]
    return sorted(found, key=lambda word: word.span)


def _answered(text: str, span: tuple[int, int], numbers: list[tuple[int, int]]) -> bool:
    near = _LATIN_NEAR if unicodedata.name(text[span[0]], "").startswith("LATIN") else _NEAR
    return any(
        max(start - span[1], span[0] - end) <= near and not _broken(text, span, (start, end))
        for start, end in numbers
    )


def _broken(text: str, one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether a sentence ends between the two."""
    low, high = sorted((one, other))
    return re.search(r"[。;；]|\.\s", text[low[1] : high[0]]) is not None
