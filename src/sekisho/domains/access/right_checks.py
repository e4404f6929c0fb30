"""What must hold when an access right is written: whole, within its term, and firm once decided."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.right import AccessRight, RightState
from sekisho.domains.access.right_life import FIRST
from sekisho.domains.access.terms import EMERGENCY_DAYS, next_review
from sekisho.domains.access.words import TIED, Basis, Cause
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.rights import LEADERS
from sekisho.registers.spans import ordered

ASKED = (Basis.REQUEST, Basis.POST)
TOLD = frozenset({*LEADERS, "admin", "manager", "operator", "engine"})
FIRM = ("person", "account", "entitlement", "asset", "basis", "requester", "starts_on", "earlier",
        "actions", "scope", "purpose", "ends_on")  # fmt: skip
FIRST_OPEN = (RightState.PROVISIONAL, RightState.APPROVED)
STILL_SAID = frozenset({"actions", "scope", "purpose", "ends_on", "earlier"})
"""What may still be filled in while the approval of a right in effect is outstanding."""


def complete(values: dict[str, Any], record: AccessRight | None, act: Act) -> None:
    """What follows from the rest: where it begins, who asks, its last day, the days it is open."""
    if record is None:
        values["state"] = FIRST[Basis(values["basis"])].value
        values["requester"] = values["requester"] or act.actor.person
    values["starts_on"] = values["starts_on"] or act.on
    values["ends_on"] = values["ends_on"] or _tied(values["basis"], values["starts_on"])
    if record is not None and values["state"] != record.state:
        _moved(values, record, act)
    if values["opens_on"] is None and values["state"] in FIRST_OPEN:
        asked = record is not None
        values["opens_on"] = max(values["starts_on"], act.on) if asked else values["starts_on"]
    if values["opens_on"] is not None and values["closed_on"] is None:
        _close(values, act)


def _tied(basis: str, start: date) -> date | None:
    """The last day that follows from the basis alone."""
    if basis in TIED:
        return next_review(start)
    if basis == Basis.EMERGENCY:
        return start + timedelta(days=EMERGENCY_DAYS())
    return None


def _moved(values: dict[str, Any], record: AccessRight, act: Act) -> None:
    if values["state"] == RightState.PROVISIONAL:
        values["basis"] = Basis.EMERGENCY.value
        end = _tied(Basis.EMERGENCY, max(values["starts_on"], act.on))
        values["ends_on"] = min(filter(None, (values["ends_on"], end)))
    if values["state"] == RightState.REMOVAL and not values["removal_cause"]:
        values["removal_cause"] = Cause.EXPIRED.value
    if values["state"] == RightState.ACTIVE:
        values["wanted_until"] = None
        if record.state == RightState.REMOVAL:
            values["removal_cause"], values["removal_asked_on"] = "", None
            values["rule"] = None  # kept by a decision of its own; the rule would take it again


def _close(values: dict[str, Any], act: Act) -> None:
    if values["state"] == RightState.REMOVED:
        values["closed_on"] = act.on
    elif values["state"] == RightState.LAPSED:  # nobody ever set it up
        values["closed_on"] = min(act.on, values["ends_on"] or act.on)


def problems(
    values: Mapping[str, Any], record: AccessRight | None, act: Act
) -> Iterator[tuple[str, Text]]:
    yield from ordered(values)
    if values["entitlement"] is None and values["asset"] is None:
        yield "entitlement", _("Please choose a role or permission, or an asset.")
    elif values["entitlement"] is None and not values["actions"]:
        yield "actions", _("Please say what may be done with the asset.")
    if record is None:
        yield from _asked(values, act)
    else:
        yield from _firm(values, record, act)
    if values["renewed_at"] == act.at:
        yield from _renewed(values, record, act)


def _asked(values: Mapping[str, Any], act: Act) -> Iterator[tuple[str, Text]]:
    """A request says what for and until when; what came before its approval is for those in charge."""
    if values["basis"] in ASKED:
        if not values["purpose"]:
            yield "purpose", _("Please say what the access is for.")
        if values["ends_on"] is None:
            yield "ends_on", _("Please give the last day.")
        elif values["ends_on"] < act.on:
            yield "ends_on", _("The last day cannot lie in the past.")
    elif act.actor.roles and not act.actor.roles & TOLD:
        yield "basis", _("Only those in charge record access that was not requested.")


def _firm(values: Mapping[str, Any], record: AccessRight, act: Act) -> Iterator[tuple[str, Text]]:
    if record.state in {RightState.REQUESTED, RightState.RETURNED}:
        return
    free = STILL_SAID if record.state == RightState.PROVISIONAL else frozenset()
    if values["renewed_at"] == act.at:
        free |= {"ends_on"}
    for name in FIRM:
        before = getattr(record, AccessRight._meta.get_field(name).attname)  # type: ignore[union-attr]
        if name not in free and values[name] != before:
            yield name, _("This was decided and stands. Please request another right.")


def _renewed(
    values: Mapping[str, Any], record: AccessRight | None, act: Act
) -> Iterator[tuple[str, Text]]:
    """Renewal comes before the end: what has ended is asked for anew."""
    if values["ends_on"] is not None and values["ends_on"] < act.on:
        yield "ends_on", _("The last day cannot lie in the past.")
    over = record is not None and record.ends_on is not None and record.ends_on < act.on
    if over and record is not None and record.state != RightState.PROVISIONAL:
        yield "ends_on", _("The right has ended. Please request it anew.")
