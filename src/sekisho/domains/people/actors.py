"""From an account to the actor it is on a day: roles come from appointments and employment alone."""

from collections.abc import Mapping
from datetime import date

from sekisho.domains.people.account import ACCESS_ENDS, Account, AccountKind
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.person import Employment, Person
from sekisho.registers.actor import Actor, service
from sekisho.registers.guard import guard
from sekisho.registers.rights import Role

NOBODY: frozenset[str] = frozenset()


def actor_for(
    account: Account,
    on: date,
    auth: Mapping[str, str | int] | None = None,
    scopes: frozenset[str] | None = None,
) -> Actor:
    """The actor ``account`` is on the day ``on``; three queries at most.

    ``auth``: how the person proved who they are; ``scopes``: None after signing in, else the
    token's. An account closed or expired, and one of a person who has left, has no role at all.
    """
    roles = _roles(account, on)
    person = account.person_id if roles else None
    frozen = guard().barring(person, roles) if person else ""
    return Actor(account.pk, roles, person, scopes, auth=auth or {}, frozen=frozen)


def may_sign_in(account: Account, on: date) -> bool:
    """Whether a person or an outside auditor may come in by this account on ``on``."""
    if account.kind == AccountKind.PERSON:
        return _open(account, on) and _admitted(account, on) is not None
    return account.kind == AccountKind.AUDITOR and _open(account, on)


def _open(account: Account, on: date) -> bool:
    expired = account.expires_on is not None and account.expires_on < on
    return account.is_active and not expired


def _admitted(account: Account, on: date) -> str | None:
    """The employment of the account's person while it opens the door, else None."""
    if account.person_id is None:
        return None
    people = Person.objects.admitted(on, ACCESS_ENDS()).filter(pk=account.person_id)
    return people.values_list("employment", flat=True).first()


def _roles(account: Account, on: date) -> frozenset[str]:
    if not _open(account, on):
        return NOBODY
    if account.kind == AccountKind.AUDITOR:
        return frozenset({Role.AUDITOR.value})
    if account.kind == AccountKind.SERVICE:
        built_in = service(account.name)
        return built_in.roles if built_in.id == account.pk else NOBODY
    employment = _admitted(account, on)
    if employment is None:
        return NOBODY
    of_work = Role.CONTRACTOR if employment == Employment.CONTRACTOR else Role.EMPLOYEE
    appointed = Appointment.objects.in_force(on).filter(person=account.person_id)
    return frozenset({of_work.value, *appointed.values_list("role", flat=True)})
