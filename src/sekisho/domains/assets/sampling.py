"""Which assets a spot check looks at: drawn by a seed that is shown, so anyone can draw again."""

import random
from collections.abc import Iterable
from datetime import date

SHARE, LEAST = 0.05, 5


def half_year(on: date, first_month: int = 4) -> str:
    """The half of the fiscal year that holds ``on``: ``2026H1`` is April to September 2026."""
    months = (on.month - first_month) % 12
    year = on.year if on.month >= first_month else on.year - 1
    return f"{year}H{1 + months // 6}"


def sample_size(population: int, share: float = SHARE, least: int = LEAST) -> int:
    """How many of ``population`` to look at: a share of them, but no fewer than ``least``."""
    return min(population, max(least, round(population * share)))


def draw(numbers: Iterable[str], seed: str, size: int) -> list[str]:
    """``size`` of the asset ``numbers`` (all, when there are fewer), by the ``seed`` alone.

    The order in which they arrive does not matter: the same set and seed give the same sample.
    """
    population = sorted(set(numbers))
    return random.Random(seed).sample(population, min(size, len(population)))  # noqa: S311
