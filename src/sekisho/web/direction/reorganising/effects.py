"""What a plan would change, counted from the records: what is written now, on the day, and by whom else."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.domains.people.models import Appointment, Assignment
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.register import Register, registry
from sekisho.registers.rights import Role
from sekisho.web.direction.reorganising.plan import KEEP, MOVES, RENAMES, Plan, Row

HANDED = ("people", "assets", "systems", "services", "contracts")
"""Registers whose records change their unit on the day: it cannot be dated ahead there."""

TO_DECIDE = ("birthright_rules",)
"""What is not handed over by itself: it would give rights to everybody of the other unit."""

GOES_ON = ("access_rights",)
"""What follows the system or the asset it opens."""


def living(name: str, on: date) -> Q:
    """Records that still matter on ``on``."""
    open_end = Q(ends_on=None) | Q(ends_on__gte=on)
    over = ("removed", "refused", "withdrawn", "lapsed")
    return {
        "people": open_end,
        "systems": open_end,
        "assets": ~Q(state="ended"),
        "services": Q(ended_on=None) | Q(ended_on__gt=on),
        "birthright_rules": ~Q(state__in=("ended", "refused")),
        "access_rights": ~Q(state__in=over),
    }.get(name, Q())


@dataclass(frozen=True, slots=True)
class Held:
    """How many records of a register a unit holds, and where to see them."""

    name: str
    title: Any
    n: int
    href: str


@dataclass(slots=True)
class Ending:
    """A unit that ends: who takes over, and what hangs on it."""

    row: Row
    heir: str
    held: list[Held] = field(default_factory=list)
    follow: list[Held] = field(default_factory=list)
    decide: list[Held] = field(default_factory=list)
    posts: list[Assignment] = field(default_factory=list)
    managers: list[Appointment] = field(default_factory=list)


@dataclass(slots=True)
class Effects:
    """``moved``: units that lie elsewhere because theirs ends. ``decide``: sentences with links.
    ``others``: what the actor has no right to; those who have it do it."""

    plan: Plan
    endings: list[Ending]
    moved: dict[str, str]
    posts: list[Assignment]
    managers: list[Appointment]
    decide: list[tuple[str, str]]
    others: list[str]
    hands: list[str]

    def digest(self) -> str:
        """Of everything shown: what is confirmed is what was seen."""
        parts = [
            self.plan.on.isoformat(),
            [(r.key, r.do, r.name, r.target) for r in self.plan.rows],
            [(f.key, f.name, f.target) for f in self.plan.begun],
            sorted(self.moved.items()),
            [str(a.pk) for a in (*self.posts, *self.managers)],
            [(e.row.key, [(str(h.title), h.n) for h in (*e.held, *e.follow, *e.decide)]) for e in self.endings],
            [words for words, _href in self.decide], self.others,
        ]  # fmt: skip
        return sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def ending(plan: Plan, act: Act) -> list[Ending]:
    """What hangs on the units that end; one that nobody takes over from is a problem of the plan."""
    names, posts, managers = plan.names(), _posts(plan), _managers(plan)
    found = []
    for row in plan.ending:
        one = Ending(row, names.get(row.target, ""))
        one.held = list(_held(row, HANDED, act, plan.on))
        one.follow = list(_held(row, GOES_ON, act, plan.on))
        one.decide = list(_held(row, TO_DECIDE, act, plan.on))
        one.posts = [a for a in posts if a.unit_id == row.unit.pk]
        one.managers = [a for a in managers if a.unit_id == row.unit.pk]
        found.append(one)
        _orphaned(plan, one)
    return found


def effects(plan: Plan, endings: list[Ending], act: Act) -> Effects:
    """What ``plan``, which is good, would change, as far as ``act.actor`` may see and do it."""
    parents = plan.parents()
    posts = [post for one in endings for post in one.posts]
    managers = [manager for one in endings for manager in one.managers]
    moved = {}
    for row in plan.rows:
        was = row.unit.parent.pk.hex if row.unit.parent else ""
        if row.do not in MOVES and row.key in parents and parents[row.key] != was:
            moved[row.key] = parents[row.key]
    mine = [a for a in managers if _may_end(act, a)]
    theirs = [a for a in managers if a not in mine]
    others = list(_for_others(act, endings, theirs))
    may_post = all(may(act, verb, registry["assignments"]) for verb in ("add", "change"))
    hands = [name for name in HANDED if may(act, "change", registry[name])]
    decide = [*_decisions(endings, plan.on), *_unanswered(plan, parents)]
    return Effects(plan, endings, moved, posts if may_post else [], mine, decide, others, hands)


def may(act: Act, verb: str, register: Register[Any]) -> bool:
    """Whether the right reaches every record, or every one but one's own."""
    return bool({"all", "others"} & guard.guard().reach(act.actor, verb, register))


def _may_end(act: Act, one: Appointment) -> bool:
    register = registry["appointments"]
    return guard.guard().decide(act.actor, "change", register, one, act.on).allowed


def _posts(plan: Plan) -> list[Assignment]:
    """Posts in units that end, running on the day or later."""
    units = [row.unit.pk for row in plan.ending]
    later = Q(ends_on=None) | Q(ends_on__gte=plan.on)
    rows = Assignment.objects.present().filter(later, unit__in=units)
    return list(rows.select_related("person", "unit").order_by("unit__outline", "number"))


