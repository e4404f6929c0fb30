"""People as a directory sees them: the query, and a User for each row."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Prefetch, Q, QuerySet, When
from scim2_models import Meta, Reference

from sekisho.api.scim.shapes import (
    Email,
    EnterpriseUser,
    JapaneseUser,
    Manager,
    Membership,
    User,
    UserName,
)
from sekisho.domains.people.account import ACCESS_ENDS
from sekisho.domains.people.assignment import Assignment
from sekisho.domains.people.person import not_gone
from sekisho.registers.actor import Act
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.registers.spans import running

FULL: Any = User[EnterpriseUser | JapaneseUser]


def people(act: Act, *, groups: bool = True) -> "QuerySet[Any]":
    """Everybody the directory did not delete, with all that a User says; two queries."""
    rows = everybody(act).filter(identity__removed_at=None)
    if not groups:
        return rows
    posts = Assignment.objects.in_force(act.on).select_related("unit").order_by("unit__outline")
    return rows.prefetch_related(Prefetch("assignments", posts, to_attr="posts"))


def everybody(act: Act) -> "QuerySet[Any]":
    """People with identity, account and main unit, those deleted by the directory too."""
    rows = visible(act.actor, registry["people"], act.on)
    rows = rows.select_related("identity", "account", "unit")
    return rows.annotate(scim_active=active(act.on))  # type: ignore[no-any-return]


def active(on: date) -> Case:
    """Whether neither dates, nor the directory, nor the account keep a person out on ``on``.

    Somebody who has yet to join is active: the directory prepares the account. Of the joined
    rows alone, so that a list costs no more than its rows.
    """
    admitted = running(on, "ends_on", "contract_ends_on") & not_gone(on, ACCESS_ENDS())
    expired = Q(account__expires_on__lt=on)
    shut = Q(account__isnull=False) & (
        Q(account__active=False) | Q(account__withdrawn_at__isnull=False) | expired
    )
    kept = (admitted | Q(starts_on__gt=on)) & Q(identity__closed_on=None)
    return Case(When(shut, then=False), When(kept, then=True), default=False)


def user_name(person: Any) -> str:
    """What a directory may call a person it has not met yet: the address, else the number."""
    identity = identity_of(person)
    return str(identity.user_name if identity else person.email or person.number)


def identity_of(person: Any) -> Any:
    """The identity of ``person``, None when no directory knows it."""
    return getattr(person, "identity", None)


def account_of(person: Any) -> Any:
    return getattr(person, "account", None)


def put_together(person: Any, **parts: Any) -> None:
    """Join the row of ``person`` with ``parts`` that are at hand, so that nobody reads them again."""
    for name, part in parts.items():
        person._meta.get_field(name).set_cached_value(person, part)


def resource(person: Any) -> Any:
    """The User that ``person``, a row of ``people``, is."""
    made = FULL(
        id=str(person.pk),
        external_id=getattr(identity_of(person), "external_id", "") or None,
        user_name=user_name(person),
        name=_name(person),
        display_name=person.name,
        title=person.title or None,
        user_type=getattr(identity_of(person), "user_type", "") or None,
        active=person.scim_active,
        emails=_emails(person),
        groups=_groups(person),
        meta=meta(person),
    )
    if (enterprise := _enterprise(person)) is not None:
        made[EnterpriseUser] = enterprise
    if (japanese := _japanese(person)) is not None:
        made[JapaneseUser] = japanese
    return made


def _name(person: Any) -> UserName | None:
    """The parts of the name, when there is more to say than the full name does."""
    if person.family_name == person.name and not person.given_name:
        return None
    return UserName(family_name=person.family_name or None, given_name=person.given_name or None)


def _emails(person: Any) -> list[Email] | None:
    if not person.email:
        return None
    identity = identity_of(person)
    if identity is None:
        return [Email(value=person.email, type="work", primary=True)]
    kind, primary = identity.email_type or None, identity.email_primary
    return [Email(value=person.email, type=kind, primary=primary)]


def _groups(person: Any) -> list[Membership] | None:
    posts = getattr(person, "posts", ())
    units = {post.unit_id: post.unit for post in posts}
    found = [
        Membership(value=str(pk), ref=Reference(f"Groups/{pk}"), display=unit.name)
        for pk, unit in units.items()
    ]
    return found or None


def _enterprise(person: Any) -> EnterpriseUser | None:
    identity = identity_of(person)
    said = {
        "employee_number": person.employee_number,
        "department": getattr(identity, "department", "") or getattr(person.unit, "name", ""),
        **{
            name: getattr(identity, name, "")
            for name in ("cost_center", "organization", "division")
        },
    }
    manager = getattr(identity, "manager_id", None)
    if manager:
        said["manager"] = Manager(value=str(manager), ref=Reference(f"Users/{manager}"))
    said = {name: value for name, value in said.items() if value}
    return EnterpriseUser(**said) if said else None


def _japanese(person: Any) -> JapaneseUser | None:
    said = {name: getattr(person, name) for name in ("kana", "former_name", "supplier")}
    said = {name: value for name, value in said.items() if value}
    return JapaneseUser(**said) if said else None


def meta(person: Any) -> Meta:
    """The version counts what changed, with whether the person may come in today."""
    rows = [person, identity_of(person), account_of(person)]
    versions = [str(row.ver) if row else "0" for row in rows]
    versions.append("1" if person.scim_active else "0")
    return Meta(
        resource_type="User",
        created=person.created_at,
        last_modified=max(row.changed_at for row in rows if row),
        version=f'W/"{".".join(versions)}"',
    )


def one(act: Act, pk: UUID) -> Any:
    """The row of a person, None when there is none for this directory."""
    return people(act).filter(pk=pk).first()
