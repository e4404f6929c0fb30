"""What each role must do, derived from the catalogue of duties; and who holds which role."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Binding, Version
from sekisho.domains.documents.sheet import Said
from sekisho.domains.documents.words import SheetRole
from sekisho.domains.people.models import Appointment
from sekisho.packs.duties import duties

HELD: dict[str, tuple[str, ...]] = {
    SheetRole.MANAGER: ("manager",),
    SheetRole.COMMITTEE: ("committee", "chair"),
    SheetRole.DIRECTOR: ("director", "deputy"),
    SheetRole.ADMIN: ("admin",),
    SheetRole.AUDITOR: ("auditor",),
}
"""Sheet → the appointments whose holders it is for."""

OWED: dict[str, tuple[str, ...]] = {
    SheetRole.EMPLOYEE: ("employee",),
    SheetRole.CONTRACTOR: ("employee",),
    SheetRole.MANAGER: ("manager",),
    SheetRole.COMMITTEE: ("committee", "legal", "hr", "procurement"),
    SheetRole.DIRECTOR: ("director", "board"),
    SheetRole.ADMIN: ("admin",),
    SheetRole.AUDITOR: ("auditor",),
}
"""Sheet → the catalogue's words for who owes a duty."""


def holding(people: Any, role: str, on: date) -> Any:
    """Those of ``people`` whom the sheet of ``role`` is for on ``on``."""
    if role == SheetRole.EMPLOYEE:
        return people.exclude(employment="contractor")
    if role == SheetRole.CONTRACTOR:
        return people.filter(employment="contractor")
    posts = Appointment.objects.in_force(on).filter(role__in=HELD[role])
    return people.filter(Exists(posts.filter(person=OuterRef("pk"))))


def sheets_for(roles: Iterable[str]) -> list[str]:
    """The sheets that somebody with ``roles`` reads."""
    have = set(roles)
    plain = [role for role in (SheetRole.EMPLOYEE, SheetRole.CONTRACTOR) if role in have]
    return [*plain, *(sheet for sheet, posts in HELD.items() if have & set(posts))]


def lines(role: str, on: date) -> list[Said]:
    """What ``role`` must do: one line for each duty, in the catalogue's own words.

    Of the duties that a clause of the policy in force gives; of all while there is no policy.
    """
    given = _given(on)
    return [
        Said(duty.criterion.ja, duty.criterion.en, (duty.id,))
        for duty in duties().values()
        if set(duty.role) & set(OWED[role]) and (not given or duty.id in given)
    ]


def _given(on: date) -> set[str]:
    policies = Version.objects.in_force(on).of_kind(Kind.POLICY)
    rows = Binding.objects.confirmed(on).filter(clause__version__in=policies)
    return set(rows.values_list("duty", flat=True))
