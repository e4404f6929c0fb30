"""Which clauses bind whom: people under contract see those that bind them (ux.md §2)."""

from collections.abc import Sequence

from sekisho.findings.clauses import Stood
from sekisho.packs.duties import duties
from sekisho.registers.actor import Actor
from sekisho.registers.rights import Role
from sekisho.web import places

EVERYONE = "employee"
"""The catalogue's role for what every person owes."""


def binding(clauses: Sequence[Stood], actor: Actor) -> list[Stood]:
    """All clauses; for a contractor those that everyone owes, and those nobody has judged yet."""
    if places.chief(actor.roles) != Role.CONTRACTOR:
        return list(clauses)
    return [stood for stood in clauses if binds_everyone(stood)]


def binds_everyone(stood: Stood) -> bool:
    """Does a confirmed duty fall on every person? Without any, nobody knows, so it counts."""
    known = duties()
    owed = [known[duty].role for duty in stood.duties if duty in known]
    return not owed or any(EVERYONE in roles for roles in owed)
