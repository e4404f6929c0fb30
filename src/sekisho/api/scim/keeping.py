"""From a User to the records it stands for: person, identity and account, by the one door."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from scim2_models import InvalidValueException, UniquenessException

from sekisho.api.scim import users
from sekisho.api.scim.shapes import EnterpriseUser, JapaneseUser
from sekisho.domains.people.account import AccountKind
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.identity import INACTIVE_MEANS, Identity, user_key
from sekisho.domains.people.person import Employment, Person
from sekisho.domains.people.sheets import PERSON_WORDS
from sekisho.domains.people.unit import Unit
from sekisho.ledger.ids import new_id
from sekisho.registers import tokens
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.guard import visible
from sekisho.registers.parse import folded
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

KINDS: Mapping[str, str] = {
    **PERSON_WORDS["employment"],
    **{folded(str(code)): str(code) for code in Employment},
    "member": "employee",
    "temp": "temporary",
    "intern": "part_time",
    "external": "contractor",
    "guest": "contractor",
}
"""Words of directories for the kind of user → employment."""


class Keeper:
    """Keeps one User: every row it writes is an entry of the ledger, all of one group."""

    def __init__(self, act: Act) -> None:
        self.act = act
        self.grp = new_id(act.at)
        self.fresh: Any = None

    def add(self, user: Any) -> UUID:
        """A new user, or the person who was here before the directory. The person's id.

        ``fresh`` is then the row of a person nobody knew before, as reading it again would give it.
        """
        return self.update(user, self._known(user))

    def update(self, user: Any, person: Any) -> UUID:
        """Write what ``user`` says over what there is; only what differs becomes an entry."""
        identity = users.identity_of(person)
        closed = self._closed(user, person, identity)
        values = self._person(user, person) | self._days(person, identity, closed)
        said = self._identity(user, identity) | {"closed_on": closed}
        reopened = closed is None and getattr(identity, "closed_on", None) is not None
        known, person = person, self._write("people", values, person)
        if known is None:
            users.put_together(person, unit=values.get("unit"), account=None)
        identity = self._write("identities", {"person": person, **said}, identity)
        account = self._account(person, shut=closed is not None, reopened=reopened)
        if known is None:
            # Joined today and nothing else said: who was not closed may come in.
            users.put_together(person, identity=identity, account=account)
            person.posts, person.scim_active = [], closed is None
            self.fresh = person
        return person.pk  # type: ignore[no-any-return]

    def remove(self, person: Any) -> None:
        """The directory deleted the user: the person leaves, and nothing is lost."""
        identity = users.identity_of(person)
        own = {} if identity else {"person": person, "user_name": users.user_name(person)}
        closed = getattr(identity, "closed_on", None) or self.act.on
        self._write("people", self._days(person, identity, closed), person)
        gone = {"removed_at": self.act.at, "closed_on": closed}
        self._write("identities", own | gone, identity)
        self._shut(users.account_of(person))

    def _write(self, register: str, values: Mapping[str, Any], record: Any = None) -> Any:
        (done,) = write_many(registry[register], self.act, [Line(values, record)], grp=self.grp)
        return done.record

    # -- Who it is ---------------------------------------------------------

    def _known(self, user: Any) -> Any:
        """The person whom a new user joins: one no directory knows, or one it deleted before.

        Raises UniquenessException when somebody the directory has now holds the user name or
        the employee number.
        """
        key = user_key(user.user_name)
        number = getattr(user[EnterpriseUser], "employee_number", None)
        # Mostly there is nobody: only then is it worth asking with all that a User says.
        pks = list(_meant(key, user.user_name, number)[:3])
        found = list(users.everybody(self.act).filter(pk__in=pks)) if pks else []
        for person in found:
            identity = users.identity_of(person)
            if identity is not None and identity.removed_at is None:
                raise UniquenessException(detail=self._taken(identity, key))
        if len(found) > 1:
            raise UniquenessException(
                detail=_("The user name and the employee number belong to different people.")
            )
        return found[0] if found else None

    @staticmethod
    def _taken(identity: Identity, key: str) -> str:
        if identity.user_key == key:
            return _("Another user has this user name.")
        return _("Another user has this employee number.")

    # -- The person --------------------------------------------------------

    def _person(self, user: Any, person: Any) -> dict[str, Any]:
        work, japan = user[EnterpriseUser], user[JapaneseUser]
        family, given = _parts(user)
        values = {
            "name": user.display_name,
            "family_name": family,
            "given_name": given,
            "title": user.title or "",
            "email": address(user)[0],
            "employee_number": getattr(work, "employee_number", None) or "",
            "kana": getattr(japan, "kana", None) or "",
            "former_name": getattr(japan, "former_name", None) or "",
            "supplier": getattr(japan, "supplier", None) or "",
        }
        kind = KINDS.get(folded(user.user_type or ""))
        if person is None:
            values |= {"employment": kind or "employee", "starts_on": self.act.on}
        elif kind and user.user_type != getattr(users.identity_of(person), "user_type", ""):
            values["employment"] = kind
        unit = self._unit(getattr(work, "department", None), person)
        return values | ({"unit": unit} if unit else {})

    def _unit(self, department: str | None, person: Any) -> Unit | None:
        """The unit that a department newly said means; None when that is not certain."""
        before = getattr(users.identity_of(person), "department", "") if person else ""
        if not department or department == before:
            return None
        named = Q(code=department) | Q(name=department) | Q(short_name=department)
        found = list(Unit.objects.active(self.act.on).filter(named)[:2])
        return found[0] if len(found) == 1 else None

    def _closed(self, user: Any, person: Any, identity: Any) -> date | None:
        """Since when the directory keeps the person out; only a change of ``active`` moves it.

        The days of personnel win: a directory opens again what it closed itself, nothing else.
        """
        before = getattr(identity, "closed_on", None)
        if user.active:
            return None
        open_ = person is None or person.scim_active
        return before or (self.act.on if open_ else None)

    def _days(self, person: Any, identity: Any, closed: date | None) -> dict[str, Any]:
        """The days of leaving that follow: the day of closing, unless personnel has earlier ones."""
        before = getattr(identity, "closed_on", None)
        if INACTIVE_MEANS() != "leaving" or closed == before:
            return {}
        if closed is None:
            return {n: None for n in ("last_working_on", "ends_on") if getattr(person, n) == before}
        if person is not None and person.starts_on > closed:
            return {}
        last = getattr(person, "last_working_on", None)
        values = {"last_working_on": closed} if last is None or last > closed else {}
        return values | ({"ends_on": closed} if getattr(person, "ends_on", None) is None else {})

    # -- What the directory says besides ------------------------------------

    def _identity(self, user: Any, identity: Any) -> dict[str, Any]:
        work = user[EnterpriseUser]
        _address, kind, primary = address(user)
        names = ("organization", "division", "cost_center", "department")
        said = {name: getattr(work, name, None) or "" for name in names}
        return {
            **said,
            "user_name": user.user_name,
            "external_id": user.external_id or "",
            "user_type": user.user_type or "",
            "email_type": kind,
            "email_primary": primary,
            "manager": self._manager(getattr(work, "manager", None)),
            **({"removed_at": None} if identity else {}),
        }

    def _manager(self, said: Any) -> UUID | None:
        if said is None or not (said.value or said.ref):
            return None
        word = said.value or str(said.ref).rstrip("/").rpartition("/")[2]
        found = existing(self.act, [word])
        if not found:
            raise InvalidValueException(detail=_("There is no user “%(id)s”.") % {"id": word})
        return found.pop()

    # -- How the person signs in --------------------------------------------

    def _account(self, person: Person, *, shut: bool, reopened: bool) -> Any:
        account = users.account_of(person)
        if account is None:
            if not person.email:
                return None
            own = {"kind": AccountKind.PERSON, "person": person, "active": not shut}
            return self._write("accounts", {"email": person.email, "name": person.name, **own})
        if shut:
            self._shut(account)
        values: dict[str, Any] = {"name": person.name} | ({"active": True} if reopened else {})
        if person.email and person.email != account.email and not self._appointed(person):
            values["email"] = person.email
        return self._write("accounts", values, account)

    def _appointed(self, person: Person) -> bool:
        """Whoever holds a role keeps the address of their account until an administrator changes it:
        a directory alone must not be able to take over the account of a director."""
        return Appointment.objects.in_force(self.act.on).filter(person=person).exists()

    def _shut(self, account: Any) -> None:
        """No more sign-in: the account is closed, its sessions and tokens end at once."""
        if account is None:
            return
        self._write("accounts", {"active": False}, account)
        tokens.revoke_account(self.act, account.pk)
        for session in UserSession.objects.filter(user=account):
            session.end()


def _meant(key: str, user_name: str, number: str | None) -> "QuerySet[Any]":
    """The ids of those a new user may be. A union: each part finds its rows by an index, where one
    condition over all would read everybody for every user that comes."""
    identities, people = Identity.objects.all(), Person.objects.present()
    gone = identities.filter(removed_at__isnull=False, user_name=user_name)
    parts = [
        identities.filter(user_key=key).values_list("person_id", flat=True),
        gone.values_list("person_id", flat=True),
        people.filter(email=key, identity=None).values_list("pk", flat=True),
    ]
    if number:
        parts.append(people.filter(employee_number=number).values_list("pk", flat=True))
    return parts[0].union(*parts[1:])


def _parts(user: Any) -> tuple[str, str]:
    """Family and given name; those of the full name when the directory does not tell them apart."""
    family, given = getattr(user.name, "family_name", None), getattr(user.name, "given_name", None)
    if not family and not given:
        family, _space, given = user.display_name.partition(" ")
    return family or "", given or ""


def address(user: Any) -> tuple[str, str, bool | None]:
    """The one e-mail address to keep, with its type and mark; the primary one, else that of work."""
    given = [one for one in user.emails or () if one.value]
    if not given:
        return "", "", None
    best = min(given, key=lambda one: (not one.primary, one.type != "work"))
    return best.value, best.type or "", best.primary


def existing(act: Act, words: list[str]) -> set[UUID]:
    """Those of the ids that are users of this directory; a word that is no id is left out."""
    ids = [pk for word in words if (pk := as_id(word))]
    found: set[UUID] = set()
    for start in range(0, len(ids), 400):
        part = ids[start : start + 400]
        rows = visible(act.actor, registry["people"], act.on).filter(identity__removed_at=None)
        found |= set(rows.filter(pk__in=part).values_list("pk", flat=True))
    return found


def as_id(word: str) -> UUID | None:
    try:
        return UUID(word)
    except (ValueError, AttributeError):
        return None
