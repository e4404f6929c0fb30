"""What each role must do: derived from the catalogue and its rules; and who holds which role."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import override

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Binding, Version
from sekisho.domains.documents.sheet import Said
from sekisho.domains.documents.words import SheetRole
from sekisho.domains.people.models import Appointment
from sekisho.obligations.obligation import obligations
from sekisho.packs.duties import Duty, duties

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
    """What ``role`` must do, one line for each thing, with the duties it answers.

    Of the duties that a clause of the policy in force gives; of all while there is no policy.
    """
    given = _given(on)
    found: dict[tuple[str, str], list[str]] = {}
    for duty in duties().values():
        if set(duty.role) & set(OWED[role]) and (not given or duty.id in given):
            for words in _todo(duty, role):
                found.setdefault(words, []).append(duty.id)
    return [Said(ja, en, tuple(ids)) for (ja, en), ids in found.items()]


def _given(on: date) -> set[str]:
    policies = Version.objects.in_force(on).of_kind(Kind.POLICY)
    rows = Binding.objects.confirmed(on).filter(clause__version__in=policies)
    return set(rows.values_list("duty", flat=True))


def _todo(duty: Duty, role: str) -> list[tuple[str, str]]:
    """What the rules of a duty ask this role to do; what the duty is about where none asks it."""
    rules = obligations.of_duty(duty.id)
    posts = {*OWED[role], *HELD.get(role, ())}
    own = [one for one in rules if one.answers in posts]
    texts = [one.remedy for one in own or rules[:1]]
    if not texts:
        return [(duty.criterion.ja, duty.criterion.en)]
    return [(_in("ja", text), _in("en", text)) for text in texts]


def _in(language: str, text: Any) -> str:
    with override(language):
        return str(text)
