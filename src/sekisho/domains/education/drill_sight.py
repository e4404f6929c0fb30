"""Who may see what single people did: the person, and the office. Nobody else, whatever their rank."""

from typing import Any

from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_register import OFFICE
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.registers.actor import Actor


def is_office(actor: Actor) -> bool:
    """A person of the office who signed in; a token of theirs is not enough."""
    return bool(actor.roles & set(OFFICE)) and actor.person is not None and actor.scopes is None


def visible(actor: Actor, drill: Drill) -> Any:
    """Mails of ``drill``: all for the office, one's own, or none. In the order of names: no ranking."""
    rows = DrillTarget.objects.filter(drill=drill)
    if not is_office(actor):
        rows = rows.filter(person=actor.person) if actor.person else rows.none()
    return rows.select_related("person", "unit").order_by("person__kana", "pk")


def own(actor: Actor) -> Any:
    """What is kept of the actor themselves, of drills that are over: a running one stays a surprise."""
    if actor.person is None:
        return DrillTarget.objects.none()
    rows = DrillTarget.objects.filter(person=actor.person, drill__closed_at__isnull=False)
    return rows.select_related("drill").order_by("-drill__closed_at")
