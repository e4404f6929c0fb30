"""Who is written to, where, and in which language; nobody on leave, nobody who has left.

Staff of a contractor (請負・準委任) are told through the supplier's person in charge, never directly:
instructing them would make the contract a disguised dispatch (昭和61年労働省告示第37号). Where the
supplier has given no address, our own responsible employee is told. Rules of entering and using the
premises are the exception: they may go to the person.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings

from sekisho.domains.people.account import Account
from sekisho.domains.people.actors import actor_for
from sekisho.domains.people.person import Employment, Person
from sekisho.registers.actor import Actor
from sekisho.registers.rights import Role

PREMISES = frozenset({"O084", "O085", "O087"})
"""Duties about entering and using the premises, which staff of a contractor are told of directly."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Address:
    """Where a mail goes. ``person`` None: somebody outside, with no account."""

    mail: str
    name: str
    language: str
    person: UUID | None = None


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody with matters of their own: ``actor`` is who they are to the guard.

    ``direct`` is the person's own address, ``address`` the one for everything else.
    """

    person: Person
    actor: Actor
    address: Address | None
    direct: Address | None

    @property
    def through(self) -> bool:
        """Whether somebody else is written to in the person's place."""
        return self.address != self.direct

    def goes_to(self, duties: Iterable[str]) -> Address | None:
        """Where a task answering ``duties`` is sent."""
        return self.direct or self.address if PREMISES & set(duties) else self.address


def recipients(people: Iterable[UUID], on: date) -> Mapping[UUID, Recipient]:
    """Those of ``people`` who are at work on ``on``, by id; two queries for each 500, and two each."""
    wanted = sorted(set(people))
    found: dict[UUID, Recipient] = {}
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        rows = Person.objects.at_work(on).filter(pk__in=part).select_related("sponsor")
        accounts = {a.person_id: a for a in Account.objects.open(on).filter(person__in=part)}
        for person in rows:
            found[person.pk] = _recipient(person, accounts.get(person.pk), on)
    return found


def _recipient(person: Person, account: Account | None, on: date) -> Recipient:
    actor = actor_for(account, on) if account else None
    direct = _own(account) if account and actor and actor.roles else None
    if person.employment == Employment.CONTRACTOR:
        actor = actor or Actor(person.pk, frozenset({Role.CONTRACTOR.value}), person.pk)
        return Recipient(person, actor, _of_supplier(person, on), direct)
    return Recipient(person, actor or Actor(person.pk), direct, direct)


def _own(account: Account) -> Address:
    return Address(account.email, account.name, account.language, account.person_id)


def _of_supplier(person: Person, on: date) -> Address | None:
    if person.supplier_email:
        name = person.supplier_contact or person.supplier
        return Address(person.supplier_email, name, settings.LANGUAGE_CODE)
    if person.sponsor_id is None:
        return None
    sponsor = Account.objects.open(on).filter(person=person.sponsor_id).first()
    at_work = Person.objects.at_work(on).filter(pk=person.sponsor_id).exists()
    if sponsor is None or not at_work or not actor_for(sponsor, on).roles:
        return None
    return _own(sponsor)
