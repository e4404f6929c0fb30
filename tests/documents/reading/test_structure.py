import pytest

from .helpers import POLICIES, numbers, pairs, reading

UNNUMBERED = """安全のきまり
会社は、情報を守るためにこのきまりを定める。
この範囲
このきまりは、働く人すべてに及ぶ。
紙の情報も対象とする。
仕組み
推進委員会
推進委員会を置き、次の仕事をさせる。
- きまりの手入れ
- 危険の調査
部門の責任者
部門の責任者は、次のことを行う。
- 扱う情報の仕分け
- 見せる相手の決定
道具の守り
機器には鍵をかける。
事故のとき
- 気付いた人は知らせる。
- 責任者は食い止める。
続けてよくする
年に一度見直す。
最終改定日:令和7年10月14日
"""


def test_plain_text_without_numbers_gets_them_by_counting():
    assert numbers(UNNUMBERED) == [
        *("0.1", "1.1", "1.2", "2.1", "2.1.1", "2.1.2", "2.2", "2.2.1", "2.2.2"),
        *("3.1", "4.1", "4.2", "5.1", "5.2"),
    ]


def test_the_title_is_no_clause_and_the_closing_date_is_one():
    found = reading(UNNUMBERED)
    assert found.title == "安全のきまり"
    assert found.revised_on == "2025-10-14"
    assert found.clauses[-1].text == "最終改定日:令和7年10月14日"


def test_the_heading_is_the_nearest_one_and_the_mark_is_left_out():
    clause = next(c for c in reading(UNNUMBERED).clauses if c.number == "2.2.1")
    assert (clause.heading, clause.text) == ("部門の責任者", "扱う情報の仕分け")
    assert clause.path == ("仕組み", "部門の責任者")


def test_roles_that_the_text_gives_tasks_to_leave_no_doubt():
    assert not any(clause.doubtful for clause in reading(UNNUMBERED).clauses)


def test_a_second_level_that_names_no_role_is_doubtful():
    found = reading("きまり\n守る。\n備え\n鍵\n鍵をかける。\n窓\n窓を閉じる。\n")
    assert [(c.number, c.doubtful) for c in found.clauses] == [
        ("0.1", False),
        ("1.1", True),
        ("2.1", True),
    ]


def test_a_role_heading_that_what_follows_never_speaks_of_returns_to_chapter_level_in_doubt():
    text = "きまり\n守る。\n仕組み\n推進委員会\n推進委員会を置く。\n監査部門\n年に一度調べる。\n"
    assert [(c.number, c.doubtful) for c in reading(text).clauses] == [
        ("0.1", False),
        ("1.1", False),
        ("2.1", True),
    ]


def test_english_plain_headings_follow_the_same_rule():
    text = (
        "Rules\nWe keep secrets safe.\nOrganisation\nSafety Board\nThe board decides.\n"
        "Line Managers\nManagers carry out:\n- checks\n- training\nDoors\nDoors are locked.\n"
    )
    assert numbers(text) == ["0.1", "1.1", "1.2", "1.2.1", "1.2.2", "2.1"]


ARTICLES = """見本規程
第１章　総則
（目的）
第１条　この規程は、情報を守ることを目的とする。
第２条（体制）次の者を置く。
一　統括者
二　担当者
２　前項の者は、次の業務を行う。
（１）点検
　ア　書類の点検
　イ　機器の点検
（２）報告
第２章　取扱い
第三条（保管）
施錠して保管する。
鍵は担当者が持つ。
第３条の２（廃棄）　裁断する。
"""


def test_articles_paragraphs_and_items_keep_their_own_numbers():
    assert numbers(ARTICLES) == [
        *("1", "2.1", "2.1.1", "2.1.2", "2.2", "2.2.1", "2.2.1.1", "2.2.1.2", "2.2.2"),
        *("3.1", "3.2", "3-2"),
    ]


def test_a_chapter_is_no_part_where_articles_run_through():
    found = reading(ARTICLES).clauses
    assert found[-1].path == ("取扱い", "廃棄")
    assert found[-1].number == "3-2"


