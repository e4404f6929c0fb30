"""Words that promise something without saying how much; a person must give the number. Pure."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vague:
    """One such word as it stands in the text, and the unit in which an answer is expected."""

    word: str
    unit: str


ASKS = {
    "定期的": "months",
    "定期に": "months",
    "随時": "months",
    "適宜": "months",
    "一定期間": "months",
    "直ちに": "hours",
    "ただちに": "hours",
    "速やかに": "hours",
    "すみやかに": "hours",
    "遅滞なく": "days",
    "必要に応じ": "",
    "重大な": "",
    "著しい": "",
    "periodically": "months",
    "regularly": "months",
    "from time to time": "months",
    "immediately": "hours",
    "at once": "hours",
    "promptly": "hours",
    "without delay": "days",
    "as necessary": "",
    "as needed": "",
    "where necessary": "",
    "as appropriate": "",
    "major incident": "",
    "significant": "",
    "material breach": "",
}
_FIND = re.compile("|".join(sorted(map(re.escape, ASKS), key=len, reverse=True)), re.IGNORECASE)


def vague(text: str) -> list[Vague]:
    """The vague words of ``text`` in order, each once."""
    found: dict[str, Vague] = {}
    for hit in _FIND.finditer(text):
        word = hit.group().lower()
        found.setdefault(word, Vague(word, ASKS[word]))
    return list(found.values())
