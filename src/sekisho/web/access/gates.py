"""What stands in the way of a request, before it is sent: the requester and the approver see the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.access.models import AccessRight, Entitlement, EntitlementAsset
from sekisho.domains.access.opening import Opening, opening_of
from sekisho.domains.access.terms import longest
from sekisho.domains.assets.models import Asset
from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.people.appointment import Appointment
from sekisho.domains.people.models import Person, Pledge, Unit
from sekisho.obligations.rules.access_removal import closing
from sekisho.registers.errors import Text
from sekisho.registers.rights import Role
from sekisho.web.dates import day as written


@dataclass(frozen=True, slots=True)
class Gate:
    """``state``: open, shut, or past (nobody can tell yet)."""

    title: Text
    state: str
    text: Text
    evidence: Text = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for, as far as it is filled in."""

    person: Person | None
    asset: Asset | None
    role: Entitlement | None
    purpose: str
    starts_on: date
    ends_on: date | None
    shared: bool = False


def wish_of(right: AccessRight) -> Wish:
    return Wish(right.person, right.asset, right.entitlement, right.purpose, right.starts_on,
                right.ends_on, right.account_id is not None)  # fmt: skip


def gates(wish: Wish, on: date) -> list[Gate]:
    """In the order in which they are passed."""
    asset = wish.asset.pk if wish.asset else None
    opening = opening_of(asset, wish.role.pk if wish.role else None, on)
    found = [_purpose(wish, opening), _term(wish, opening), *_class(wish, opening, on)]
    if wish.person is not None:
        found += [_service(wish, on), _pledge(wish.person, on), _training(wish.person, on)]
    return found


def latest_day(wish: Wish, on: date) -> date:
    asset = wish.asset.pk if wish.asset else None
    opening = opening_of(asset, wish.role.pk if wish.role else None, on)
    return longest(wish.starts_on, opening.months)


def _purpose(wish: Wish, opening: Opening) -> Gate:
    title = _("The purpose fits")
    if not opening.purposes:
        return Gate(title, "past", _("No purposes of use are registered for it yet."))
    if wish.purpose in opening.purposes:
        return Gate(title, "open", _("It is one of the purposes registered."), wish.purpose)
    return Gate(title, "shut", _("It is not among the purposes registered. Please choose another."),
                wish.purpose)  # fmt: skip


def _term(wish: Wish, opening: Opening) -> Gate:
    title, latest = _("The term is short enough"), longest(wish.starts_on, opening.months)
    most = _("At most until %(day)s.") % {"day": written(latest)}
    if wish.ends_on is None:
        return Gate(title, "past", most)
    state = "open" if wish.ends_on <= latest else "shut"
    return Gate(title, state, most, written(wish.ends_on))


def _class(wish: Wish, opening: Opening, on: date) -> Iterator[Gate]:
    title = _("The class allows it")
    if opening.named and wish.shared:
        yield Gate(title, "shut", _("This class is opened to named persons only."))
        return
    if wish.role is None:
        known = wish.asset is not None and wish.asset.classification_id is not None
        text = _("Its handling rules apply.") if known else _("The asset has no class yet.")
        yield Gate(title, "open" if known else "past", text)
        return
    yield _system(wish.role, on)


def _system(role: Entitlement, on: date) -> Gate:
    title, system = _("The system protects it as its class asks"), role.system
    lines = EntitlementAsset.objects.open(on).filter(entitlement=role)
    classes = [line.asset.classification for line in lines.select_related("asset__classification")]
    if not classes or None in classes:
        return Gate(title, "past", _("What it opens, or its class, is not registered yet."))
    wants = [
        (any(c.mfa_required for c in classes), system.mfa, _("multi-factor authentication")),
        (any(c.encryption_required for c in classes), system.encrypted, _("encryption")),
    ]
    lacks = [words for wanted, has, words in wants if wanted and has is False]
    if lacks:
        return Gate(
            title, "shut", _("It lacks: %(what)s.") % {"what": "、".join(lacks)}, system.name
        )
    if any(wanted and has is None for wanted, has, _words in wants):
        return Gate(title, "past", _("Nobody has said how the system is protected."), system.name)
    return Gate(title, "open", _("It has what the class asks for."), system.name)


def _service(wish: Wish, on: date) -> Gate:
    title = _("The person stays as long")
    rows = Person.objects.filter(pk=wish.person.pk) if wish.person else Person.objects.none()
    last = rows.annotate(closes=closing()).values_list("closes", flat=True).first()
    if last is None or (wish.ends_on is not None and wish.ends_on <= last):
        return Gate(title, "open", _("No earlier last day is known."))
    text = _("Access ends with the last day: %(day)s.") % {"day": written(last)}
    return Gate(title, "shut" if last < on else "past", text)


def _pledge(person: Person, on: date) -> Gate:
    title = _("Bound to secrecy")
    pledges = Pledge.objects.answered().filter(person=person).exclude(signed_on__gt=on)
    if pledges.exists():
        return Gate(title, "open", _("A pledge is on record."))
    return Gate(title, "past", _("No pledge is on record. It goes faster once there is one."))


def _training(person: Person, on: date) -> Gate:
    title = _("Trained")
    done = CourseAssignment.objects.done(on).filter(person=person).order_by("-passed_on")
    late = CourseAssignment.objects.open().filter(person=person, due_on__lt=on)
    if late.exists():
        return Gate(title, "shut", _("A course is overdue. It goes faster once it is passed."))
    if (last := done.first()) is not None and last.passed_on:
        words = _("A course was passed on %(day)s.") % {"day": written(last.passed_on)}
        return Gate(title, "open", words)
    return Gate(title, "past", _("No course is on record as passed. It goes faster once one is."))


def deciders(unit: Unit | None, barred: set[Any], on: date) -> list[Person]:
    """Who can decide: the unit's manager, else one above; without them the director or deputy."""
    rows = Appointment.objects.in_force(on).select_related("person", "unit")
    if unit is not None:
        near = [a for a in rows.of(Role.MANAGER).exclude(unit=None) if a.unit.path and
                unit.path.startswith(a.unit.path) and a.person_id not in barred]  # fmt: skip
        if near:
            deepest = max(len(a.unit.path) for a in near)
            return [a.person for a in near if len(a.unit.path) == deepest]
    top = rows.filter(role__in=(Role.DIRECTOR, Role.DEPUTY)).exclude(person__in=barred)
    return [a.person for a in top]
