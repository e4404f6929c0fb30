"""Who holds which office on a day, for the approval matrix: from appointments and delegations alone."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sekisho.domains.people.account import Account
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.delegation import Delegation
from sekisho.domains.people.person import Employment, Person
from sekisho.domains.people.unit import Unit
from sekisho.registers.rights import Role


class Company:
    """``registers.approvals.offices.Offices``."""

    def line(self, unit: UUID) -> list[UUID]:
        path = Unit.objects.filter(pk=unit).values_list("path", flat=True).first() or ""
        return [UUID(part) for part in path.strip("/").split("/") if part]

    def managers(self, units: Iterable[UUID], on: date) -> Mapping[UUID, list[UUID]]:
        rows = Appointment.objects.in_force(on).filter(role=Role.MANAGER, unit__in=list(units))
        found: dict[UUID, list[UUID]] = {}
        for unit, person in rows.order_by("starts_on", "pk").values_list("unit", "person"):
            found.setdefault(unit, []).append(person)
        return found

    def holders(self, role: str, on: date) -> list[UUID]:
        if role in {Role.EMPLOYEE, Role.CONTRACTOR, Role.OPERATOR}:
            return []  # nobody in particular
        rows = Appointment.objects.in_force(on).filter(role=role).order_by("starts_on", "pk")
        return list(dict.fromkeys(rows.values_list("person", flat=True)))

    def people(self, accounts: Iterable[UUID]) -> Mapping[UUID, UUID]:
        rows = Account.objects.filter(pk__in=list(accounts), person__isnull=False)
        return dict(rows.values_list("pk", "person"))

    def account(self, person: UUID) -> UUID | None:
        rows = Account.objects.filter(person=person)
        found: UUID | None = rows.values_list("pk", flat=True).first()
        return found

    def serving(self, people: Iterable[UUID], on: date) -> set[UUID]:
        rows = Person.objects.in_service(on).filter(pk__in=list(people))
        return set(rows.exclude(employment=Employment.CONTRACTOR).values_list("pk", flat=True))

    def stands_for(self, person: UUID, on: date) -> set[UUID]:
        """By delegation; and the deputy for the director, within the days of both appointments."""
        given = Delegation.objects.in_force(on).filter(to=person)
        found = set(given.values_list("person", flat=True))
        now = Appointment.objects.in_force(on)
        if now.filter(role=Role.DEPUTY, person=person).exists():
            found |= set(now.filter(role=Role.DIRECTOR).values_list("person", flat=True))
        return found - {person}
