"""An open incident turns out to be about somebody: it becomes one for those alone who work on it."""

from dataclasses import replace
from uuid import UUID

from sekisho.domains.incidents.alert import Alert
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.member import Member
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


def close_in(pk: UUID, act: Act) -> None:
    """Restrict the incident; who was told of it so far, commands it or acts now stays on it."""
    incident = Incident.objects.get(pk=pk)
    if incident.restricted:
        return
    there = set(Member.objects.present().filter(incident=pk).values_list("person", flat=True))
    told = set(Alert.objects.present().filter(incident=pk).values_list("person", flat=True))
    staying = {*told, incident.commander_id, act.actor.person} - {None} - there
    engine = replace(act, actor=service("engine"), via="engine")
    lines = [Line({"incident": pk, "person": person}) for person in sorted(filter(None, staying))]
    write_many(registry["incident_members"], engine, lines)
    write(registry["incidents"], engine, {"restricted": True}, incident)
