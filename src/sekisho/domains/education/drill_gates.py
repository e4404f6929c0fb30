"""What must hold before a drill goes on. The limits are those of decent practice and not settings:
announced in general, no real sender, no lure about pay or illness, the labour side informed."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_words import NOTICE_DAYS, Kind, State
from sekisho.packs.drills import LINK
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text

Problems = Iterator[tuple[str, Text]]
CONTENT = frozenset(
    {"kind", "unit", "scenario", "starts_at", "spread_hours", "sender_name", "subject",
     "body", "asks_secret", "no_real_sender", "no_lure"}
)  # fmt: skip
"""What the director consented to, as it was."""
NEEDED = _("Please fill this in.")


def problems(values: Mapping[str, Any], record: Drill | None, act: Act) -> Problems:
    yield from _days(values, act)
    if values["body"] and LINK not in values["body"]:
        yield "body", _("The text needs the place of the link: {link}.")
    if record is None:
        return
    if record.state != State.DRAFT and values["state"] != State.DRAFT:
        yield from _kept(values, record)
    if values["state"] != record.state:
        gate = GATES.get(values["state"])
        yield from gate(values, act) if gate else ()


def _days(values: Mapping[str, Any], act: Act) -> Problems:
    for name in ("announced_on", "helpdesk_told_on", "labour_told_on", "held_on"):
        if values[name] and values[name] > act.on:
            yield name, _("This day has not come yet.")


def _kept(values: Mapping[str, Any], record: Drill) -> Problems:
    for name in sorted(CONTENT):
        column = f"{name}_id" if name == "unit" else name
        if values[name] != getattr(record, column):
            yield name, _("The consent was given to it as it was. Plan it again to change this.")


def _consent(values: Mapping[str, Any], act: Act) -> Problems:
    del act
    if values["kind"] != Kind.TARGETED_MAIL:
        if not values["situation"]:
            yield "situation", NEEDED
        return
    for name in ("starts_at", "ends_on", "sender_name", "subject", "body"):
        if not values[name]:
            yield name, NEEDED
    for name in ("no_real_sender", "no_lure"):
        if not values[name]:
            yield name, _("Please confirm this first. Without it there is no drill.")


def _announce(values: Mapping[str, Any], act: Act) -> Problems:
    del act
    if values["kind"] == Kind.TARGETED_MAIL:
        for name in ("helpdesk_told_on", "labour_told_on"):
            if not values[name]:
                yield name, NEEDED


def _start(values: Mapping[str, Any], act: Act) -> Problems:
    told, days = values["announced_on"], NOTICE_DAYS()
    if told and act.on < told + timedelta(days=days):
        words = _("It can start %(days)s days after the announcement at the earliest.")
        yield "announced_on", words % {"days": days}
    if values["ends_on"] and values["ends_on"] < act.on:
        yield "ends_on", _("This day is over. Plan it again with a later one.")


def _close(values: Mapping[str, Any], act: Act) -> Problems:
    del act
    needed = {
        Kind.TARGETED_MAIL: (),
        Kind.RESTORE: ("held_on", "recovery_measured", "loss_measured"),
    }
    for name in needed.get(values["kind"], ("held_on", "participants", "lessons")):
        if values[name] in {None, ""}:
            yield name, NEEDED


GATES = {
    State.CONSENTED: _consent, State.ANNOUNCED: _announce, State.RUNNING: _start,
    State.CLOSED: _close,
}  # fmt: skip
