import pytest

from sekisho.domains.documents.reading import ambiguous


@pytest.mark.parametrize(
    "word",
    [
        "定期的に",
        "直ちに",
        "速やかに",
        "遅滞なく",
        "適宜",
        "必要に応じて",
        "重大な",
        "迅速に",
        "一定期間",
    ],
)
def test_an_open_word_asks_for_a_number(word):
    found = ambiguous(f"部門は{word}扱う。")
    assert [w.word for w in found] == [word]
    assert found[0].span == (3, 3 + len(word))
    assert str(found[0].asks)


@pytest.mark.parametrize(
    "word",
    [
        "regularly",
        "periodically",
        "promptly",
        "immediately",
        "as appropriate",
        "where necessary",
        "serious",
    ],
)
def test_english_open_words_ask_too(word):
    assert [w.word for w in ambiguous(f"Staff {word} act.")] == [word]


@pytest.mark.parametrize(
    "text",
    [
        "年1回以上定期的に見直す。",
        "直ちに（1時間以内に）知らせる。",
        "Access is reviewed regularly, at least every six months.",
        "Report promptly, within 24 hours.",
    ],
)
def test_a_number_beside_it_answers(text):
    assert ambiguous(text) == []


def test_a_number_of_another_sentence_answers_nothing():
    assert [w.word for w in ambiguous("年1回教える。定期的に調べる。")] == ["定期的に"]


def test_words_come_in_the_order_of_the_text():
    found = ambiguous("重大な事故は直ちに知らせ、適宜調べる。")
    assert [w.word for w in found] == ["重大な", "直ちに", "適宜"]
