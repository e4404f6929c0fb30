"""Incidents reach people at once: the one notice that ignores quiet hours.

The manager of the unit, whoever is on call and the committee are told together the moment something is reported; silence
climbs the ladder. Who was told when stands in a record of its own, and the mail goes into the outbox in
the same transaction. Nobody whom an incident is about is ever told of it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings as django_settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from sekisho.connectors import outbox
from sekisho.domains.incidents.alert import As
from sekisho.domains.incidents.member import Work
from sekisho.domains.incidents.models import Alert, Incident, Member, OnCallTurn
from sekisho.domains.incidents.words import Severity, Stage
from sekisho.notices import chat
from sekisho.notices.answering import Answering
from sekisho.notices.recipients import recipients
from sekisho.registers import settings
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.registers.rights import Role

LADDER = (0, 15, 30, 60)
"""Minutes of silence after which the next rung is told."""
SEND = settings.declare(
    "incidents.alerts", True, gettext_lazy("Incidents are told at once, at any hour"),
    type="boolean", source=gettext_lazy("The report goes to manager and committee without delay."),
    group=gettext_lazy("Incidents"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """One person to be told of one incident, in which capacity, on which rung."""

    incident: Incident
    person: UUID
    capacity: str
    rung: int


def call_out(act: Act) -> int:
    """Tell whoever has to be told by now and is not yet; how many are new."""
    rows = Incident.objects.under_way().filter(reported_at__gte=act.at - timedelta(days=14))
    return sum(tell(incident, act) for incident in rows.select_related("unit"))


@transaction.atomic
def tell(incident: Incident, act: Act) -> int:
    """Bring the alerts of one incident up to ``act.at``; how many are new."""
    there = {(a.person_id, a.rung): a for a in Alert.objects.filter(incident=incident.pk)}
    wanted = {(t.person, t.rung): t for t in _wanted(incident, act, there.values())}
    fresh = [told for key, told in wanted.items() if key not in there]
    if not fresh:
        return 0
    lines = [
        Line({"incident": t.incident.pk, "person": t.person, "capacity": t.capacity,
              "rung": t.rung, "told_at": act.at})
        for t in fresh
    ]  # fmt: skip
    engine = replace(act, actor=service("engine"), via="engine")
    write_many(registry["incident_alerts"], engine, lines)
    _let_in(fresh, incident, engine)
    if SEND():
        _send(fresh, act)
        chat.tell(incident, max(told.rung for told in fresh), act)
    return len(fresh)


def _let_in(fresh: Iterable[Told], incident: Incident, engine: Act) -> None:
    """Whoever is on call may see what they are rung for, whatever their role."""
    called = {told.person for told in fresh if told.capacity == As.ON_CALL}
    there = Member.objects.filter(incident=incident.pk).values_list("person", flat=True)
    lines = [Line({"incident": incident.pk, "person": pk}) for pk in sorted(called - set(there))]
    write_many(registry["incident_members"], engine, lines)


def _wanted(incident: Incident, act: Act, there: Iterable[Alert]) -> Iterator[Told]:
    answering = Answering(act.on)
    spared = set(Member.objects.present().filter(incident=incident.pk, concerned=True)
                 .values_list("person", flat=True))  # fmt: skip
    if incident.restricted:
        yield from (Told(incident, person, As.DESIGNATED, 0) for person in named(incident, act))
        return
    for rung in _reached(incident, act.at, there):
        for person, capacity in _people(incident, rung, answering):
            if person not in spared:
                yield Told(incident, person, capacity, rung)


def named(incident: Incident, act: Act) -> set[UUID]:
    """The people of a restricted incident. Who they are when nobody was named yet: the persons
    designated for such reports; without any, of what is no whistle-blower's report, the director in
    charge and the chair.
    """
    rows = Member.objects.present().filter(incident=incident.pk)
    spared = set(rows.filter(concerned=True).values_list("person", flat=True))
    there = set(rows.filter(concerned=False).values_list("person", flat=True))
    if there:
        return there
    answering = Answering(act.on)
    found = set(answering.holders(Role.DESIGNATED)) - spared
    if not (found or incident.whistle):
        found = {*answering.holders(Role.DIRECTOR), *answering.holders(Role.CHAIR)} - spared
    work = Work.DESIGNATED if incident.whistle else Work.MEMBER
    lines = [
        Line({"incident": incident.pk, "person": person, "work": work}) for person in sorted(found)
    ]
    engine = replace(act, actor=service("engine"), via="engine")
    write_many(registry["incident_members"], engine, lines)
    return found


def _reached(incident: Incident, at: datetime, there: Iterable[Alert]) -> list[int]:
    """The rungs reached: the first at once, the next while nobody has answered."""
    silent = incident.state == Stage.REPORTED and not any(alert.seen_at for alert in there)
    minutes = (at - incident.reported_at).total_seconds() / 60
    return [rung for rung in LADDER if rung == 0 or (silent and minutes >= rung)]


def _people(incident: Incident, rung: int, answering: Answering) -> Iterator[tuple[UUID, str]]:
    path = incident.unit.path if incident.unit else ""
    above = "/".join(path.rstrip("/").split("/")[:-1]) + "/"
    managers = answering.managers(path if rung == 0 else above) if path else []
    committee = [*answering.holders(Role.CHAIR), *answering.holders(Role.COMMITTEE)]
    directors = [*answering.holders(Role.DIRECTOR), *answering.holders(Role.DEPUTY)]
    turns = OnCallTurn.objects.answering_for(path, answering.on)
    on_call = [turn.person_id for turn in turns if rung or not turn.backup]
    if rung in {0, 15}:
        yield from ((person, As.ON_CALL) for person in on_call if person not in managers)
        yield from ((person, As.MANAGER) for person in managers)
    if rung in {0, 60}:
        yield from ((person, As.COMMITTEE) for person in committee if person not in managers)
    major = Severity.MAJOR in {incident.severity, incident.least}
    if rung >= 30 or (rung == 0 and major):
        yield from ((person, As.DIRECTOR) for person in directors)


def _send(fresh: Iterable[Told], act: Act) -> None:
    """A mail to each, in their language, without a word of what happened."""
    by_person = {told.person: told for told in fresh}
    drafts = []
    for one in recipients(by_person, act.on).values():
        told = by_person[one.person.pk]
        to = one.direct or (None if told.incident.drill else one.address)
        if to is None:
            continue  # an exercise is never told to anybody outside
        with override(to.language):
            subject, text = _words(told, to.name)
        drafts.append(
            outbox.Draft(
                outbox.Channel.MAIL, to.mail, subject, text, kind="incidents", rec=told.incident.pk,
                dedupe=f"incident:{told.incident.pk}:{one.person.pk}:{told.rung}",
                person=one.person.pk,
            )
        )  # fmt: skip
    outbox.queue_many(drafts, act.at)


def _words(told: Told, name: str) -> tuple[str, str]:
    incident = told.incident
    mark = _("[Exercise] ") if incident.drill else ""
    subject = f"[Sekisho] {mark}" + _("An incident was reported: %(number)s") % {
        "number": incident.number
    }
    link = f"{django_settings.BASE_URL.rstrip('/')}/i/{incident.number}"
    lines = [
        _("Dear %(name)s") % {"name": name},
        "",
        _("%(kind)s was reported (%(number)s).")
        % {"kind": incident.get_category_display(), "number": incident.number},
    ]
    if told.rung:
        lines.append(_("Nobody has answered for %(n)s minutes.") % {"n": told.rung})
    lines += ["", _("Please open it and acknowledge:") + " " + link]
    return subject, "\n".join(lines)
