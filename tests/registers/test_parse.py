"""Words of a list in one cell: however people part them, and where a label holds such a mark itself."""

from types import SimpleNamespace

import pytest

from sekisho.registers.parse import Unfit, choices

KINDS = SimpleNamespace(
    choices=(
        ("client", "得意先"),
        ("counsel", "守秘義務者（弁護士、会計士など）"),
        ("it", "IT・通信"),
        ("other", "その他"),
    )
)


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("得意先、その他", ("client", "other")),
        ("その他;得意先\n", ("client", "other")),
        ("得意先/ＩＴ・通信／その他", ("client", "it", "other")),
        ("得意先、守秘義務者（弁護士、会計士など）、その他", ("client", "counsel", "other")),
        ("守秘義務者（弁護士､会計士など）", ("counsel",)),
        ("client，other", ("client", "other")),
        ("、", ()),
    ],
)
def test_words_are_found_whatever_parts_them(cell: str, found: tuple[str, ...]) -> None:
    assert choices(KINDS, cell) == found


@pytest.mark.parametrize(
    ("cell", "named"), [("得意先、守秘義務者", "守秘義務者"), ("ITX 、" * 9000 + "得意先", "ITX")]
)
def test_a_word_that_is_no_choice_is_named(cell: str, named: str) -> None:
    with pytest.raises(Unfit, match=named):
        choices(KINDS, cell)
