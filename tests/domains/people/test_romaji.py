"""Names in kana are brought to one form and spelled as a passport would."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sekisho.domains.people.romaji import katakana, romaji


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("やまだ　たろう", "ヤマダ タロウ"),
        ("ﾔﾏﾀﾞ ﾀﾛｳ", "ヤマダ タロウ"),
        ("  ヤマダ  タロウ ", "ヤマダ タロウ"),
        ("マイケル・オヘア", "マイケル・オヘア"),
        ("", ""),
    ],
)
def test_kana_become_full_width_katakana(typed: str, kept: str) -> None:
    assert katakana(typed) == kept


@pytest.mark.parametrize(
    ("kana", "spelled"),
    [
        ("ヤマダ タロウ", "YAMADA TARO"),
        ("サトウ ショウヘイ", "SATO SHOHEI"),
        ("ハットリ ジュンコ", "HATTORI JUNKO"),
        ("ホンマ ケンペイ", "HOMMA KEMPEI"),
        ("ハッチョウ キョウコ", "HATCHO KYOKO"),
        ("オオノ ユウキ", "ONO YUKI"),
        ("イノウエ マツウラ", "INOUE MATSUURA"),
        ("タカツジ シンイチ", "TAKATSUJI SHINICHI"),
        ("マイケル・オヘア", "MAIKERU OHEA"),
        ("", ""),
    ],
)
def test_kana_are_spelled_in_roman_letters(kana: str, spelled: str) -> None:
    assert romaji(kana) == spelled


@given(st.text(max_size=20))
def test_any_text_can_be_brought_to_form_twice_with_the_same_result(text: str) -> None:
    assert katakana(katakana(text)) == katakana(text)
    romaji(katakana(text))
