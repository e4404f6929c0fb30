"""Standard roles by rule: given to joiners, taken from movers, renewed when the role was reviewed.

Everything here follows from an approval that somebody made once, of the rule or of the role.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.birthright_rule import Staff
from sekisho.domains.access.models import AccessRight, BirthrightRule
from sekisho.domains.access.opening import opening_of
from sekisho.domains.access.right_rows import LIVE, WAITING
from sekisho.domains.access.terms import GROUP, REVIEW_MONTHS, longest, next_review
from sekisho.domains.access.words import Basis, Cause
from sekisho.domains.people.models import Appointment, Assignment, Person
from sekisho.domains.people.person import Employment
from sekisho.obligations.rules.access_removal import closing
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.fiscal import after_months
from sekisho.registers.moving import move_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.settings import declare

AHEAD = declare(
    "access.birthright_ahead", 7, _("Standard roles are prepared for joiners before their first day by"),
    unit=_("days"), least=0, most=60, source=_("Default of practice."), since=date(2026, 4, 1),
    group=GROUP,
)  # fmt: skip
RENEW_AHEAD = timedelta(days=14)
CHUNK = 500
OUTSIDE = {
    Staff.OWN: (Employment.DISPATCHED, Employment.CONTRACTOR),
    Staff.DISPATCHED: (Employment.CONTRACTOR,),
    Staff.EVERYBODY: (),
}
DECIDED = (Cause.REVIEW, Cause.UNNEEDED, Cause.UNUSED, Cause.UNAPPROVED)
"""Somebody decided that this person shall not have it: no rule gives it back."""


def follow(act: Act) -> dict[str, int]:
    """Give, take and renew what the rules say; safe to call as often as one likes."""
    rules = list(BirthrightRule.objects.in_force(act.on).select_related("unit", "entitlement"))
    return {
        "given": sum(_give(rule, act) for rule in rules),
        "taken": _take(rules, act),
        "renewed": _renew(act),
    }


def holders(rule: BirthrightRule, on: date, ahead: int = 0) -> Any:
    """The people of whom ``rule`` speaks, with the last day of their access as ``closes``."""
    people = Person.objects.present().annotate(closes=closing())
    people = people.filter(
        Q(closes=None) | Q(closes__gte=on), starts_on__lte=on + timedelta(days=ahead)
    ).exclude(employment__in=OUTSIDE[Staff(rule.staff)])
    if rule.unit is not None:
        here = {"unit__path__startswith": rule.unit.path}
        posts = Assignment.objects.in_force(on).filter(person=OuterRef("pk"), **here)
        people = people.filter(Q(**here) | Exists(posts))
    if rule.office:
        held = Appointment.objects.in_force(on).filter(person=OuterRef("pk"), role=rule.office)
        people = people.filter(Exists(held))
    return people.filter(title=rule.title) if rule.title else people


def _give(rule: BirthrightRule, act: Act) -> int:
    """The role to each of them who neither has it nor lost it by a decision about themselves."""
    standing = Q(state__in=(*LIVE, *WAITING, "removal"))
    since = rule.approved_at.date() if rule.approved_at else rule.starts_on
    refused = Q(removal_cause__in=DECIDED, removal_asked_on__gte=since)
    has = AccessRight.objects.present().filter(
        standing | refused, person=OuterRef("pk"), entitlement=rule.entitlement_id, account=None
    )
    people = holders(rule, act.on, AHEAD()).filter(~Exists(has)).order_by("number")
    lines = [_line(rule, person, act.on) for person in people]
    for start in range(0, len(lines), CHUNK):
        write_many(registry["access_rights"], act, lines[start : start + CHUNK])
    return len(lines)


def _line(rule: BirthrightRule, person: Any, on: date) -> Line:
    first = max(rule.starts_on, person.starts_on, on)
    last = next_review(first)
    if person.closes is not None:
        last = min(last, max(first, person.closes))
    values = {
        "person": person.pk, "entitlement": rule.entitlement_id, "basis": Basis.BIRTHRIGHT.value,
        "starts_on": first, "ends_on": last, "rule": rule.pk, "approved_by": rule.approved_by_id,
        "approved_at": rule.approved_at,
    }  # fmt: skip
    return Line(values, answers=("rule", "approved_by", "approved_at"))


def _take(rules: list[BirthrightRule], act: Act) -> int:
    """What a rule gave and no rule gives any more; what ends with the person is not our matter."""
    covered: dict[UUID, set[UUID]] = defaultdict(set)
    for rule in rules:
        found = holders(rule, act.on, AHEAD()).values_list("pk", flat=True)
        covered[rule.entitlement_id] |= set(found)
    ruled = {rule.pk for rule in rules}
    given = AccessRight.objects.present().filter(state__in=LIVE, rule__isnull=False)
    given = given.annotate(closes=closing("person"))
    given = given.filter(Q(closes=None) | Q(closes__gte=act.on))
    parts: dict[str, list[UUID]] = defaultdict(list)
    for pk, person, role, rule in given.values_list("pk", "person", "entitlement", "rule"):
        if person not in covered[role]:
            parts[Cause.MOVER.value if rule in ruled else Cause.UNNEEDED.value].append(pk)
    for cause, pks in parts.items():
        for start in range(0, len(pks), CHUNK):
            rights = AccessRight.objects.filter(pk__in=pks[start : start + CHUNK])
            _each(act, "remove", list(rights.order_by("number")), removal_cause=cause)
    return sum(map(len, parts.values()))


def _renew(act: Act) -> int:
    """One review of a standard role renews it for everybody (auditor.md C30), before it ends."""
    soon = (act.on, act.on + RENEW_AHEAD)
    rights = AccessRight.objects.present().filter(
        state__in=("active", "renewal"), basis=Basis.BIRTHRIGHT, ends_on__range=soon,
        entitlement__state="birthright", asset=None,
    )  # fmt: skip
    groups: dict[tuple[Any, date], list[Any]] = defaultdict(list)
    rights = rights.select_related("entitlement").annotate(closes=closing("person"))
    for right in rights.order_by("number"):
        ends = _renewed_until(right, act.on)
        if ends is not None:
            groups[right.entitlement_id, ends].append(right)
    count = 0
    for ends, found in _fitting(groups, act.on):
        _each(act, "renew", found, ends_on=ends)
        count += len(found)
    return count


def _renewed_until(right: Any, on: date) -> date | None:
    """The next last day; None: the role waits for its review, or the holder leaves."""
    looked = right.entitlement.last_reviewed_on or right.entitlement.approved_on
    if looked is None or after_months(looked, REVIEW_MONTHS()) < on:
        return None
    ends = next_review(right.ends_on + timedelta(days=1))
    if right.closes is not None:
        ends = min(ends, right.closes)
    return ends if ends > right.ends_on else None


def _fitting(groups: Any, on: date) -> Iterator[tuple[date, list[Any]]]:
    """The strictest class keeps its own last days; others are renewed as far as theirs allows."""
    for (role, ends), found in groups.items():
        opening = opening_of(None, role, on)
        last = min(ends, longest(on, opening.months))
        if not opening.named and last > found[0].ends_on:
            yield last, found


def _each(act: Act, name: str, rights: list[Any], **said: Any) -> None:
    for start in range(0, len(rights), CHUNK):
        move_many(registry["access_rights"], act, name, rights[start : start + CHUNK], said)
