"""Who answers for an obligation, in words: the role, and the person where there is one alone."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from sekisho.obligations.obligation import Obligation
from sekisho.registers import guard
from sekisho.registers.actor import Actor
from sekisho.registers.register import registry
from sekisho.registers.rights import Role

Holders = Mapping[str, list[str]]


def holders(actor: Actor, on: date) -> Holders:
    """Role → names of those appointed on ``on``, as far as ``actor`` may read appointments."""
    rows = guard.visible(actor, registry["appointments"], on).in_force(on)
    found: dict[str, list[str]] = defaultdict(list)
    for role, name in rows.order_by("starts_on").values_list("role", "person__name"):
        if name not in found[role]:
            found[role].append(name)
    return found


def answers(one: Obligation, known: Holders) -> str:
    """The person who alone holds the role, else the role; each unit has a manager of its own."""
    names = known.get(one.answers, ()) if one.answers != Role.MANAGER else ()
    return names[0] if len(names) == 1 else str(Role(one.answers).label)
