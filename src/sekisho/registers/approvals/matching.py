"""Which line of the matrix a record falls under: unit, rank of its class, amount."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.registers.approvals.offices import offices
from sekisho.registers.approvals.rule import ApprovalRule
from sekisho.registers.register import Register


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions look at. ``line``: the units from the root down to the record's own."""

    unit: UUID | None = None
    line: Sequence[UUID] = ()
    rank: int | None = None
    amount: int | None = None


def facts(register: Register[Any], record: Any) -> Facts:
    """Read by the lookups the register names; one query, and one for the units."""
    paths = {"unit": register.unit_path, "rank": register.rank_path, "amount": register.amount_path}
    asked = {name: path for name, path in paths.items() if path}
    rows = register.model._base_manager.filter(pk=record.pk).values_list(*asked.values())
    found = dict(zip(asked, (rows.first() or ()) if asked else (), strict=False))
    unit = found.get("unit")
    line = offices().line(unit) if unit else ()
    return Facts(unit, line, found.get("rank"), found.get("amount"))


def matching(register: Register[Any], move: str, record: Any, on: date) -> ApprovalRule | None:
    """The first line in force for ``move`` whose conditions hold; None: the rights decide."""
    rows = list(ApprovalRule.objects.in_force(register.name, on).filter(move=move))
    if not rows:
        return None
    known = facts(register, record)
    return next((rule for rule in rows if holds(rule, known)), None)


def holds(rule: ApprovalRule, known: Facts) -> bool:
    """What is not known (a class nobody decided, an amount nobody gave) counts as high."""
    if rule.unit_id and rule.unit_id not in known.line:
        return False
    return _reaches(known.rank, rule.least_rank) and _reaches(known.amount, rule.least_amount)


def _reaches(value: int | None, least: int | None) -> bool:
    return least is None or value is None or value >= least
