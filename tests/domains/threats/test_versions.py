"""Versions: their keys compare as each ecosystem compares versions."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from packaging.version import Version

from sekisho.domains.threats.versions import BOTTOM, TOP, after, key

pytestmark = pytest.mark.once
ASCENDING = {
    "npm": "0.9.9 1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.10 1.10.0 10.0.0",
    "nuget": "1.0.0-Alpha 1.0.0-beta 1.0.0 1.0.0.1 1.2",
    "pypi": "1.0.dev1 1.0a1.dev2 1.0a1 1.0b2 1.0rc1 1.0 1.0+abc.5 1.0+abc.10 1.0+5 1.0.post1.dev1 1.0.post1 1.1 1!0.5",
    "deb": "1.0~~ 1.0~beta1 1.0~rc1-1 1.0-1~bpo1 1.0-1 1.0-1+deb12u2 1.0-1+deb12u10 1.0+dfsg-1 1.0.1-1 1:0.1-1",
    "rpm": "1.0~rc1-1 1.0-1.el8 1.0-2.el8 1.0-10.el8 1.0^git1-1 1.0.1-1 1.1-1 1:0.5-1",
    "gem": "1.0.a 1.0.alpha.2 1.0.alpha.10 1.0.rc1 1.0 1.0.1 1.2",
    "maven": "1.0-alpha-1 1.0-beta-1 1.0-M2 1.0-RC1 1.0-SNAPSHOT 1.0 1.0-sp1 1.0-jre8 1.0.1 1.1",
    "generic": "1.0rc1 1.0 1.0.2k 1.0.2.1 1.0.10 2",
}
SAME = {
    "npm": ("1.0.0 v1.0.0 1.0.0+build.7", "1.2 1.2.0"),
    "pypi": ("1.0 1 1.0.0 v1.0", "1.0rc1 1.0-RC.1 1.0c1"),
    "deb": ("1.0 1.0-0 0:1.0",),
    "gem": ("1.0 1 1.0.0",),
    "maven": ("1.0 1 1.0.0 1.0-ga 1.0.Final 1.RELEASE", "1.0-rc1 1-cr1"),
    "nuget": ("1.0.0-RC1 1.0.0-rc1", "1.0 1.0.0.0"),
}  # fmt: skip


@pytest.mark.parametrize("scheme", ASCENDING)
def test_versions_of_an_ecosystem_ascend_as_it_says(scheme: str) -> None:
    for low, high in pairwise(ASCENDING[scheme].split()):
        assert key(scheme, low).value < key(scheme, high).value, (low, high)
        assert BOTTOM < key(scheme, high).value < TOP


@pytest.mark.parametrize("scheme", SAME)
def test_ways_of_writing_one_version_have_one_key(scheme: str) -> None:
    for line in SAME[scheme]:
        assert len({key(scheme, text).value for text in line.split()}) == 1, line


def test_what_a_scheme_cannot_read_is_ordered_by_its_numbers_and_marked() -> None:
    for scheme in ("npm", "pypi", "maven"):
        assert key(scheme, "1.2.3").sure
    loose = key("npm", "1.2.3_custom")
    assert not loose.sure
    assert key("npm", "1.2").value < loose.value < key("npm", "1.4").value
    assert not key("npm", "版２").sure
    assert not key("no-such-scheme", "1").sure


def test_an_inclusive_end_takes_in_that_version_and_none_after_it() -> None:
    end = after(key("pypi", "1.5").value)
    assert key("pypi", "1.5").value < end <= key("pypi", "1.5.1").value


PARTS = some.lists(some.integers(0, 30), min_size=1, max_size=4).map(
    lambda p: ".".join(map(str, p))
)
PEP440 = some.builds(
    "{}{}{}{}{}".format,
    some.sampled_from(("", "", "1!")),
    PARTS,
    some.sampled_from(("", "a1", "b2", "rc10")),
    some.sampled_from(("", ".post1", ".post12")),
    some.sampled_from(("", ".dev1", "+abc.2", "+7")),
)


@given(PEP440, PEP440)
def test_python_versions_compare_as_the_packaging_library_compares_them(a: str, b: str) -> None:
    mine = (key("pypi", a).value, key("pypi", b).value)
    theirs = (Version(a), Version(b))
    assert (mine[0] < mine[1], mine[0] == mine[1]) == (
        theirs[0] < theirs[1],
        theirs[0] == theirs[1],
    )


@given(some.sampled_from(sorted(ASCENDING)), some.text(max_size=200))
def test_any_text_has_a_key(scheme: str, text: str) -> None:
    assert isinstance(key(scheme, text).value, bytes)
