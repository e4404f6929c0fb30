"""The starter courses: complete in both languages, short, and with questions that can be judged."""

from collections import Counter

import pytest

from sekisho.packs import courses as pack
from sekisho.packs.courses import Course, Question, courses
from sekisho.packs.duties import Words, duties

# Names of real makers and services turn up in drafts; a course must not lean on any of them.
NAMES = (
    *("Google", "Microsoft", "Amazon", "Apple", "Slack", "Zoom", "Teams", "Dropbox", "ChatGPT"),
    *("OpenAI", "Copilot", "Gemini", "Claude", "Windows", "iPhone", "Android", "Excel", "Outlook"),
    *(
        "LINE",
        "Salesforce",
        "ヤマト運輸",
        "佐川急便",
        "日本郵便",
        "楽天",
        "三菱",
        "みずほ",
        "トヨタ",
    ),
)
KINDS = {"single": (3, 5), "multi": (3, 6), "true_false": (2, 2)}


def texts(course: Course) -> list[Words]:
    found = [course.title]
    for chapter in course.chapters:
        found += [chapter.title, chapter.text]
    for one in course.questions:
        found += [one.stem, one.explanation, *(choice.text for choice in one.choices)]
    return found


def rights(question: Question) -> int:
    return sum(choice.right for choice in question.choices)


def every_question() -> list[Question]:
    return [one for course in courses() for one in course.questions]


def test_every_text_of_a_course_is_there_in_both_languages() -> None:
    for course in courses():
        for words in texts(course):
            assert words.en.strip(), (course.code, words)
            assert words.ja.strip(), (course.code, words)
            assert words.en.isascii() or not any("ぁ" <= sign <= "鿿" for sign in words.en), words
            japanese = any("ぁ" <= sign <= "鿿" for sign in words.ja)
            assert japanese or words.ja.startswith("https://"), (course.code, words)


def test_a_course_has_four_to_seven_chapters_and_no_key_twice() -> None:
    for course in courses():
        assert 4 <= len(course.chapters) <= 7, course.code
        assert len({chapter.key for chapter in course.chapters}) == len(course.chapters)
    assert len({course.code for course in courses()}) == len(courses())


def test_a_chapter_takes_one_to_three_minutes() -> None:
    for course in courses():
        for chapter in course.chapters:
            signs = len(chapter.text.ja)
            assert 0.8 <= signs / pack.SIGNS_A_MINUTE <= 3, (course.code, chapter.key, signs)
            assert 1 <= chapter.minutes <= 3


def test_a_bank_holds_two_and_a_half_times_what_is_drawn() -> None:
    for course in courses():
        assert 12 <= len(course.questions) <= 20, course.code
        assert len(course.questions) >= 2.5 * course.draw, course.code
        assert len({one.key for one in course.questions}) == len(course.questions)


def test_every_question_has_a_right_and_a_wrong_answer_as_its_kind_says() -> None:
    for one in every_question():
        fewest, most = KINDS[one.kind]
        assert fewest <= len(one.choices) <= most, one.key
        assert 0 < rights(one) < len(one.choices), one.key
        assert rights(one) == 1 or one.kind == "multi", one.key


def test_every_question_leads_to_a_duty_and_to_its_chapter() -> None:
    for course in courses():
        chapters = {chapter.key for chapter in course.chapters}
        assert set(course.duties) <= duties().keys(), course.code
        assert {one.duty for one in course.questions} <= duties().keys(), course.code
        assert {one.chapter for one in course.questions} == chapters, course.code


def test_the_place_of_the_right_answer_gives_nothing_away() -> None:
    for course in courses():
        single = [one for one in course.questions if one.kind == "single"]
        assert len(single) >= 5, course.code
        places = Counter([choice.right for choice in one.choices].index(True) for one in single)
        assert max(places.values()) <= 0.7 * len(single), (course.code, places)


def test_a_statement_is_right_as_well_as_wrong() -> None:
    stated = [one for one in every_question() if one.kind == "true_false"]
    assert {one.choices[0].right for one in stated} == {True, False}


def test_no_course_names_a_maker_or_a_service() -> None:
    for course in courses():
        for words in texts(course):
            named = [name for name in NAMES if name in words.en or name in words.ja]
            assert not named, (course.code, named)


def test_audiences_are_the_known_ones() -> None:
    for course in courses():
        assert course.audience in pack.AUDIENCES
        assert course.pass_mark == 80
        assert course.minutes >= sum(chapter.minutes for chapter in course.chapters)


@pytest.mark.parametrize("course", courses(), ids=lambda course: course.code)
def test_a_course_is_kind(course: Course) -> None:
    """No shouting and no threats: ux.md's tone of voice."""
    for words in texts(course):
        assert "！" not in words.ja, words.ja
        assert "!" not in words.en, words.en
        assert not any(word in words.ja for word in ("処罰", "懲戒", "厳禁", "させていただ")), (
            words.ja
        )
