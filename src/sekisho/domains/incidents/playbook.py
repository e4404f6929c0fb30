"""Playbooks: the steps of each kind of incident, entered when it is judged what it is."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from django.conf import settings

from sekisho.domains.incidents.gates import FULL
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.outside import Body, OutsideContact
from sekisho.domains.incidents.step import IncidentStep
from sekisho.domains.incidents.words import OVER, Stage
from sekisho.packs.duties import Words
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a playbook, as shipped."""

    title: Words
    help: Words
    stage: str
    mandatory: bool


@cache
def playbooks() -> dict[str, tuple[Step, ...]]:
    """Steps by kind of incident; ``all`` goes before every kind."""
    file = resources.files("sekisho.packs.breach") / "playbooks.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    return {
        kind: tuple(
            Step(Words(**s["title"]), Words(**s["help"]), s["stage"], s["mandatory"]) for s in steps
        )
        for kind, steps in raw.items()
    }


def steps_of(category: str) -> Iterator[Step]:
    """What is to be done in an incident of this kind, in order."""
    found = playbooks()
    yield from found["all"]
    yield from found.get(category, ())


def prepare(incident: Incident, act: Act) -> None:
    """Enter the steps and the contacts to be decided that are not there yet.

    From the judgement on; a changed kind brings its own steps and takes none away. Near misses and
    minor ones are spared the list of bodies outside.
    """
    if incident.state == Stage.REPORTED or incident.state in OVER:
        return
    engine = replace(act, actor=service("engine"), via="engine")
    if lines := list(_steps(incident)):
        write_many(registry["incident_steps"], engine, lines)
    if incident.severity in FULL and (lines := list(_contacts(incident))):
        write_many(registry["outside_contacts"], engine, lines)


def _steps(incident: Incident) -> Iterator[Line]:
    language = settings.LANGUAGE_CODE
    there = set(IncidentStep.objects.filter(incident=incident.pk).values_list("title", flat=True))
    for position, step in enumerate(steps_of(incident.category), 1):
        title = step.title.said(language)
        if title not in there:
            yield Line({
                "incident": incident.pk, "title": title, "help": step.help.said(language),
                "stage": step.stage, "mandatory": step.mandatory, "position": position,
            })  # fmt: skip


def _contacts(incident: Incident) -> Iterator[Line]:
    there = set(OutsideContact.objects.filter(incident=incident.pk).values_list("body", flat=True))
    for body in Body.values:
        if body not in there:
            yield Line({"incident": incident.pk, "body": body})
