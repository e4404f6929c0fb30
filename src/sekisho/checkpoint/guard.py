"""The guard: one set of rules, for one record (all reasons) and for a query (SQL)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint import frozen
from sekisho.checkpoint.company import own
from sekisho.checkpoint.reach import covers, is_own, own_paths, within
from sekisho.checkpoint.words import tongue
from sekisho.registers.actor import Actor
from sekisho.registers.errors import Text
from sekisho.registers.guard import Decision
from sekisho.registers.rights import Role, Scope

PLAIN = frozenset({"read", "add", "change", "withdraw", "attach"})
OTHERS = "others"

ROLE = _("None of your roles allows this.")
TOKEN = _("The access token is not meant for this: it lacks the scope “%(scope)s”.")
SCOPE = _("This lies outside the units you manage and the records about yourself.")
BARRED = _("Access by this person is frozen (%(number)s).")
SHUT = _("Access to this information is frozen (%(number)s).")
OWN = _("Nobody does this to a record about themselves. Somebody else has to do it.")


class Checkpoint:
    """``registers.guard.Guard`` from the rights each register declares.

    Roles add up. The deputy has the director's rights. The operator reads and writes whatever
    some role may, but makes a move only where it is named. A token does what its scopes say;
    it approves only when scoped for that.
    """

    def decide(
        self,
        actor: Actor,
        verb: str,
        register: Any,
        record: Any,
        on: date,
        values: Mapping[str, Any] | None = None,
    ) -> Decision:
        reasons = list(_reasons(actor, verb, register, record, on, values))
        return Decision(not reasons, reasons)

    def visible(self, actor: Actor, register: Any, rows: "QuerySet[Any]", on: date) -> Any:
        return self.reachable(actor, "read", register, rows, on)

    def reachable(
        self, actor: Actor, verb: str, register: Any, rows: "QuerySet[Any]", on: date
    ) -> Any:
        if _token(actor, verb, register) or _barred(actor, verb, register):
            return rows.none()
        reached = within(actor, register, granted(actor, verb, register), on)
        opened = frozen.opened(actor, verb, register)
        if reached is None and not opened:
            return rows.none()
        reached = reached | opened if reached else (opened if reached is None else reached)
        known = register.known_to(actor)
        free = ~_own(actor, verb, register) & ~frozen.closed(actor, verb, register)
        open_ = own.negated(own.shut(actor, verb, register, on))
        return rows.filter(reached & free & known & open_)

    def reach(self, actor: Actor, verb: str, register: Any) -> frozenset[str]:
        """Scopes of ``actor`` for ``verb``; ``others`` = not every record: each is asked about."""
        if _token(actor, verb, register) or _barred(actor, verb, register):
            return frozenset()
        scopes = granted(actor, verb, register)
        if Scope.ALL in scopes and _asks_each(actor, verb, register):
            return frozenset({OTHERS})
        return scopes

    def barring(self, person: UUID, roles: frozenset[str]) -> str:
        return frozen.barring(person, roles)


def granted(actor: Actor, verb: str, register: Any) -> frozenset[str]:
    """The scopes that the roles of ``actor`` give for ``verb``; empty: no role gives any."""
    grants = register.rights.of(verb)
    roles = set(actor.roles)
    if Role.DEPUTY in roles:
        roles.add(Role.DIRECTOR)
    if Role.OPERATOR in roles and verb in PLAIN and grants:
        return frozenset({Scope.ALL.value})
    scopes = {grants[role] or Scope.ALL.value for role in roles & grants.keys()}
    return frozenset({Scope.ALL.value}) if Scope.ALL in scopes else frozenset(scopes)


def scope_needed(verb: str, register: Any) -> str:
    """What a token must be scoped for: ``read``, ``write`` or ``approve``.

    Approving is every move that somebody else had to prepare, whatever nobody does to their own
    record, and every move the workflow does not know.
    """
    if verb == "read":
        return "read"
    if verb in register.rights.never_own:
        return "approve"
    if verb in PLAIN:
        return "write"
    moves = register.life.moves if register.life else ()
    known = [move for move in moves if move.name == verb]
    approves = not known or verb == "approve" or any(move.other_than for move in known)
    return "approve" if approves else "write"


def _reasons(
    actor: Actor,
    verb: str,
    register: Any,
    record: Any,
    on: date,
    values: Mapping[str, Any] | None,
) -> Iterator[tuple[str, Text]]:
    if lacking := _token(actor, verb, register):
        yield "token", TOKEN % {"scope": lacking}
    yield from _frozen(actor, verb, register, record, values)
    scopes = granted(actor, verb, register)
    if Scope.ALL not in scopes and not _opened(actor, verb, register, record):
        if not scopes:
            yield "role", ROLE
        elif not _in_reach(actor, register, scopes, record, on, values):
            yield "scope", SCOPE
    if _about_oneself(actor, verb, register, record, values):
        yield "own", OWN
    if record is not None and not _known(actor, register, record):
        yield "scope", SCOPE  # never a word of its own: that would tell that there is a secret
    for one in own.against(actor, verb, register, record, on, values):
        yield "company_policy", one.said()[tongue()]


def _frozen(
    actor: Actor, verb: str, register: Any, record: Any, values: Mapping[str, Any] | None
) -> Iterator[tuple[str, Text]]:
    if number := _barred(actor, verb, register):
        yield "person_frozen", BARRED % {"number": number}
    if number := frozen.number_of(actor, verb, register, record, values):
        yield "asset_frozen", SHUT % {"number": number}


def _opened(actor: Actor, verb: str, register: Any, record: Any) -> bool:
    """Whether an emergency opens ``record`` to the actor."""
    opened = frozen.opened(actor, verb, register)
    return bool(opened) and record is not None and _holds(register, record, opened)


def _barred(actor: Actor, verb: str, register: Any) -> str:
    """The freeze that shuts the actor out of everything but what is left to the frozen."""
    return "" if verb in register.open_when_frozen else actor.frozen


def _asks_each(actor: Actor, verb: str, register: Any) -> bool:
    """Whether, of all records, some may be kept from the actor: then each is asked about."""
    kept = _own(actor, verb, register) or register.known_to(actor)
    if kept or own.concerned(actor, verb, register):
        return True
    return bool(frozen.closed(actor, verb, register)) and frozen.assets(actor).exists()


def _known(actor: Actor, register: Any, record: Any) -> bool:
    """Whether the actor knows of the record at all (``Register.known_to``)."""
    known = register.known_to(actor)
    return not known or _holds(register, record, known)


def _token(actor: Actor, verb: str, register: Any) -> str:
    """The scope that the actor's token lacks for ``verb``; empty when it lacks none."""
    if actor.scopes is None:
        return ""
    needed = scope_needed(verb, register)
    return "" if actor.scopes & {needed, f"{register.name}.{verb}"} else needed


