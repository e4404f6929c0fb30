"""What a report may say, and what follows from how it came: channel, secrecy, who keeps sight of it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.member import Member
from sekisho.domains.incidents.secrecy import HANDLERS
from sekisho.domains.incidents.words import VIA, Category, Severity
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Text
from sekisho.registers.register import registry
from sekisho.registers.schema import Schema

REPORTERS = frozenset({"employee", "contractor", "auditor"})
TOLD = frozenset(
    {"title", "text", "category", "suspected", "unit", "personal_data", "persons", "occurred_at",
     "noticed_at"}
)  # fmt: skip
"""What somebody says who reports. Everything else is for those who handle incidents."""


def complete(values: dict[str, Any], record: Incident | None, act: Act) -> None:
    """Incidents about insiders and what may be a whistle-blower's report are secret from the start.

    Of a whistle-blower the incident itself holds nothing: who they are lies apart.
    """
    insider = values["category"] == Category.INSIDER
    if insider and (record is None or record.category != Category.INSIDER):
        values["restricted"] = True
    if values["whistle"]:
        values["restricted"], values["reporter"], values["informant"] = True, None, ""
    if record is None:
        values["channel"] = values["channel"] or VIA.get(act.via, "")
        if not (values["reporter"] or values["whistle"]):
            values["reporter"] = act.actor.person


def beyond(form: Schema, values: Mapping[str, Any], act: Act) -> Iterator[tuple[str, Text]]:
    """Fields that somebody filled in who only reports, by page, API or sheet alike."""
    if act.actor.roles & HANDLERS or not act.actor.roles & REPORTERS:
        return
    follows = {
        "reported_at": act.at,
        "aware_at": min(values["noticed_at"], act.at),
        "reporter": act.actor.person,
        "channel": VIA.get(act.via, ""),
        "restricted": values["category"] == Category.INSIDER,
        "severity": Severity.NEAR_MISS if values["severity"] == Severity.NEAR_MISS else "",
    }
    for name, field in form.writable.items():
        if name in TOLD or field.extra or values[name] == follows.get(name, field.empty):
            continue
        yield name, _("Those who handle the incident decide this. Please leave it empty.")


def keep_sight(record: Incident, act: Act) -> None:
    """Whoever makes an incident secret while handling it stays on it, or nobody could go on."""
    person = act.actor.person
    if not record.restricted or record.whistle or person is None or record.ver == 1:
        return  # of a new one the director in charge and the chair are told, whoever reported it
    if not act.actor.roles & HANDLERS or Member.objects.filter(incident=record.pk).exists():
        return
    engine = replace(act, actor=service("engine"), via="engine")
    write(registry["incident_members"], engine, {"incident": record.pk, "person": person})
