"""Need to know: who sees a restricted incident, and everything that hangs on it.

Restricted are incidents about insiders and whatever may be a whistle-blower's report: only the people
named for the incident see them, never the people concerned. Nobody else finds a trace: no list, count,
search, history or file tells of them, for all of those ask ``Register.known_to``.
"""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.member import Member
from sekisho.registers.actor import Actor
from sekisho.registers.rights import LEADERS, Rights

READERS = (
    *LEADERS,
    "admin",
    "auditor",
    "manager:unit",
    "employee:own",
    "contractor:own",
    "designated:own",
    "operator",
)
WRITERS = (*LEADERS, "admin", "manager:unit", "designated:own")
"""``designated``: for the incidents they are named for, whatever else they are."""
RUNNERS = (*LEADERS, "manager:unit", "designated:own")
ENDERS = (*LEADERS, "designated:own")
HANDLERS = frozenset({*LEADERS, "admin", "manager", "designated", "operator", "engine", "intake"})
"""Roles that handle incidents; all others report them."""
INTAKE = "intake"
"""The built-in service that takes in reports of people without an account. It adds and never reads."""


def incidents_known_to(actor: Actor) -> Q:
    """Incidents that ``actor`` may know of: open ones, and the restricted ones they work on."""
    if actor.roles & {INTAKE, "engine"}:
        return Q()  # they add what follows from an incident, and show it to nobody
    members = Member.objects.present().filter(person=actor.person, incident=OuterRef("pk"))
    working = Exists(members.filter(concerned=False))
    concerned = Exists(members.filter(concerned=True))
    return (Q(restricted=False) | Q(working)) & ~Q(concerned)


def known_by(path: str, actor: Actor) -> Q:
    """The same for rows that hang on an incident by the reference ``path``.

    Asked of each row by itself: a list shows a few of very many, and none makes the set of all incidents.
    """
    known = Incident.objects.filter(incidents_known_to(actor), pk=OuterRef(path))
    return Q(Exists(known))


def worked_on_by(person: UUID) -> "QuerySet[Incident]":
    """The incidents that a person is named for."""
    members = Member.objects.present().filter(person=person, concerned=False)
    found: QuerySet[Incident] = Incident.objects.filter(pk__in=members.values("incident"))
    return found


def child_rights(*more: str, own: bool = False, **moves: tuple[str, ...]) -> Rights:
    """Rights of what hangs on an incident: who works on incidents writes it.

    ``own``: employees too see what is about themselves.
    """
    mine = ("employee:own",) if own else ()
    return Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "designated:own", "operator", *mine),
        add=(*WRITERS, *more),
        change=(*WRITERS, *more),
        moves=moves,
    )


def written_once(*more: str) -> Rights:
    """Rights of what is added and never changed."""
    whole = child_rights(*more)
    return Rights(read=whole.read, add=whole.add)