def _in_reach(
    actor: Actor,
    register: Any,
    scopes: frozenset[str],
    record: Any,
    on: date,
    values: Mapping[str, Any] | None,
) -> bool:
    """Whether the record as it is, and as it would become, lies in one of ``scopes``."""
    if record is not None and not _holds(register, record, within(actor, register, scopes, on)):
        return False
    return values is None or covers(actor, register, scopes, on, values, record)


def _own(actor: Actor, verb: str, register: Any) -> Q:
    """Records about the actor, where the register keeps ``verb`` from them; else an empty Q."""
    if verb not in register.rights.never_own or actor.person is None:
        return Q()
    paths = [Q(**{path: actor.person}) for path in own_paths(register)]
    return reduce(or_, paths, Q())


def _about_oneself(
    actor: Actor, verb: str, register: Any, record: Any, values: Mapping[str, Any] | None
) -> bool:
    own = _own(actor, verb, register)
    if not own:
        return False
    if record is not None and _holds(register, record, own):
        return True
    return values is not None and is_own(actor, register, values, record)


def _holds(register: Any, record: Any, rule: Q | None) -> bool:
    """Whether ``rule`` (None: nothing) holds for the stored row of ``record``."""
    rows = register.model._base_manager.filter(pk=record.pk)
    return rule is not None and bool(rows.filter(rule).exists())
