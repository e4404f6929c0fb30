"""Freezing from an incident: every way to the affected assets, shut in one act.

Rights, systems and freezes belong to other domains: they are spoken to as registers, by name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from sekisho.domains.incidents.affected import AffectedAsset, Standing
from sekisho.domains.incidents.containment import Containment, Kind
from sekisho.domains.incidents.incident import Incident
from sekisho.ledger.ids import new_id
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.spans import running


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is to be shut: single rights, whole assets, and the accounts of systems."""

    rights: frozenset[UUID] = frozenset()
    assets: frozenset[UUID] = frozenset()
    systems: frozenset[UUID] = frozenset()
    reason: str = ""
    for_good: bool = False


def touched(incident: Incident) -> "QuerySet[Any]":
    """The assets it touches or may touch; those found unaffected are left alone."""
    rows = AffectedAsset.objects.present().filter(incident=incident.pk)
    ids = rows.exclude(standing=Standing.CLEAN).values("asset")
    found: QuerySet[Any] = registry["assets"].rows().filter(pk__in=ids)
    return found.order_by("number")


def roles(incident: Incident, on: date) -> "QuerySet[Any]":
    """The roles of systems that open one of those assets on that day."""
    opens = registry["entitlement_assets"].rows().filter(running(on), asset__in=touched(incident))
    rows: QuerySet[Any] = registry["entitlements"].rows()
    return rows.filter(pk__in=opens.values("entitlement"))


def grants(incident: Incident, act: Act) -> "QuerySet[Any]":
    """Every right that stands and leads there, whoever holds it, as far as the actor may see it."""
    rows = guard.visible(act.actor, registry["access_rights"], act.on)
    leads = Q(asset__in=touched(incident)) | Q(entitlement__in=roles(incident, act.on))
    live = rows.filter(leads, state__in=("provisional", "approved", "active", "renewal"))
    shown: QuerySet[Any] = live.select_related("person", "entitlement__system", "asset", "account")
    return shown.order_by("person__number", "number")


def systems(incident: Incident, on: date) -> "QuerySet[Any]":
    """The systems the assets are reached by, each with how many accounts are open (``open``)."""
    accounts = Q(accounts__withdrawn_at=None, accounts__enabled=True) & (
        Q(accounts__ends_on=None) | Q(accounts__ends_on__gte=on)
    )
    rows: QuerySet[Any] = registry["systems"].rows()
    rows = rows.filter(pk__in=roles(incident, on).values("system"))
    found: QuerySet[Any] = rows.annotate(open=Count("accounts", filter=accounts, distinct=True))
    return found.order_by("number")


def frozen(incident: Incident) -> "QuerySet[Any]":
    """What was frozen for it and still waits for a decision."""
    rows: QuerySet[Any] = registry["freezes"].rows()
    return rows.filter(incident=incident.number, state="frozen")


@transaction.atomic
def shut(incident: Incident, act: Act, chosen: Chosen) -> int:
    """Freeze all that is chosen in one act, or take the rights away for good; how many.

    Raises Invalid without a reason or a choice, Denied to whom the guard refuses it.
    """
    if not chosen.reason.strip():
        raise Invalid({"reason": [_("Please write the reason.")]})
    there = set(frozen(incident).values_list("right", flat=True))
    there |= set(frozen(incident).values_list("asset", flat=True))
    rights = grants(incident, act).filter(pk__in=chosen.rights).exclude(pk__in=there - {None})
    assets = touched(incident).filter(pk__in=chosen.assets).exclude(pk__in=there - {None})
    said = {"reason": chosen.reason, "incident": incident.number}
    lines = [Line({"right": one} | said) for one in rights.values_list("pk", flat=True)]
    whole = [Line({"asset": one} | said) for one in assets.values_list("pk", flat=True)]
    orders = list(_orders(incident, act, chosen))
    if not (lines or whole or orders):
        raise Invalid({"": [_("Please choose at least one access that is not shut yet.")]})
    grp = new_id(act.at)
    made = write_many(registry["freezes"], act, [*lines, *whole], grp) if lines or whole else []
    if orders:
        write_many(registry["containments"], act, orders, grp)
    if chosen.for_good:
        for one in made[: len(lines)]:
            move(registry["freezes"], act, "revoke", one.record, {"lift_reason": chosen.reason})
    return len(made)


def _orders(incident: Incident, act: Act, chosen: Chosen) -> Iterable[Line]:
    """Accounts live in the systems themselves: their closing is ordered, done and made sure of."""
    there = set(
        Containment.objects.present().filter(incident=incident.pk).values_list("what", flat=True)
    )
    for system in systems(incident, act.on).filter(pk__in=chosen.systems):
        what = _("Close the accounts of %(system)s") % {"system": system.name}
        if what not in there:
            yield Line({"incident": incident.pk, "what": what, "kind": Kind.ACCOUNT,
                        "target": system.name})  # fmt: skip


@transaction.atomic
def decide(incident: Incident, act: Act, decisions: dict[UUID, str], reason: str) -> int:
    """What becomes of each frozen access: ``lift``, ``revoke`` or ``narrow``; how many."""
    if not decisions:
        raise Invalid({"": [_("Please decide about at least one.")]})
    rows = frozen(incident).filter(pk__in=decisions)
    for row in rows:
        move(registry["freezes"], act, decisions[row.pk], row, {"lift_reason": reason})
    return len(rows)
