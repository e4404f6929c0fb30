"""Every component in both languages: what it shows, and that nothing inline slips in."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from sekisho.registers.schema import Field
from sekisho.web import charts, dates, inputs, samples
from sekisho.web.calendar import weeks
from sekisho.web.words import STATES, glyph

WEB = Path(charts.__file__).parent
INLINE = re.compile(
    r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|\shx-on[:\w-]*\s*=|["']js:|javascript:|<style\b"""
)
TOKYO = ZoneInfo("Asia/Tokyo")
BOTH = pytest.mark.parametrize("language", ["ja", "en"])


def drawn(source: str, **context: object) -> str:
    return Template("{% load sekisho days %}" + source).render(Context(context))


@pytest.mark.django_db
@BOTH
def test_the_components_page_is_whole_and_holds_nothing_inline(enter, language: str) -> None:
    page = enter("admin", language=language).get("/components")
    assert page.status_code == 200
    assert INLINE.search(page.text) is None
    assert "{%" not in page.text and "{{" not in page.text
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))


def test_no_file_of_the_face_holds_inline_style_or_script() -> None:
    files = [*WEB.glob("templates/**/*.html"), *WEB.glob("static/web/[!h]*.js")]
    found = [f"{p.name}: {m.group()}" for p in files for m in INLINE.finditer(p.read_text())]
    assert found == []


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    there = set(re.findall(r'id="([ig]-[\w]+)"', (WEB / "templates/web/sprite.html").read_text()))
    used = set()
    for path in [*WEB.rglob("*.html"), *WEB.rglob("*.py")]:
        used |= set(re.findall(r'"(i-[a-z0-9]+)"', path.read_text()))
        used |= set(re.findall(r'href="#([ig]-[\w]+)"', path.read_text()))
    assert used <= there


@BOTH
@pytest.mark.parametrize("state", list(STATES))
def test_a_seal_has_a_glyph_and_its_word(state: str, language: str) -> None:
    with override(language):
        seal = drawn("{% seal state %}", state=state)
        assert f'<span aria-hidden="true">{glyph(state)}</span>' in seal
        assert f'<span class="vh">{STATES[state]}</span>' in seal


def test_no_two_states_share_a_glyph() -> None:
    for language in ("ja", "en"):
        with override(language):
            assert len({glyph(state) for state in STATES}) == len(STATES)


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4))
def test_a_bar_never_draws_past_its_end_nor_hides_anyone(counts: list[int]) -> None:
    names = ("kept", "soon", "overdue", "unknown")
    bar = charts.population(dict(zip(names, counts, strict=True)), None)
    pieces = bar["pieces"]
    assert len(pieces) == sum(count > 0 for count in counts)
    for piece in pieces:
        x, width = float(piece.x[:-1]), float(piece.width[:-1])
        assert x >= 0
        assert width >= 0.6
        assert x + width <= 100.61


def test_a_bar_of_an_empty_population_is_empty() -> None:
    assert charts.population({"kept": 0}, None)["pieces"] == []


def test_a_bar_says_its_numbers() -> None:
    words = drawn("{% bar kept=289 soon=8 overdue=3 total=300 %}")
    assert 'aria-label="全300件：有効 289、期限間近 8、期限超過 3"' in words


def test_the_spectrum_has_a_tick_per_clause_by_chapter() -> None:
    html = drawn("{% spectrum clauses %}", clauses=samples.clauses())
    assert html.count('class="tick ') == len(samples.clauses())
    assert html.count('class="chap"') == 8
    assert 'title="4.1 未遵守"' in html


@pytest.mark.parametrize(
    ("score", "step"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (10, 4), (16, 4), (17, 5), (25, 5)]
)
def test_a_risk_score_has_its_heat(score: int, step: int) -> None:
    assert charts.heat(score) == step


def test_a_tag_escapes_what_it_is_given() -> None:
    bad = "<b>&"
    for source in (
        '{% badge x "ng" %}',
        "{% cls x 2 %}",
        "{% icon 'i-x' label=x %}",
        "{% facts pairs %}",
        "{% empty x x %}{% endempty %}",
        "{% sheet title=x %}{% endsheet %}",
    ):
        html = drawn(source, x=bad, pairs=[(bad, bad)])
        assert "<b>" not in html
        assert "&lt;b&gt;&amp;" in html


def test_a_block_keeps_the_markup_inside_it_and_escapes_its_variables() -> None:
    html = drawn("{% note 'warn' %}<em>{{ x }}</em>{% endnote %}", x="<b>")
    assert '<div class="note warn"><em>&lt;b&gt;</em></div>' in html


KINDS = ["text", "long", "number", "date", "moment", "choice", "radio", "seg", "set", "check",
         "reference", "file", "password", "email", "url"]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_names_its_control_and_ties_the_message_to_it(kind: str) -> None:
    one = inputs.Input(
        "f", "質問", kind, choices=[("a", "甲"), ("b", "乙")], errors=["直してください"], help="例"
    )
    html = drawn("{% field one %}", one=one)
    assert 'name="f"' in html
    assert 'id="f-f-e"' in html
    assert re.search(r'aria-describedby="f-f-e f-f-h"', html)
    assert "質問" in html
    assert ("<legend>" in html) == (kind in {"radio", "seg", "set"})
    assert ('for="f-f"' in html) == (kind not in {"radio", "seg", "set"})


