"""Proposals: which product of the feeds a plain name may mean. A person says whether it does."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from django.db.models import Q

from sekisho.domains.threats.product_name import ProductName
from sekisho.domains.threats.stock import plain
from sekisho.domains.threats.tables import Package, Unplaced
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

LEAST = 45  # percent of likeness
BEST = 3  # proposals for one name
MOST = 500  # new proposals of one run: somebody has to look at them
WORD = re.compile(r"[^\W_]+")
COMMON = frozenset(
    {"the", "for", "and", "version", "edition", "server", "client", "software", "inc", "app"}
)


class Candidate(NamedTuple):
    """A product of the feeds, with the words and the trigrams of its name."""

    package: str
    grams: frozenset[str]


def suggest(act: Act) -> int:
    """Propose for every plain name that nobody was asked about; how many proposals are new."""
    asked = set(ProductName.objects.values_list("said", flat=True))
    names = {plain(n): v for n, v in Unplaced.objects.values_list("name", "vendor").distinct()}
    names = {name: vendor for name, vendor in names.items() if name and name not in asked}
    if not names:
        return 0
    products = _products()
    lines = [
        Line({"said": name, "package": package, "likeness": likeness}, answers=("likeness",))
        for name, vendor in sorted(names.items())
        for package, likeness in _likest(name, vendor, products)
    ]
    return len(write_many(registry["product_names"], act, list(islice(lines, MOST))))


def _products() -> dict[str, list[Candidate]]:
    """Word → products of the feeds in whose name it stands; only those of which versions are told."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    rows = Package.objects.filter(Q(name__startswith="cpe/") | Q(name__startswith="product/"))
    for name in (
        rows.filter(ranges__isnull=False).distinct().values_list("name", flat=True).iterator()
    ):
        words = _words(name.partition("/")[2].partition(":")[2] or name.partition("/")[2])
        one = Candidate(name, _grams(words))
        for word in set(words):
            found[word].append(one)
    return found


def _likest(
    name: str, vendor: str, products: dict[str, list[Candidate]]
) -> Iterator[tuple[str, int]]:
    """The likest products that share a word, by Dice's measure on trigrams."""
    words = _words(name)
    sought = {_grams(words), _grams(_words(vendor) + words)}
    near = {one for word in set(words) for one in products.get(word, ())[:2000]}
    ranked = sorted(
        ((max(_like(s, one.grams) for s in sought), one.package) for one in near), reverse=True
    )
    for likeness, package in ranked[:BEST]:
        if likeness >= LEAST:
            yield package, likeness


def _words(text: str) -> list[str]:
    return [word for word in WORD.findall(text.lower().replace("_", " ")) if word not in COMMON]


def _grams(words: list[str]) -> frozenset[str]:
    text = f"  {' '.join(dict.fromkeys(words))} "
    return frozenset(text[at : at + 3] for at in range(len(text) - 2))


def _like(one: frozenset[str], other: frozenset[str]) -> int:
    return round(200 * len(one & other) / (len(one) + len(other)))
