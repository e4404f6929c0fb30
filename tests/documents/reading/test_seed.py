"""The first policy to carry out is not ours to keep here: read where it lies beside the work."""

import os
import re
from pathlib import Path

import pytest

from sekisho.domains.documents.reading import as_json, read, structure, suggest

SHARED = Path(os.environ.get("SEKISHO_SHARED", Path(__file__).parents[4] / "shared"))
POLICY, CATALOGUE = SHARED / "policy" / "rakko-policy.txt", SHARED / "obligations.yaml"
pytestmark = pytest.mark.skipif(not POLICY.exists(), reason="the seed policy is not here")


def _catalogue():
    """Clauses (number, line, text) and duties (id, clause) out of the plain YAML."""
    head, duties = CATALOGUE.read_text(encoding="utf-8").split("\nobligations:")
    rows = re.findall(r"- id: '?([\d.]+)'?\n  line: (\d+)\n  text: (.*)", head)
    clauses = [(n, int(line), re.sub(r"^- ", "", text.strip("'"))) for n, line, text in rows]
    return clauses, re.findall(r"- id: (O\d+)\n  clause: '?([\d.]+)'?", duties)


def test_the_seed_policy_gives_exactly_its_clauses():
    found = structure(read(POLICY))
    clauses, _ = _catalogue()
    assert [(c.number, c.line, c.text) for c in found.clauses] == clauses
    assert len(clauses) == 42
    assert found.revised_on == "2025-10-14"


def test_nine_of_ten_of_its_duties_stand_among_the_suggestions_of_their_clause():
    found = structure(read(POLICY))
    report = as_json(found, suggest(found.clauses))
    offered = {c["number"]: {d["id"] for d in c["duties"]} for c in report["clauses"]}
    _, duties = _catalogue()
    assert len(duties) == 124
    assert sum(duty in offered[clause] for duty, clause in duties) / len(duties) >= 0.9


def test_the_catalogue_holds_no_sentence_of_the_seed_policy():
    from sekisho.packs.duties import duties

    clauses, _ = _catalogue()
    everything = "".join(text for _, _, text in clauses)
    for duty in duties().values():
        for text in (duty.title.ja, duty.criterion.ja, *duty.words):
            runs = [text[i : i + 14] for i in range(len(text) - 13)]
            assert not any(run in everything for run in runs if not run.isascii()), duty.id


@pytest.mark.parametrize("file", sorted((SHARED / "samples" / "policies").glob("*")))
def test_other_companies_texts_give_their_clauses_too(file):
    found = structure(read(file))
    assert len(found.clauses) > 4
    assert len({c.number for c in found.clauses}) == len(found.clauses)
