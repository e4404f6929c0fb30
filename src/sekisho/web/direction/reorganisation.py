"""Reorganisation (組織改編): plan the units of a day to come, look at what would change, confirm."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from sekisho.domains.people.models import Account
from sekisho.jobs.models import Job, State
from sekisho.registers.errors import Refused
from sekisho.web import places
from sekisho.web.direction.reorganising import carrying, effects
from sekisho.web.direction.reorganising import plan as plans
from sekisho.web.request import Request

ROLES = frozenset({"director", "deputy", "chair", "admin"})
places.add(places.Page("policy", "reorganisation", gettext_lazy("Reorganisation"),
                       roles=ROLES, order=55))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def reorganisation(request: HttpRequest) -> HttpResponse:
    """The plan; posted, what it would change; confirmed, the act."""
    asked = _leader(request)
    act = asked.act()
    said = asked.POST if asked.method == "POST" else asked.GET
    plan = plans.read(cast("Any", said), act.on)
    step = asked.POST.get("step", "")
    if step not in {"look", "go"}:
        return _form(asked, plan)
    plans.check(plan)
    endings = effects.ending(plan, act)
    if not plan.good:
        return _form(asked, plan, status=422)
    found = effects.effects(plan, endings, act)
    if step == "look":
        return _look(asked, found)
    if asked.POST.get("shown") != found.digest():
        changed = _("Records have changed since you looked. Please look again, then confirm.")
        return _look(asked, found, changed)
    try:
        carrying.carry_out(found, act, asked.account.pk, translation.get_language())
    except Refused as refusal:
        plan.problems.append(carrying.refused(refusal))
        return _form(asked, plan, status=422)
    messages.success(asked, _("The reorganisation is planned. Until its day you can take it back."))
    return redirect("reorganisation")


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo a plan whose day has not come, as one act."""
    asked = _leader(request)
    job = Job.objects.filter(pk=pk, task=carrying.TASK).first()
    if job is None:
        raise Http404(pk)
    try:
        carrying.take_back(asked.act(), job)
    except Refused as refusal:
        messages.error(asked, carrying.refused(refusal))
    else:
        messages.success(asked, _("The plan was taken back."))
    return redirect("reorganisation")


def _leader(request: HttpRequest) -> Request:
    asked = cast("Request", request)
    asked.place = "policy"
    if not asked.actor.roles & ROLES:
        raise PermissionDenied
    return asked


def _common() -> dict[str, Any]:
    return {
        "title": _("Reorganisation"),
        "crumbs": [
            (_("Who answers for what"), reverse("direction")),
            (_("Reorganisation"), ""),
        ],
    }


def _form(request: Request, plan: plans.Plan, status: int = 200) -> HttpResponse:
    units = [plans.spoken(row.unit) for row in plan.rows]
    context = _common() | {
        "plan": plan,
        "choices": plans.CHOICES,
        "units": [*units, *(f"{one.code} {one.name}" for one in plan.begun)],
        "wrong": [
            (f"do-{row.key}", row.unit.name, text) for row in plan.rows for text in row.errors
        ]
        + [(f"new-code-{f.n}", f.name or f.code, text) for f in plan.fresh for text in f.errors],
        "typed": request.POST.get("on") or request.GET.get("on") or f"{plan.on:%Y/%m/%d}",
        "planned": [_told(job) for job in carrying.planned()],
        "left": effects.left_behind(request.act()),
    }
    return render(request, "web/direction/reorganisation.html", context, status=status)


def _told(job: Job) -> dict[str, Any]:
    """A plan that was confirmed, for the page."""
    ahead = job.state == State.READY and job.run_at > timezone.now()
    who = Account.objects.filter(pk=job.args["args"][1]).select_related("person").first()
    return {
        "pk": job.pk,
        "on": timezone.localtime(job.run_at).date(),
        "who": (who.person or who.name) if who else "",
        "ahead": ahead,
        "what": carrying.to_come(job) if ahead else [],
        "state": job.get_state_display(),
        "failed": job.state == State.FAILED,
        "done": (job.result or {}).get("done"),
        "refused": (job.result or {}).get("refused", []),
    }


def _look(request: Request, found: effects.Effects, changed: str = "") -> HttpResponse:
    kept = [
        (name, value) for name, value in request.POST.items()
        if name not in {"csrfmiddlewaretoken", "step", "shown"} and value not in {"", plans.KEEP}
    ]  # fmt: skip
    names = found.plan.names()
    by_key = {row.key: row.unit for row in found.plan.rows}
    context = _common() | {
        "found": found,
        "plan": found.plan,
        "kept": kept,
        "changed": changed,
        "said": effects.said(found.plan),
        "begun": [(one, names.get(one.target, "")) for one in found.plan.begun],
        "moved": [(by_key[key], names.get(above, "")) for key, above in found.moved.items()],
        "shown": found.digest(),
    }
    return render(
        request, "web/direction/reorganisation_look.html", context, status=422 if changed else 200
    )
