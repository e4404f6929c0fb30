"""Samples are drawn by a shown seed, so that anyone can draw them again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.assets.sampling import draw, half_year, sample_size

numbers = st.sets(st.integers(1, 9999).map("IA-{:04d}".format), max_size=60)


@given(numbers, st.text(max_size=10), st.integers(0, 80), st.randoms())
def test_the_same_seed_draws_the_same_sample_whatever_the_order(population, seed, size, order):
    shuffled = list(population)
    order.shuffle(shuffled)
    assert draw(shuffled, seed, size) == draw(sorted(population), seed, size)


@given(numbers, st.text(max_size=10), st.integers(0, 80))
def test_a_sample_has_no_repeats_and_nothing_from_elsewhere(population, seed, size):
    drawn = draw(population, seed, size)
    assert len(drawn) == len(set(drawn)) == min(size, len(population))
    assert set(drawn) <= population


def test_another_seed_draws_another_sample():
    population = [f"IA-{n:04d}" for n in range(1000)]
    assert draw(population, "2026H1", 20) != draw(population, "2026H2", 20)


@given(st.integers(0, 5000))
def test_a_sample_is_never_larger_than_what_there_is_nor_smaller_than_the_least(population):
    size = sample_size(population)
    assert min(population, 5) <= size <= population


@pytest.mark.parametrize(
    ("day", "period"),
    [
        (date(2026, 3, 31), "2025H2"),
        (date(2026, 4, 1), "2026H1"),
        (date(2026, 9, 30), "2026H1"),
        (date(2026, 10, 1), "2026H2"),
        (date(2027, 1, 1), "2026H2"),
    ],
)
def test_the_half_of_a_fiscal_year_from_april(day, period):
    assert half_year(day) == period


def test_the_half_of_a_fiscal_year_from_january():
    assert half_year(date(2026, 6, 30), first_month=1) == "2026H1"
    assert half_year(date(2026, 7, 1), first_month=1) == "2026H2"
