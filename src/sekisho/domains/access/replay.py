"""The same questions answered from the ledger alone, so that the tables need not be believed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.ledger.history import every

Row = dict[str, Any]


@dataclass(slots=True)
class Replay:
    """Every right, role's asset and account's user as the ledger's payloads leave them.

    ``erased``: records of which some entry has no payload any more; about them nothing is said.
    """

    rights: dict[UUID, Row] = field(default_factory=dict)
    opens: dict[UUID, Row] = field(default_factory=dict)
    members: dict[UUID, Row] = field(default_factory=dict)
    erased: set[UUID] = field(default_factory=set)

    def who_could_open(self, asset: UUID, on: date) -> set[tuple[UUID, UUID]]:
        """(person, right) for everybody who could open ``asset`` on ``on``."""
        roles = {
            row["entitlement"]
            for row in self.opens.values()
            if row["asset"] == str(asset) and _spans(row, on, "starts_on", "ends_on")
        }
        found = set()
        for pk, row in self.rights.items():
            direct = row.get("asset")
            reaches = direct == str(asset) if direct else row.get("entitlement") in roles
            if reaches and _spans(row, on, "opens_on", "closed_on"):
                found |= {(person, pk) for person in self._people(row, on)}
        return found

    def _people(self, row: Row, on: date) -> Iterator[UUID]:
        yield UUID(row["person"])
        if row.get("account"):
            for member in self.members.values():
                if member["account"] == row["account"] and _spans(
                    member, on, "starts_on", "ends_on"
                ):
                    yield UUID(member["person"])


def replay() -> Replay:
    """Read the ledger from its first entry to its last."""
    found = Replay()
    kinds = (
        ("access_rights", found.rights),
        ("entitlement_assets", found.opens),
        ("account_members", found.members),
    )
    for kind, rows in kinds:
        for entry in every(kind):
            if entry.payload is None:
                found.erased.add(entry.rec)
                continue
            rows.setdefault(entry.rec, {}).update(entry.payload.get("set", {}))
            if entry.act == "withdraw":
                del rows[entry.rec]
    return found


def _spans(row: Row, on: date, first: str, last: str) -> bool:
    begins, ends, day = row.get(first) or "", row.get(last) or "", on.isoformat()
    return bool(begins and begins <= day and (not ends or day <= ends))
