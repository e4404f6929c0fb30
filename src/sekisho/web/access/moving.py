"""Beside the line of who joins, moves or leaves: the access this person has, and what becomes of it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sekisho.domains.access.right_rows import LIVE, OPEN
from sekisho.registers.guard import reachable, visible
from sekisho.registers.register import registry
from sekisho.web.register.bulk import MOST
from sekisho.web.register.panels import panel
from sekisho.web.request import Request


@dataclass(frozen=True, slots=True)
class Line:
    """``tone``: kept, at_risk (somebody has to decide), not_kept (open though it has to go)."""

    right: Any
    what: str
    tone: str
    said: str


@panel("staff_changes", "web/access/staff.html")
def _rights(request: Request, change: Any) -> dict[str, Any] | None:
    """Of a leaver everything goes; of a mover each is kept or removed; a joiner has what rules give.

    The checklist stands above it.
    """
    register, on = registry["access_rights"], request.act().on
    open_ = visible(request.actor, register, on).filter(person=change.person_id, state__in=OPEN)
    rows = open_.select_related("entitlement__system", "asset", "rule").order_by("number")
    lines = [_line(right, change) for right in rows[:MOST]]
    points = _points(request, change)
    if not lines and not points:
        return None
    undecided = [line.right.pk for line in lines if line.tone == "at_risk"]
    may = reachable(request.actor, "remove", register, open_.filter(pk__in=undecided), on)
    picks = [("pick", pk) for pk in may.values_list("pk", flat=True)]
    bulk = reverse("bulk", kwargs={"name": register.name})
    href = f"{bulk}?{urlencode([*picks, ('move', 'remove')])}" if picks else ""
    return {"lines": lines, "href": href, "n": len(picks), "points": points, "today": on}


def _points(request: Request, change: Any) -> list[tuple[Any, str]]:
    """The points of the checklist, each with the state it is shown in."""
    register, on = registry["staff_change_items"], request.act().on
    rows = visible(request.actor, register, on).filter(change=change).order_by("due_on", "point")
    tones = {True: "not_kept", False: "at_risk"}
    return [(one, tones[one.due_on < on] if one.state == "open" else "kept") for one in rows]


def _line(right: Any, change: Any) -> Line:
    what = (
        str(right.asset.name)
        if right.asset_id
        else registry["entitlements"].label(right.entitlement)
    )
    if right.state not in LIVE:
        return Line(right, what, "not_kept", _("to be removed; open until there is proof"))
    if change.kind == "leaver":
        return Line(right, what, "at_risk", _("goes with the last day"))
    looked = max(filter(None, (right.last_reviewed_on, right.opens_on)), default=None)
    if change.kind == "mover" and (looked is None or looked < change.effective_on):
        return Line(right, what, "at_risk", _("from before the move: keep it or have it removed"))
    said = _("given as a standard role") if right.rule_id else str(right.get_state_display())
    return Line(right, what, "kept", said)
