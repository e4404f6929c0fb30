"""Texts in the form in which they are compared: Japanese as character n-grams, English as stems."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_WORD = re.compile(r"[a-z][a-z0-9-]*|[0-9]+[a-z]*")
_JAPANESE = re.compile(r"[぀-ヿ一-鿿々ー]+")
_STOP = frozenset(
    [
        "the",
        "a",
        "an",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "for",
        "by",
        "with",
        "is",
        "are",
        "be",
        "been",
        "shall",
        "must",
        "will",
        "should",
        "may",
        "can",
        "we",
        "our",
        "their",
        "its",
        "it",
        "this",
        "that",
        "these",
        "those",
        "as",
        "at",
        "from",
        "all",
        "any",
        "each",
        "who",
        "which",
        "not",
        "no",
        "have",
        "has",
        "was",
        "were",
        "they",
        "them",
        "if",
        "into",
        "also",
        "such",
        "than",
    ]
)
_ENDINGS = (("ies", "y"), ("sses", "ss"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


@dataclass(frozen=True, slots=True)
class Text:
    """``dense`` without spaces, for Japanese terms; ``stems`` spaced and padded, for English ones."""

    dense: str
    stems: str


def text(said: str) -> Text:
    plain = unicodedata.normalize("NFKC", said).casefold()
    stems = " ".join(stem(word) for word in _words(plain))
    return Text(re.sub(r"\s+", "", plain), f" {stems} ")


def _words(plain: str) -> list[str]:
    return [part for word in _WORD.findall(plain) for part in word.split("-") if part]


def stem(word: str) -> str:
    """A word without its commonest English endings; enough to tell ``reviewed`` is ``review``."""
    if len(word) < 4 or word.endswith("ss"):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending) + instead
    return word


def grams(said: str) -> Counter[str]:
    """Character bigrams and trigrams of Japanese runs, stems of English words."""
    plain = unicodedata.normalize("NFKC", said).casefold()
    found: Counter[str] = Counter(stem(w) for w in _words(plain) if w not in _STOP)
    for run in _JAPANESE.findall(plain):
        for size in (2, 3):
            found.update(run[i : i + size] for i in range(len(run) - size + 1))
    return found


def has(where: Text, term: Text) -> bool:
    """Whether the (prepared) term stands in the text."""
    if term.dense.isascii():
        return term.stems.strip() != "" and term.stems in where.stems
    return term.dense in where.dense
