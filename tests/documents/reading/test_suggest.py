import tomllib

import pytest

from sekisho.domains.documents.reading import as_json, read, structure, suggest, unmatched
from sekisho.domains.documents.reading.suggest import LOW, MOST

from .helpers import POLICIES, reading

LABELLED = ["harbour_ja.txt", "lantern_en.txt", "orchard_ja.txt", "kestrel_en.md"]


def _labelled(name):
    found = structure(read(POLICIES / name))
    labels = tomllib.loads((POLICIES / name).with_suffix(".toml").read_text(encoding="utf-8"))
    return found, labels, suggest(found.clauses)


@pytest.mark.parametrize("name", LABELLED)
def test_every_labelled_clause_is_read_with_its_number(name):
    found, labels, _ = _labelled(name)
    assert set(labels["duties"]) | set(labels["none"]) <= {c.number for c in found.clauses}


@pytest.mark.parametrize("name", LABELLED)
def test_three_of_four_duties_stand_among_the_suggestions_of_their_clause(name):
    _, labels, suggested = _labelled(name)
    wanted = [(clause, duty) for clause, ids in labels["duties"].items() for duty in ids]
    hits = [duty in {s.id for s in suggested[clause]} for clause, duty in wanted]
    assert sum(hits) / len(hits) >= 0.75


@pytest.mark.parametrize("name", LABELLED)
def test_the_best_suggestion_is_wanted_more_often_than_not(name):
    _, labels, suggested = _labelled(name)
    first = [suggested[n][0].id in ids for n, ids in labels["duties"].items() if suggested[n]]
    assert sum(first) * 2 > len(first)


@pytest.mark.parametrize("name", LABELLED)
def test_no_clause_gets_more_than_twelve_and_they_come_best_first(name):
    _, _, suggested = _labelled(name)
    for found in suggested.values():
        scores = [s.score for s in found]
        assert len(found) <= MOST
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("name", LABELLED)
def test_clauses_that_demand_nothing_get_weaker_suggestions_than_those_that_do(name):
    _, labels, suggested = _labelled(name)
    best = {n: max((s.score for s in found), default=0.0) for n, found in suggested.items()}
    demanding = sorted(best[n] for n in labels["duties"])
    middle = demanding[len(demanding) // 2]
    # A commencement date speaks of the revision, so it is left out here.
    assert all(best[n] < middle for n in labels["none"] if n != "25.1")


def test_a_definition_is_left_unmatched():
    found = reading("規程\n第1条 守る。\n第2条 「帳票」とは、会社が作る表をいう。\n")
    suggested = suggest(found.clauses)
    assert all(s.score < LOW for s in suggested["2"])
    assert "2" in unmatched(suggested)


def test_a_date_line_speaks_of_the_revision_and_nothing_else():
    found = reading("方針\n守る。\n見直し\n毎年見直す。\n最終更新日：令和7年11月5日\n")
    assert [s.id for s in suggest(found.clauses)["1.2"] if s.score >= LOW] == ["O124"]


def test_the_lead_in_tells_whose_list_it_is():
    manager = "規則\n守る。\n部門長\n部門長は、次のことを行う。\n・教育\n・点検\n"
    committee = "規則\n守る。\n委員会\n委員会は、次のことを行う。\n・教育\n・点検\n"

    def score(text, duty):
        ids = {s.id: s.score for s in suggest(reading(text).clauses)["1.1.1"]}
        return ids.get(duty, 0.0)

    assert score(committee, "O047") > score(manager, "O047")
    assert score(manager, "O091") > score(committee, "O091")


def test_the_heading_helps_a_short_item():
    bare = suggest(reading("規則\n守る。\n雑則\n次を行う。\n・記録の点検\n").clauses)["1.1.1"]
    headed = suggest(reading("規則\n守る。\nログの監視\n次を行う。\n・記録の点検\n").clauses)[
        "1.1.1"
    ]

    def score(found):
        return {s.id: s.score for s in found}.get("O080", 0.0)

    assert score(headed) > score(bare)


def test_the_report_has_the_shape_of_the_contract():
    found, _, suggested = _labelled("harbour_ja.txt")
    report = as_json(found, suggested)
    assert list(report) == ["title", "revised_on", "clauses", "unmatched"]
    assert list(report["clauses"][0]) == ["number", "heading", "text", "duties"]
    assert list(report["clauses"][0]["duties"][0]) == ["id", "score"]
    assert report["revised_on"] == "2025-09-30"
    assert set(report["unmatched"]) <= {c["number"] for c in report["clauses"]}
