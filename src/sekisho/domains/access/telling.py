"""Ways in, told: who, what, why, and the entry of the ledger that let them in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sekisho.domains.access.as_of import Opened, assets_of
from sekisho.ledger.history import Item, of_records

LETS_IN = ("confirm", "approve", "open_early", "add")
"""Acts that open a right, the surest word first."""


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an answer. ``entry``: the act of the ledger that this line rests on."""

    way: Opened
    assets: Sequence[Any]
    entry: Item | None

    @property
    def right(self) -> Any:
        return self.way.right

    @property
    def actions(self) -> list[Any]:
        """The words of what may be done."""
        right = self.way.right
        given = right.actions or (right.entitlement.actions if right.entitlement else ())
        words = dict(type(right)._meta.get_field("actions").choices)
        return [words.get(code, code) for code in given]


def told(found: Sequence[Opened], on: date) -> list[Told]:
    """Each way in with the assets it opened and its entry; three queries for all."""
    opens = assets_of(found, on)
    entries = of_records("access_rights", list({one.right.pk for one in found}))
    return [
        Told(
            one,
            [one.right.asset]
            if one.right.asset_id
            else [line.asset for line in opens.get(one.right.entitlement_id, ())],
            _rests_on(entries.get(one.right.pk, [])),
        )
        for one in found
    ]


def _rests_on(entries: Sequence[Item]) -> Item | None:
    for act in LETS_IN:
        for entry in entries:
            if entry.act == act:
                return entry
    return None


def as_json(one: Told) -> dict[str, Any]:
    """What the API and the command line say of one way in; codes do not depend on the language."""
    right = one.right
    return {
        "person": str(one.way.person.pk),
        "person_name": str(one.way.person),
        "right": right.number,
        "way": one.way.way,
        "entitlement": str(right.entitlement) if right.entitlement_id else "",
        "system": str(right.entitlement.system) if right.entitlement_id else "",
        "assets": [asset.number for asset in one.assets],
        "actions": list(right.actions or (right.entitlement.actions if right.entitlement else ())),
        "purpose": right.purpose,
        "basis": str(right.basis),
        "state": str(right.state),
        "open_from": right.opens_on,
        "open_until": right.closed_on,
        "ends_on": right.ends_on,
        "over": one.way.over,
        "approved_by": str(right.approved_by) if right.approved_by_id else "",
        "approved_at": right.approved_at,
        "entry": {"pos": one.entry.pos, "act": one.entry.act, "leaf": one.entry.leaf.hex()}
        if one.entry
        else None,
    }
