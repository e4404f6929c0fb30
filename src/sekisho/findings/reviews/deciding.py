"""Who decides on a right under review: the nearest manager above it who is not its holder."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.domains.access.models import AccountMember
from sekisho.domains.people.models import Appointment, Person, Unit
from sekisho.registers.rights import Role


class Deciders:
    """Managers of every unit and the director with the deputy, read once for a day."""

    def __init__(self, on: date) -> None:
        here = Person.objects.in_service(on).values("pk")
        rows = Appointment.objects.in_force(on).filter(person__in=here)
        self.paths = dict(Unit.objects.present().values_list("pk", "path"))
        self.managers: dict[str, list[UUID]] = {}
        self.top: list[UUID] = []
        for role in (Role.DIRECTOR, Role.DEPUTY):
            self.top += rows.of(role).order_by("starts_on", "pk").values_list("person", flat=True)
        self.users: dict[UUID | None, set[UUID]] = {}
        for account, person in AccountMember.objects.in_use(on).values_list("account", "person"):
            self.users.setdefault(account, set()).add(person)
        managing = rows.of(Role.MANAGER).exclude(unit=None).order_by("starts_on", "pk")
        for path, person in managing.values_list("unit__path", "person"):
            self.managers.setdefault(path, []).append(person)

    def barred(self, right: Any) -> set[UUID]:
        """Who benefits from ``right``: its holder, and whoever uses the shared account it is for."""
        return {right.person_id} | self.users.get(right.account_id, set())

    def of(self, unit: UUID | None, *but: UUID | None) -> UUID | None:
        """Who decides for ``unit``, none of ``but``; None: nobody may."""
        return next((one for one in self.line(unit) if one not in but), None)

    def above(self, unit: UUID | None, reviewer: UUID | None, *but: UUID | None) -> UUID | None:
        """Who stands above ``reviewer`` for the unit: next in the line, else the top; none of ``but``."""
        line = [one for one in self.line(unit) if one not in but]
        after = line[line.index(reviewer) + 1 :] if reviewer in line else line
        return next((one for one in after if one != reviewer), None)

    def line(self, unit: UUID | None) -> Iterable[UUID]:
        """Everybody who may decide for ``unit``, the nearest first."""
        path = self.paths.get(unit, "") if unit else ""
        while path not in {"", "/"}:
            yield from self.managers.get(path, ())
            path = path[: path.rstrip("/").rfind("/") + 1]
        yield from self.top
