"""Whom to ring now: reports nobody has answered yet, and who is on call, on the first page of those
whom it concerns (当番・連絡先)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from sekisho.domains.incidents.models import Alert, Incident, OnCallTurn
from sekisho.domains.incidents.secrecy import HANDLERS
from sekisho.domains.incidents.words import Stage
from sekisho.notices import reception
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.request import Request

SHOWN = 5


@dataclass(slots=True)
class Call:
    """One report that waits for an answer, and whom one can ring about it."""

    incident: Incident
    minutes: int
    mine: bool
    on_call: list[OnCallTurn]
    told: list[Alert] = field(default_factory=list)

    @property
    def hours(self) -> int:
        return self.minutes // 60

    def tell(self, alert: Alert) -> None:
        """Each person once, and whoever is on call stands above already."""
        there = {one.person_id for one in self.told} | {one.person_id for one in self.on_call}
        if alert.person_id not in there:
            self.told.append(alert)


def waiting(request: Request) -> list[Call]:
    """Reports nobody has answered, for those who handle incidents; and what I was told and have
    not confirmed. The oldest first: it is silent longest."""
    person = request.actor.person
    alerts = Alert.objects.present().filter(incident=OuterRef("pk"))
    silent = Q(state=Stage.REPORTED) & Exists(alerts) & ~Exists(alerts.exclude(seen_at=None))
    unseen = Exists(alerts.filter(person=person, seen_at=None))
    concerned = silent | unseen if request.actor.roles & HANDLERS else Q(unseen)
    act = request.act()
    rows = guard.visible(request.actor, registry["incidents"], act.on).under_way()
    found = rows.filter(concerned).annotate(mine=unseen).select_related("unit")
    return _calls(request, list(found.order_by("reported_at")[:SHOWN]), act.at)


def _calls(request: Request, found: list[Any], at: datetime) -> list[Call]:
    if not found:
        return []
    on = request.act().on
    calls = {
        one.pk: Call(
            one, int((at - one.reported_at).total_seconds() // 60), one.mine, _turns(one, on)
        )
        for one in found
    }
    rows = guard.visible(request.actor, registry["incident_alerts"], on).filter(incident__in=calls)
    for alert in rows.select_related("person").order_by("rung", "id"):
        calls[alert.incident_id].tell(alert)
    return list(calls.values())


def _turns(incident: Incident, on: Any) -> list[OnCallTurn]:
    if incident.restricted:
        return []  # whoever is on call knows nothing of it, and must not be rung about it
    path = incident.unit.path if incident.unit else ""
    return OnCallTurn.objects.answering_for(path, on)


def on_call(request: Request) -> dict[str, Any]:
    """Who is on call today for one's own unit, and the number of the company."""
    unit = request.account.person.unit if request.account.person else None
    turns = OnCallTurn.objects.answering_for(unit.path if unit else "", request.act().on)
    return {"turns": turns, "phone": reception.PHONE()}
