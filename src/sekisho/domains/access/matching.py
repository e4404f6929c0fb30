"""Whose account is this? By employee number, e-mail address or login name; only where one fits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps

from sekisho.registers.parse import folded


@dataclass(frozen=True, slots=True)
class Faces:
    """What a system's list says about one account."""

    login: str
    email: str = ""
    staff_number: str = ""

    def words(self) -> list[str]:
        """From the surest to the least sure."""
        return [w for w in (self.staff_number, self.email, self.login) if w]


def people_of(accounts: Iterable[Faces]) -> dict[str, UUID]:
    """Login → person, where exactly one person answers to the surest word that anybody answers to."""
    known = _known()
    found = {}
    for one in accounts:
        for word in one.words():
            if hits := known.get(folded(word).lower()):
                if len(hits) == 1:
                    found[one.login] = next(iter(hits))
                break
    return found


def _known() -> dict[str, set[UUID]]:
    """Folded employee number, address or its local part → who answers to it; one query."""
    person: Any = apps.get_model("people", "Person")
    known: dict[str, set[UUID]] = defaultdict(set)
    for pk, number, email in person.objects.present().values_list("pk", "employee_number", "email"):
        for form in (number, email, email.partition("@")[0]):
            if form:
                known[folded(form).lower()].add(pk)
    return known
