"""Freezes and decision processes: what is shut now, and which processes have acknowledged it."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint import pulse
from sekisho.checkpoint.index.facts import default
from sekisho.checkpoint.models import DecisionProcess, Heard
from sekisho.domains.assets.models import Classification
from sekisho.domains.safeguards.models import AccessCondition
from sekisho.ledger.models import Seq
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.checkpoint import seeing
from sekisho.web.request import Request

RECENT = timedelta(days=7)
MOST = 50
places.add(
    places.Page("checkpoint", "standing", gettext_lazy("Freezes and decision processes"),
                roles=seeing.ALL, order=15)
)  # fmt: skip


@require_safe
def standing(request: HttpRequest) -> HttpResponse:
    asked = seeing.entered(request, seeing.ALL)
    at = timezone.now()
    alive = pulse.alive(at)
    context = {
        "title": _("Freezes and decision processes"),
        "crumbs": [
            (_("Look into decisions"), "/checkpoint/"),
            (_("Freezes and decision processes"), ""),
        ],
        "freezes": _freezes(asked, at, alive),
        "processes": _processes(at),
        "limits": _limits(),
        "may_freeze": bool(guard.guard().reach(asked.actor, "add", registry["freezes"])),
    }
    part = getattr(asked, "htmx", None)
    return render(
        asked,
        "web/checkpoint/standing_part.html" if part else "web/checkpoint/standing.html",
        context,
    )


def _freezes(asked: Request, at: datetime, alive: list[DecisionProcess]) -> list[dict[str, Any]]:
    """Those in force, and those lifted lately, each with who applies it."""
    rows = guard.visible(asked.actor, registry["freezes"], asked.act().on)
    shown = [
        one for one in rows.select_related("asset", "person", "unit", "right").order_by("-frozen_at")[:MOST]
        if one.state == "frozen" or (one.lifted_at and at - one.lifted_at < RECENT)
    ]  # fmt: skip
    told: dict[tuple[UUID, int], list[tuple[datetime, datetime]]] = {}
    rows = Heard.objects.filter(freeze__in=[one.pk for one in shown], process__in=alive)
    for freeze, ver, heard, started in rows.values_list(
        "freeze", "ver", "at", "process__started_at"
    ):
        told.setdefault((freeze, ver), []).append((heard, started))
    return [_line(one, told.get((one.pk, one.ver), []), len(alive)) for one in shown]


def _line(one: Any, told: list[tuple[datetime, datetime]], of: int) -> dict[str, Any]:
    """``told``: when each process applied it, and when that process began; how long it took is
    asked of those that were there."""
    since = one.lifted_at or one.frozen_at
    took = [(at - since).total_seconds() for at, started in told if since and started <= since]
    return {
        "number": one.number,
        "what": one.asset or one.person or one.unit or one.right,
        "frozen": one.state == "frozen",
        "state": one.get_state_display(),
        "since": since,
        "count": len(told),
        "of": of,
        "whole": 0 < of <= len(told),
        "seconds": f"{max(0.0, *took):.1f}" if took else None,
    }


def _processes(at: datetime) -> list[dict[str, Any]]:
    end = Seq.objects.aggregate(last=Max("pos"))["last"]
    end = 0 if end is None else end + 1
    kinds = {"web": _("Web application"), "checkpoint": _("Checkpoint alone")}
    return [
        {"name": one.name, "kind": kinds.get(one.kind, one.kind), "seen": one.seen_at,
         "behind": max(0, end - one.pos), "alive": at - one.seen_at <= pulse.SILENT}
        for one in DecisionProcess.objects.all()[:MOST]
    ]  # fmt: skip


def _limits() -> list[tuple[str, int]]:
    """How far behind the records may be before a class is shut."""
    told = {one.classification_id: one.stale_seconds for one in AccessCondition.objects.in_force()}
    return [
        (str(kind), told.get(kind.pk, default(kind.rank).stale))
        for kind in Classification.objects.present().order_by("rank")
    ]
