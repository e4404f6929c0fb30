"""Who answers for what, on a day: the director, the committee, a manager for every unit (ux.md §3)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sekisho.domains.people.appointment import APPOINTED, Covers
from sekisho.domains.people.models import Appointment, Unit
from sekisho.registers.rights import Role

SINGLE = (Role.DIRECTOR, Role.DEPUTY, Role.CHAIR)
AHEAD = 50


@dataclass(slots=True)
class Seat:
    """One role with those who hold it; without holders it is an empty seat."""

    role: str
    title: Any
    held: list[Appointment] = field(default_factory=list)
    code: str = ""

    @property
    def empty(self) -> bool:
        return not self.held


@dataclass(slots=True)
class Post:
    """A unit with its own managers, else the manager it inherits from the unit above."""

    unit: Unit
    depth: int
    own: list[Appointment] = field(default_factory=list)
    above: Appointment | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole: single seats, committee, fields covered, managers, auditors, administrators."""

    on: date
    seats: list[Seat]
    members: list[Appointment]
    covered: list[tuple[Any, list[str]]]
    posts: list[Post]
    others: list[Seat]
    ahead: list[tuple[date, Appointment, bool]]
    several: frozenset[UUID]

    @property
    def vacant(self) -> int:
        bare = sum(1 for _words, names in self.covered if not names)
        return sum(s.empty for s in self.seats) + bare + len(self.unmanaged)

    @property
    def unmanaged(self) -> list[Post]:
        """Units that nobody answers for, neither here nor above."""
        return [post for post in self.posts if not post.own and post.above is None]


CODES = {
    Role.DIRECTOR: "director-appointed",
    Role.DEPUTY: "deputy-appointed",
    Role.CHAIR: "committee-composed",
}


def chart(on: date) -> Chart:
    """The chart of ``on``: three queries, whatever the number of people."""
    rows = Appointment.objects.present().select_related("person", "unit", "person__unit")
    every = [
        a for a in rows.order_by("starts_on", "number") if a.ends_on is None or a.ends_on >= on
    ]
    now = [a for a in every if a.starts_on <= on]
    by_role: dict[str, list[Appointment]] = {}
    for one in now:
        by_role.setdefault(one.role, []).append(one)
    titles = dict(APPOINTED)
    seats = [Seat(r, titles[r], by_role.get(r, []), CODES[r]) for r in SINGLE]
    others = [Seat(r, titles[r], by_role.get(r, [])) for r in (Role.AUDITOR, Role.ADMIN)]
    members = by_role.get(Role.COMMITTEE, [])
    committee = [*by_role.get(Role.CHAIR, []), *members]
    return Chart(
        on, seats, members, covered(committee), posts(on, by_role.get(Role.MANAGER, [])), others,
        ahead(every, on), _several(now),
    )  # fmt: skip


def covered(committee: Sequence[Appointment]) -> list[tuple[Any, list[str]]]:
    """Each field the committee must cover, with the names that cover it."""
    return [
        (label, [a.person.name for a in committee if code in (a.covers or ())])
        for code, label in Covers.choices
    ]


def posts(on: date, managers: Sequence[Appointment]) -> list[Post]:
    """Every unit in the order of the tree, with who manages it."""
    by_unit: dict[UUID | None, list[Appointment]] = {}
    for one in managers:
        by_unit.setdefault(one.unit_id, []).append(one)
    found = []
    for unit in Unit.objects.active(on).order_by("outline", "code"):
        line = [UUID(part) for part in unit.path.strip("/").split("/") if part]
        own = by_unit.get(unit.pk, [])
        above = next((by_unit[up][0] for up in reversed(line[:-1]) if up in by_unit), None)
        found.append(Post(unit, max(0, len(line) - 1), own, None if own else above))
    return found


def ahead(every: Sequence[Appointment], on: date) -> list[tuple[date, Appointment, bool]]:
    """Changes to come, soonest first: (day, appointment, whether it begins)."""
    begins = [(a.starts_on, a, True) for a in every if a.starts_on > on]
    ends = [(a.ends_on, a, False) for a in every if a.ends_on is not None]
    return sorted([*begins, *ends], key=lambda change: (change[0], change[1].number))[:AHEAD]


def _several(now: Sequence[Appointment]) -> frozenset[UUID]:
    """People who manage more than one unit."""
    counts: dict[UUID, int] = {}
    for one in now:
        if one.role == Role.MANAGER:
            counts[one.person_id] = counts.get(one.person_id, 0) + 1
    return frozenset(person for person, n in counts.items() if n > 1)


def words(change: Appointment, *, begins: bool) -> str:
    """What happens on that day."""
    place = f" ({change.unit})" if change.unit else ""
    told = {"who": change.person.name, "role": change.get_role_display() + place}
    return (_("%(who)s becomes %(role)s") if begins else _("%(who)s ends as %(role)s")) % told
