"""Importance follows from what is said about an asset, and from nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.assets.importance import importance

degree = st.sampled_from((1, 2, 3))
unsaid = st.none() | degree
answer = st.sampled_from((None, False, True))


@given(st.tuples(degree, degree, degree))
def test_it_is_the_greatest_of_the_three_degrees(degrees):
    assert importance(degrees, personal=False) == max(degrees)


@given(st.tuples(unsaid, unsaid, unsaid))
def test_personal_data_makes_it_three_whatever_the_degrees(degrees):
    assert importance(degrees, personal=True) == 3


@given(st.tuples(unsaid, unsaid, unsaid), answer)
def test_the_survival_of_the_company_makes_it_three_whatever_else(degrees, personal):
    assert importance(degrees, personal=personal, vital=True) == 3


@given(st.tuples(degree, degree, degree), st.integers(0, 2), answer, st.booleans())
def test_raising_a_degree_never_lowers_it(degrees, place, personal, vital):
    before = importance(degrees, personal=personal, vital=vital)
    higher = [min(3, d + (n == place)) for n, d in enumerate(degrees)]
    after = importance(higher, personal=personal, vital=vital)
    assert before is None or (after is not None and after >= before)


@given(st.tuples(unsaid, unsaid, unsaid), answer, st.booleans())
def test_saying_what_was_unsaid_never_changes_an_importance_already_known(degrees, personal, vital):
    known = importance(degrees, personal=personal, vital=vital)
    if known is None:
        return
    for worst in (1, 3):
        filled = [worst if d is None else d for d in degrees]
        for said in (False, True) if personal is None else (personal,):
            assert importance(filled, personal=said, vital=vital) == known


def test_a_degree_not_said_leaves_it_unknown():
    assert importance((2, None, 1), personal=False) is None


def test_personal_data_not_said_leaves_it_unknown():
    assert importance((2, 2, 1), personal=None) is None


def test_a_three_settles_it_before_everything_is_said():
    assert importance((3, None, None), personal=None) == 3
