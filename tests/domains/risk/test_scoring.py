"""The three methods, at their corners."""

import pytest

from sekisho.domains.risk.scoring import TOPS, Scheme, band, possibility, score
from sekisho.domains.risk.starter import starter_methods, starter_threats


def test_only_two_threes_make_damage_likely() -> None:
    likely = {(t, w): possibility(t, w) for t in (1, 2, 3) for w in (1, 2, 3)}
    assert {pair for pair, degree in likely.items() if degree == 3} == {(3, 3)}
    assert {pair for pair, degree in likely.items() if degree == 2} == {(3, 2), (2, 3)}


@pytest.mark.parametrize(
    ("scheme", "worth", "chance", "found"),
    [
        (Scheme.IPA, 3, (3, 3), (9, 3, 3)),
        (Scheme.IPA, 3, (2, 2), (3, 3, 1)),
        (Scheme.IPA, 2, (2, 3), (4, 2, 2)),
        (Scheme.PRODUCT, 9, (3, 3), (81, 3, 3)),
        (Scheme.PRODUCT, 4, (1, 2), (8, 1, 1)),
        (Scheme.PRODUCT, 5, (1, 3), (15, 2, 2)),
        (Scheme.PRODUCT, 7, (2, 3), (42, 3, 3)),
        (Scheme.MATRIX, 4, (3, 1), (12, 4, 3)),
    ],
)
def test_a_risk_has_a_value_and_a_place(
    scheme: Scheme, worth: int, chance: tuple[int, int], found: tuple[int, int, int]
) -> None:
    assert score(scheme, worth, chance) == found


def test_the_bands_begin_where_the_method_says() -> None:
    assert [band(v, 8, 15).value for v in (7, 8, 14, 15)] == ["low", "medium", "medium", "high"]


def test_the_starter_methods_are_possible_ones_in_both_languages() -> None:
    for ja, en in zip(starter_methods("ja"), starter_methods("en"), strict=True):
        assert ja["code"] == en["code"]
        assert ja["title"] != en["title"]
        assert 1 < ja["medium_from"] < ja["high_from"] <= TOPS[ja["scheme"]]
    with pytest.raises(KeyError):
        starter_methods("fr")


def test_every_threat_says_what_makes_it_easy_and_what_helps() -> None:
    for ja, en in zip(starter_threats("ja"), starter_threats("en"), strict=True):
        assert ja["code"] == en["code"]
        assert all(one[name] for one in (ja, en) for name in ("title", "weaknesses", "measures"))
        assert ja["weaknesses"].count("\n") == en["weaknesses"].count("\n")
