"""Comparing a system's list of accounts with what is known: accounts, people, what is gone."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from sekisho.domains.access.account_list import AccountList
from sekisho.domains.access.entitlement import Entitlement
from sekisho.domains.access.found_right import FoundRight
from sekisho.domains.access.matching import Faces, people_of
from sekisho.domains.access.right import AccessRight
from sekisho.domains.access.system_account import SystemAccount
from sekisho.domains.access.words import AccountKind
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write_many
from sekisho.registers.guard import guard, visible
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

SAID = ("shown", "email", "staff_number", "mfa")


def compare(
    recs: Sequence[UUID], act: Act, grp: UUID, on: date, source: str, *, complete: bool
) -> None:
    """Bring everything in step with the lines ``recs`` of lists taken on ``on``, as one act.

    Only a complete list shows what is gone. Lines of several systems are several lists.
    """
    lines = [one for part in _parts(recs) for one in FoundRight.objects.filter(pk__in=part)]
    by_system: dict[UUID, list[FoundRight]] = {}
    for line in lines:
        by_system.setdefault(line.system_id, []).append(line)
    for system, found in by_system.items():
        _roles(system, found, act, grp)
        _accounts(system, found, act, grp, on)
        gone = _gone(system, found, act, grp, on) if complete else 0
        again = [Line({"ends_on": None}, line) for line in found if line.ends_on is not None]
        write_many(registry["found_rights"], act, again, grp)
        FoundRight.objects.filter(system=system, withdrawn_at=None).linked()
        AccessRight.objects.filter(entitlement__system=system).used()
        if complete:
            _verify(system, act, on)
        values = {
            "system": system, "taken_on": on, "source": source[:200], "complete": complete,
            "accounts": len({line.login for line in found}), "lines": len(found), "gone": gone,
        }  # fmt: skip
        write_many(registry["account_lists"], act, [Line(values)], grp)


def _verify(system: UUID, act: Act, on: date) -> None:
    """Removed rights that this list no longer shows are gone, and somebody has seen it."""
    register = registry["access_rights"]
    still = FoundRight.objects.seen().filter(
        Q(account=OuterRef("account")) | Q(account__person=OuterRef("person")),
        Q(entitlement=OuterRef("entitlement")) | Q(role=""),
        system=system,
    )  # a list that names no roles cannot show that one is gone while the account is there
    gone = visible(act.actor, register, act.on).filter(
        ~Exists(still), state="removed", entitlement__system=system,
        removal_verified_on=None, closed_on__lte=on,
    )  # fmt: skip
    for right in gone:
        if guard().decide(act.actor, "verify_removal", register, right, act.on).allowed:
            move(register, act, "verify_removal", right)


def _parts(recs: Sequence[Any]) -> Iterable[Sequence[Any]]:
    for start in range(0, len(recs), 500):
        yield recs[start : start + 500]


def _roles(system: UUID, found: Sequence[FoundRight], act: Act, grp: UUID) -> None:
    """A role nobody had registered is registered: it exists, whatever it lets one do."""
    rows = Entitlement.objects.filter(system=system).values_list("name", "code")
    known = {word for pair in rows for word in pair}
    new = dict.fromkeys(line.role for line in found if line.role and line.role not in known)
    privileged = {line.role for line in found if line.privileged}
    lines = [
        Line({"system": system, "name": role[:120], "privileged": role in privileged})
        for role in new
    ]
    write_many(registry["entitlements"], act, lines, grp)


def _accounts(system: UUID, found: Sequence[FoundRight], act: Act, grp: UUID, on: date) -> None:
    known = {one.login: one for one in SystemAccount.objects.present().filter(system=system)}
    last = {line.login: line for line in found}
    faces = {login: Faces(login, row.email, row.staff_number) for login, row in last.items()}
    wanted = [f for login, f in faces.items() if not known.get(login) or not known[login].person_id]
    people = people_of(wanted)
    roles: dict[str, list[FoundRight]] = {}
    for line in found:
        roles.setdefault(line.login, []).append(line)
    lines = []
    for login, rows in roles.items():
        record = known.get(login)
        values = _told(rows) | ({} if record else {"system": system, "login": login})
        person = people.get(login)
        if person and (record is None or record.kind in {AccountKind.UNKNOWN, AccountKind.PERSON}):
            values |= {"person": person, "kind": AccountKind.PERSON.value}
        values |= {"ends_on": None} if record and record.ends_on else {}
        values |= {} if record else {"starts_on": on}
        lines.append(Line(values, record))
    write_many(registry["system_accounts"], act, lines, grp)


def _told(rows: Sequence[FoundRight]) -> dict[str, Any]:
    """What the lines of one login say about the account; what they leave out stays as it is."""
    values: dict[str, Any] = {"enabled": any(row.enabled for row in rows)}
    if any(row.privileged for row in rows):
        values["privileged"] = True
    used = [row.last_used_on for row in rows if row.last_used_on]
    if used:
        values["last_used_on"] = max(used)
    for name in SAID:
        said = next((v for row in rows if (v := getattr(row, name)) not in (None, "")), None)
        if said is not None:
            values[name] = said
    return values


def _gone(system: UUID, found: Sequence[FoundRight], act: Act, grp: UUID, on: date) -> int:
    """Lines and accounts that this list no longer shows end with the list before it."""
    before = AccountList.objects.present().filter(system=system, taken_on__lt=on)
    last = before.order_by("-taken_on").values_list("taken_on", flat=True).first() or on
    seen, logins = {line.pk for line in found}, {line.login for line in found}
    open_ = FoundRight.objects.present().filter(system=system, ends_on=None)
    gone = [line for line in open_ if line.pk not in seen]
    ends = [Line({"ends_on": max(last, line.starts_on or last)}, line) for line in gone]
    write_many(registry["found_rights"], act, ends, grp)
    accounts = SystemAccount.objects.present().filter(system=system, ends_on=None)
    left = [one for one in accounts if one.login not in logins]
    over = [Line({"ends_on": max(last, one.starts_on)}, one) for one in left]
    write_many(registry["system_accounts"], act, over, grp)
    return len(gone)