def test_a_chapter_is_a_part_where_articles_begin_again():
    text = "規程\n第1章 総則\n第1条 守る。\n第2条 従う。\n第2章 罰則\n第1条 処分する。\n"
    assert numbers(text) == ["1.1", "1.2", "2.1"]


def test_a_caption_above_an_article_is_its_heading():
    assert reading(ARTICLES).clauses[0].heading == "目的"


def test_a_lead_in_with_paragraphs_numbered_from_one_is_the_article_itself():
    text = "規程\n4条（体制）\n次のとおりとする。\n1　会議を置く。\n2　会議は毎月開く。\n"
    assert numbers(text) == ["4", "4.1", "4.2"]


def test_a_number_that_stands_twice_gets_a_suffix_and_a_warning():
    found = reading("規程\n第1条 守る。\n第2条 従う。\n第2条 備える。\n").clauses
    assert [c.number for c in found] == ["1", "2", "2b"]
    assert found[2].warnings == ("duplicate_number",)
    assert found[2].doubtful


def test_a_supplement_goes_after_the_last_article_and_says_so():
    found = reading("規程\n第1条 守る。\n第2条 従う。\n附則\n令和6年4月1日から施行する。\n").clauses
    assert (found[-1].number, found[-1].warnings) == ("3.1", ("number_given",))


def test_dotted_numbers_are_whole_numbers():
    text = (
        "1. Purpose\nWe protect information.\n2. Access\nAccess is limited.\n"
        "2.1 Accounts are personal.\n2.2 Rights are reviewed.\n(a) by managers;\n(b) by owners.\n"
    )
    assert numbers(text) == ["1.1", "2", "2.1", "2.2", "2.2.1", "2.2.2"]


def test_numbered_paragraphs_without_headings_are_clauses_themselves():
    text = "Rules\n1. Staff shall lock doors.\n2. Staff shall wear badges.\n3. Staff shall report loss.\n"
    assert pairs(text)[0] == ("1", "Staff shall lock doors.")
    assert numbers(text) == ["1", "2", "3"]


@pytest.mark.parametrize(
    "marks", ["１） ２） ３）", "① ② ③", "01 02 03", "（1） （2） （3）", "一、 二、 三、"]
)
def test_headings_may_be_numbered_in_any_way(marks):
    first, second, third = marks.split()
    space = " " if first == "01" else ""
    text = (
        f"方針\n前文である。\n{first}{space}体制\n担当を置く。\n{second}{space}教育\n毎年教える。\n"
        f"{third}{space}見直し\n毎年見直す。\n"
    )
    assert numbers(text) == ["0.1", "1.1", "2.1", "3.1"]


@pytest.mark.parametrize("bullet", ["- ", "・", "• ", "● ", "* "])
def test_every_bullet_is_left_out_of_the_text(bullet):
    text = f"きまり\n守る。\n備え\n次の備えをする。\n{bullet}鍵をかける\n{bullet}窓を閉じる\n"
    assert pairs(text)[-2:] == [("1.1.1", "鍵をかける"), ("1.1.2", "窓を閉じる")]


def test_numbered_headings_that_begin_again_stand_under_unnumbered_ones():
    text = (
        "方針\n守る。\n組織\n(1) 会議\n会議を置く。\n(2) 担当\n担当を置く。\n"
        "対策\n(1) 施錠\n鍵をかける。\n(2) 点検\n毎月調べる。\n"
    )
    assert numbers(text) == ["0.1", "1.1", "1.2", "2.1", "2.2"]


def test_no_character_of_a_text_is_lost_or_changed():
    for file in sorted(POLICIES.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        for clause in reading(text).clauses:
            assert clause.text in text


def test_numbers_are_unique_and_in_the_order_of_the_text():
    for file in sorted(POLICIES.glob("*.txt")):
        found = reading(file.read_text(encoding="utf-8")).clauses
        assert len({c.number for c in found}) == len(found)
        assert [c.line for c in found] == sorted(c.line for c in found)


def test_nothing_dated_gives_no_revision():
    assert reading("きまり\n守る。\n備え\n鍵をかける。\n").revised_on is None


def test_a_first_issue_is_no_revision():
    assert reading("きまり\n守る。\n備え\n鍵をかける。\n制定 2024年4月1日\n").revised_on is None
