"""The catalogue prepared for matching: terms and n-grams with their rarity over all duties."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from math import log, sqrt

from sekisho.packs.duties import Duty, concepts, duties

from .grams import Text, grams, has, text

_ALONE = 0.5
"""What one thing out of several that a duty joins is worth."""


@dataclass(frozen=True, slots=True)
class Term:
    """A prepared term, its rarity (0…1) and the duties it speaks for with their weights."""

    said: Text
    rarity: float
    speaks_for: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    terms: tuple[Term, ...]
    rarity: dict[str, float]
    postings: dict[str, tuple[tuple[str, float], ...]]
    things: tuple[tuple[str, tuple[Text, ...], float], ...]
    meant: dict[str, dict[str, float]]

    def heard(self, where: Text) -> dict[str, float]:
        """Per duty the weight of its terms in the text; of terms within each other the longer counts."""
        found: dict[str, float] = defaultdict(float)
        known: dict[str, list[str]] = defaultdict(list)
        for term in self.terms:
            if not has(where, term.said):
                continue
            for duty, weight in term.speaks_for:
                again = any(term.said.dense in longer for longer in known[duty])
                found[duty] += weight * term.rarity * (0.3 if again else 1.0)
                known[duty].append(term.said.dense)
        return found

    def shared(self, where: Text) -> dict[str, float]:
        """Per duty how far (0…1) the things it is about are spoken of, by whatever words."""
        spoken = {name: rarity for name, words, rarity in self.things if _any(where, words)}
        total = sqrt(sum(r * r for r in spoken.values())) or 1.0
        found = {}
        for duty, about in self.meant.items():
            both = sum(spoken[name] * share for name, share in about.items() if name in spoken)
            common = sum(1 for name in about if name in spoken)
            alone = common == 1 and len(about) > 1
            found[duty] = both / sqrt(total) * (_ALONE if alone else 1.0)
        return found

    def alike(self, said: str) -> dict[str, float]:
        """Per duty the cosine (0…1) of the n-grams of ``said`` and of the duty's own words."""
        vector = {g: n * self.rarity[g] for g, n in grams(said).items() if g in self.rarity}
        length = sqrt(sum(v * v for v in vector.values())) or 1.0
        found: dict[str, float] = defaultdict(float)
        for gram, value in vector.items():
            for duty, share in self.postings[gram]:
                found[duty] += value / length * share
        return found


@cache
def catalogue() -> Catalogue:
    known = duties()
    speaks: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for duty in known.values():
        for word, weight in duty.words.items():
            speaks[word].append((duty.id, weight))
    terms = [
        Term(text(word), _rarity(len(who), len(known)), tuple(who)) for word, who in speaks.items()
    ]
    terms.sort(key=lambda term: -len(term.said.dense))
    vectors = {duty.id: grams(_speech(duty)) for duty in known.values()}
    spread = Counter(gram for vector in vectors.values() for gram in vector)
    rarity = {gram: _rarity(times, len(known)) for gram, times in spread.items()}
    things, meant = _things(known.values())
    return Catalogue(tuple(terms), rarity, _postings(vectors, rarity), things, meant)


def _any(where: Text, words: tuple[Text, ...]) -> bool:
    return any(has(where, word) for word in words)


def _things(
    known: Collection[Duty],
) -> tuple[tuple[tuple[str, tuple[Text, ...], float], ...], dict[str, dict[str, float]]]:
    """The field's things with their rarity, and per duty those that its title names."""
    words = {name: tuple(text(word) for word in said) for name, said in concepts().items()}
    titles = {duty.id: text(f"{duty.title.ja} / {duty.title.en}") for duty in known}
    named = {d: [n for n, said in words.items() if _any(t, said)] for d, t in titles.items()}
    spread = Counter(name for names in named.values() for name in names)
    rarity = {name: _rarity(max(spread[name], 1), len(known)) for name in words}
    meant = {}
    for duty, names in named.items():
        length = sqrt(sum(rarity[name] ** 2 for name in names)) or 1.0
        meant[duty] = {name: rarity[name] / length for name in names}
    return tuple((name, said, rarity[name]) for name, said in words.items()), meant


def _rarity(times: int, of: int) -> float:
    """Inverse document frequency scaled to 0…1."""
    return log(1 + of / times) / log(1 + of)


def _speech(duty: Duty) -> str:
    texts = (duty.title, duty.title, duty.criterion, duty.evidence)
    said = [words for t in texts for words in (t.ja, t.en)]
    return " / ".join([*said, *duty.words])


def _postings(
    vectors: dict[str, Counter[str]], rarity: dict[str, float]
) -> dict[str, tuple[tuple[str, float], ...]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for duty, vector in vectors.items():
        weights = {gram: (1 + log(times)) * rarity[gram] for gram, times in vector.items()}
        length = sqrt(sum(v * v for v in weights.values()))
        for gram, weight in weights.items():
            found[gram].append((duty, weight / length))
    return {gram: tuple(who) for gram, who in found.items()}
