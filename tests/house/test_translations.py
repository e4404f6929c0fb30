"""The tool that merges and checks the Japanese, and the glossary that binds it."""

import gettext
import re
from pathlib import Path

import pytest
from tools import translations

from tests.house.tree import ROOT

GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one template and one module, with a folder for fragments."""
    package = tmp_path / "src" / "sekisho"
    (package / "locale" / "ja").mkdir(parents=True)
    (package / "templates").mkdir()
    monkeypatch.setattr(translations, "SRC", package)
    monkeypatch.setattr(translations, "FRAGMENTS", package / "locale" / "ja")
    monkeypatch.setattr(
        translations, "TARGET", package / "locale" / "ja" / "LC_MESSAGES" / "django.mo"
    )
    return package


def fragment(house: Path, name: str, *pairs: tuple[str, str]) -> None:
    text = "\n".join(f'msgid "{english}"\nmsgstr "{japanese}"\n' for english, japanese in pairs)
    (house / "locale" / "ja" / f"{name}.po").write_text(text, encoding="utf-8")


def test_a_string_without_japanese_is_named_with_its_place(house: Path) -> None:
    (house / "words.py").write_text('\nTITLE = _("Assets")\nOTHER = gettext_lazy("People")\n')
    fragment(house, "a", ("Assets", "情報資産"))
    assert translations.problems() == (
        ["src/sekisho/words.py:3: no Japanese for 'People'"],
        [],
    )


def test_strings_of_templates_are_found_whatever_their_indentation(house: Path) -> None:
    (house / "templates" / "page.html").write_text(
        "{% load i18n %}\n      <p>it's\n  {% translate 'One' %}</p>\n"
        "    {% blocktranslate count n=n %}one task{% plural %}{{ n }} tasks{% endblocktranslate %}\n"
    )
    wrong, _ = translations.problems()
    assert wrong == [
        "src/sekisho/templates/page.html:3: no Japanese for 'One'",
        "src/sekisho/templates/page.html:4: no Japanese for 'one task'",
    ]


def test_two_fragments_may_share_a_string_only_if_they_agree(house: Path) -> None:
    (house / "words.py").write_text('A = _("Owner")\nB = _("Place")\n')
    fragment(house, "a", ("Owner", "管理責任者"), ("Place", "場所"))
    fragment(house, "b", ("Owner", "所有者"), ("Place", "場所"))
    wrong, _ = translations.problems()
    assert len(wrong) == 1
    assert "'Owner' is '所有者' here and '管理責任者' in src/sekisho/locale/ja/a.po:1" in wrong[0]


def test_a_placeholder_must_be_filled_in_by_the_japanese_too(house: Path) -> None:
    (house / "words.py").write_text('A = _("%(n)s rows")\nB = _("%(n)s days")\n')
    fragment(house, "a", ("%(n)s rows", "%(n)s行"), ("%(n)s days", "%(m)s日"))
    wrong, _ = translations.problems()
    assert len(wrong) == 1
    assert "'%(n)s days'" in wrong[0]


def test_a_translation_nobody_uses_is_no_error(house: Path) -> None:
    fragment(house, "a", ("Gone", "なし"))
    wrong, spare = translations.problems()
    assert wrong == []
    assert spare == ["src/sekisho/locale/ja/a.po:1: 'Gone' is not used"]


def test_fragments_become_one_catalogue_and_again_when_one_changes(house: Path) -> None:
    fragment(house, "a", ("One", "一"))
    fragment(house, "b", ("Two", "二"))
    assert translations.build()
    assert not translations.build()
    fragment(house, "b", ("Two", "弐"))
    assert translations.build()
    with translations.TARGET.open("rb") as compiled:
        japanese = gettext.GNUTranslations(compiled)
    assert (japanese.gettext("One"), japanese.gettext("Two")) == ("一", "弐")


def test_the_interface_says_what_the_glossary_says() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \|", GLOSSARY.read_text(encoding="utf-8"), re.MULTILINE
    )
    terms = {english.lower(): japanese for english, japanese in rows[2:]}
    assert len(terms) > 20
    said = {
        (text.ids[0], text.japanese[0])
        for text in translations.fragments()
        if not text.key[0] and text.japanese and text.ids[0].lower() in terms
    }
    assert {
        (term, words, terms[term.lower()]) for term, words in said if words != terms[term.lower()]
    } == set()