def _managers(plan: Plan) -> list[Appointment]:
    units = [row.unit.pk for row in plan.ending]
    later = Q(ends_on=None) | Q(ends_on__gte=plan.on)
    rows = Appointment.objects.present().filter(later, unit__in=units, role=Role.MANAGER)
    return list(rows.select_related("person", "unit").order_by("unit__outline", "number"))


def _held(row: Row, names: tuple[str, ...], act: Act, on: date) -> Iterator[Held]:
    for name in names:
        register = registry[name]
        rows = guard.visible(act.actor, register, act.on)
        if n := rows.filter(living(name, on), unit=row.unit.pk).count():
            yield Held(name, register.title, n, listed(name, row.unit.code))


def listed(name: str, code: str) -> str:
    return f"{reverse('list', kwargs={'name': name})}?unit={code}"


def _orphaned(plan: Plan, one: Ending) -> None:
    """A unit cannot end while something hangs on it and nobody is named to take it."""
    if one.row.target or one.row.errors:
        return
    hanging = [f"{held.title} {held.n}" for held in one.held]
    if one.posts:
        hanging.append(f"{registry['assignments'].title} {len(one.posts)}")
    ended = {row.key for row in plan.ending}
    below = [r for r in plan.rows if r.unit.parent_id == one.row.unit.pk and r.key not in ended]
    hanging += [r.unit.name for r in below if r.do not in MOVES]
    if hanging:
        words = _("%(unit)s ends and still holds: %(held)s. Please name the unit that takes over.")
        told = {"unit": one.row.unit.name, "held": _("、").join(hanging)}
        one.row.errors.append(words % told)


def _for_others(act: Act, endings: list[Ending], managers: list[Appointment]) -> Iterator[str]:
    """What stays for those who have the right to it."""
    words = _("%(what)s (%(n)s): you have no right to change them. To be done by: %(who)s")
    counts = dict.fromkeys(HANDED, 0)
    for held in (held for ending in endings for held in ending.held):
        counts[held.name] += held.n
    counts["assignments"] = sum(len(ending.posts) for ending in endings)
    for name, n in counts.items():
        if n and not may(act, "change", registry[name]):
            yield words % {"what": registry[name].title, "n": n, "who": _who(registry[name])}
    if managers:
        register = registry["appointments"]
        yield words % {"what": register.title, "n": len(managers), "who": _who(register)}


def _who(register: Register[Any]) -> str:
    roles = [role for role, scope in register.rights.of("change").items() if not scope]
    people = [role for role in roles if role not in {"operator", "scim", "engine"}]
    return _("、").join(str(Role(role).label) for role in people)


def _decisions(endings: list[Ending], on: date) -> Iterator[tuple[str, str]]:
    for ending in endings:
        unit = ending.row.unit
        for held in ending.decide:
            words = _("%(what)s of %(unit)s (%(n)s): they are not handed over. Please review them.")
            yield words % {"what": held.title, "unit": unit, "n": held.n}, held.href
        for post in ending.posts:
            if post.leads and ending.heir:
                words = _("%(who)s leads %(unit)s until then. Who leads %(heir)s?")
                told = {"who": post.person, "unit": unit, "heir": ending.heir}
                yield words % told, reverse("list", kwargs={"name": "assignments"})
        for one in ending.managers:
            if one.starts_on >= on:
                words = _("%(who)s would become manager of %(unit)s later. Please withdraw that.")
                told = {"who": one.person, "unit": unit}
                yield words % told, listed("appointments", unit.code)


def _unanswered(plan: Plan, parents: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Units for which no manager would answer from that day, neither there nor above."""
    managed = {
        unit.hex
        for unit in Appointment.objects.in_force(plan.on)
        .filter(role=Role.MANAGER)
        .values_list("unit", flat=True)
    } - {row.key for row in plan.ending}
    touched = {one.target for one in plan.ending} | {one.key for one in plan.begun}
    touched |= {row.key for row in plan.rows if row.do in MOVES}
    names = plan.names()
    for key in sorted(touched & parents.keys()):
        at = key
        while at and at not in managed:
            at = parents.get(at, "")
        if not at:
            words = _("Nobody is appointed manager of %(unit)s, or of a unit above, on that day.")
            yield words % {"unit": names[key]}, reverse("direction")


def left_behind(act: Act) -> list[Held]:
    """Units that have ended and still hold something today, one line for each and each register."""
    found = []
    for name in HANDED:
        register = registry[name]
        rows = guard.visible(act.actor, register, act.on).filter(living(name, act.on))
        rows = rows.filter(unit__ends_on__lt=act.on).order_by("unit__outline")
        for code, unit, n in rows.values_list("unit__code", "unit__name").annotate(n=Count("pk")):
            found.append(Held(name, f"{unit} — {register.title}", n, listed(name, code)))
    return found


def said(plan: Plan) -> list[tuple[Row, str]]:
    """Each unit that does not stay as it is, in words."""
    names = plan.names()
    found = []
    for row in plan.rows:
        if row.do == KEEP:
            continue
        told = {"name": row.name, "to": names.get(row.target, "")}
        parts = []
        if row.do in RENAMES:
            parts.append(_("becomes “%(name)s”") % told)
        if row.do in MOVES:
            parts.append(_("moves under %(to)s") % told)
        if not parts:
            parts.append(_("ends; %(to)s takes over") % told if row.target else _("ends"))
        found.append((row, _("、").join(parts)))
    return found
