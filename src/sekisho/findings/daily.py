"""The daily evaluation: everything judged, stored, turned into tasks, and sealed."""

from dataclasses import asdict
from typing import Any

from django.db import transaction

from sekisho.domains.documents.version import policy_in_force_or_draft as policy_on
from sekisho.findings.assign import assign
from sekisho.findings.evaluate import Judged, judge_all, keep_all
from sekisho.findings.standing import Whole, keep_clauses
from sekisho.ledger.entries import Draft, append
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.store import origin

KIND = "evaluations"


def evaluate(act: Act) -> Whole:
    """Judge every obligation as of ``act.on``, keep findings, standings and tasks in step.

    One entry of the ledger holds all counts, so that the day's result cannot be changed later.
    """
    found = judge_all(act.on)
    keep_all(found, act.on, act.at)
    assign(act, [one.one.code for one in found])
    seals = {one.one.code: one.seal for one in found}
    clauses = keep_clauses(act.on, seals)
    states = {s.clause.number: s.seal for s in clauses}
    with transaction.atomic():
        append(
            [Draft("evaluate", KIND, new_id(act.at), 1, _result(act, found, states))], origin(act)
        )
    return Whole(act.on, found, policy_on(act.on), clauses)


def _result(act: Act, found: list[Judged], clauses: dict[str, str]) -> dict[str, Any]:
    counts = {j.one.code: {**asdict(j.counts), "seal": j.seal} for j in found}
    return {"on": act.on, "obligations": counts, "clauses": clauses}