def test_a_password_is_never_written_back() -> None:
    assert "secret" not in drawn(
        "{% field one %}", one=inputs.Input("p", "p", "password", "secret")
    )


@pytest.mark.parametrize(
    ("type_", "required", "choices", "kind"),
    [("text", True, (), "text"), ("long", False, (), "long"), ("integer", True, (), "number"),
     ("date", True, (), "date"), ("reference", True, (), "reference"), ("set", True, (("a", "A"),), "set"),
     ("boolean", True, (), "radio"), ("boolean", False, (), "choice"),
     ("choice", True, tuple((str(n), str(n)) for n in range(5)), "radio"),
     ("choice", True, tuple((str(n), str(n)) for n in range(6)), "choice")],
)  # fmt: skip
def test_a_register_field_becomes_the_fitting_input(
    type_: str, required: bool, choices: tuple, kind: str
) -> None:
    made = inputs.of_field(Field("x", "x", type_, required=required, choices=choices))
    assert made.kind == kind


def test_yes_no_and_not_said_stay_apart() -> None:
    spec = Field("x", "x", "boolean")
    chosen = [
        [c for c, _w, on in inputs.of_field(spec, v).options if on] for v in (True, False, None)
    ]
    assert chosen == [["true"], ["false"], [""]]


class Asked(forms.Form):
    first = forms.CharField(label="一")
    second = forms.IntegerField(label="二")


def test_two_problems_make_a_summary_and_one_at_its_field_does_not() -> None:
    both = drawn("{% errsum form %}", form=Asked({}))
    assert "2か所を直してください" in both
    assert 'href="#id_first"' in both
    assert "errsum" not in drawn("{% errsum form %}", form=Asked({"first": "x"}))
    assert "errsum" not in drawn("{% errsum form %}", form=Asked())


@BOTH
def test_a_day_is_written_as_each_language_does(language: str) -> None:
    due = date(2026, 11, 20)
    wanted = {
        "ja": [
            "2026年11月20日(金)",
            "2026/11/20",
            "2026/11/20(金)",
            "11/20(金)",
            "2026年11月",
            "2026年11月20日",
        ],
        "en": [
            "Fri 20 Nov 2026",
            "20 Nov 2026",
            "Fri 20 Nov 2026",
            "Fri 20 Nov",
            "Nov 2026",
            "20 Nov 2026",
        ],
    }
    with override(language):
        forms_ = ("", "dense", "due", "list", "month", "plain")
        assert [dates.day(due, form, date(2026, 1, 1)) for form in forms_] == wanted[language]
        assert dates.day(due, "list", date(2027, 1, 1)) == wanted[language][2]


@BOTH
def test_a_moment_stands_on_the_companys_clock(language: str) -> None:
    at = datetime(2026, 11, 20, 0, 7, 42, tzinfo=UTC)
    with override(language):
        assert dates.moment(at, TOKYO, "time") == "09:07"
        assert dates.moment(at, TOKYO, "ledger") == "2026-11-20T09:07:42+09:00"
        full = {"ja": "2026年11月20日(金) 09:07", "en": "Fri 20 Nov 2026, 09:07"}
        assert dates.moment(at, TOKYO, "full") == full[language]


@pytest.mark.parametrize(
    ("days", "ja", "en"),
    [(10, "残り 10日", "10 days left"), (1, "残り 1日", "1 day left"), (0, "今日まで", "due today"),
     (-1, "1日超過", "1 day overdue"), (-4, "4日超過", "4 days overdue")],
)  # fmt: skip
def test_how_far_a_due_day_is(days: int, ja: str, en: str) -> None:
    today = date(2026, 11, 20)
    due = date.fromordinal(today.toordinal() + days)
    assert dates.left(due, today) == ja
    with override("en"):
        assert dates.left(due, today) == en


def test_counts_have_their_counters() -> None:
    assert [dates.people(1288), dates.items(1), dates.companies(3), dates.machines(2)] == [
        "1,288名",
        "1件",
        "3社",
        "2台",
    ]
    with override("en"):
        assert [dates.people(1), dates.people(2)] == ["1 person", "2 people"]


def test_a_day_is_a_time_element_and_nothing_is_a_dash() -> None:
    assert (
        drawn("{{ d|day }}", d=date(2026, 11, 20))
        == '<time class="nowrap" datetime="2026-11-20">2026年11月20日(金)</time>'
    )
    assert drawn("{{ d|day }}{{ d|left }}{{ d|moment }}{{ n|number }}", d=None, n=None) == "————"


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_a_month_has_each_of_its_days_once_from_monday(month: date) -> None:
    days = [day.on for week in weeks(month, []) for day in week]
    real = [day for day in days if day]
    assert len(days) % 7 == 0
    assert [day.day for day in real] == list(range(1, len(real) + 1))
    assert days.index(real[0]) == real[0].weekday()
