"""My tasks: what is to be done now, how many minutes it takes, and why (ux.md 4.2, mock 3)."""

from datetime import date
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.people.models import Person
from sekisho.findings.task import State, Task
from sekisho.obligations.obligation import obligations
from sekisho.registers.register import registry
from sekisho.web import dates, places
from sekisho.web.awareness.reading import for_me
from sekisho.web.incidents import calling
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.work import mine, standing
from sekisho.web.work.because import Cause, causes
from sekisho.web.work.doing import Way, page_of, ways
from sekisho.web.work.links import address_of

places.add(places.Page("tasks", "tasks", gettext_lazy("My tasks"), order=1))

SHOWN = 50
RECENT = 5
READ = 3


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    request = cast("Request", request)
    request.place = "tasks"
    on = request.act().on
    now = list(mine.to_do(request).select_related("assignee")[: SHOWN + 1])
    waits = list(
        mine.mine(request).filter(state=State.WAITING).order_by("due_on", "number")[:SHOWN]
    )
    done = list(
        mine.mine(request)
        .filter(state=State.DONE, closed_on__isnull=False)
        .order_by("-closed_on", "-number")[:RECENT]
    )
    shown = now[:SHOWN]
    why = causes({t.obligation for t in [*shown, *waits]}, on)
    found = ways(request, shown)
    minutes = sum(task.minutes for task in shown)
    context = {
        "title": headline(request, len(shown), more=len(now) > SHOWN),
        "on": on,
        "minutes": minutes,
        "now": [
            line(t, on, why.get(t.obligation), found[t.pk], first=i == 0)
            for i, t in enumerate(shown)
        ],
        "more": len(now) > SHOWN,
        "waits": [waiting(t, on, why.get(t.obligation)) for t in waits],
        "requests": standing.requests(request),
        "done": [finished(t) for t in done],
        "next": upcoming(request, on) if not now else None,
        "state": standing.facts(request, on),
        "reading": list(for_me(request).filter(has=False)[:READ]),
        "report": address_of("report"),
        "calls": calling.waiting(request),
        "on_call": calling.on_call(request),
        "tabs": tabs(request, "tasks"),
        "may_add": allowed(request, "add", registry["tasks"]),
    }
    return render(request, "web/tasks/tasks.html", context)


def headline(request: Request, n: int, *, more: bool) -> str:
    """「宮瀬さん、いまやることは 3件です」, or that there is nothing."""
    name = called(request)
    if not n:
        return _("%(name)s, you have nothing to do now") % {"name": name}
    number = f"{dates.items(n)}+" if more else dates.items(n)
    return _("%(name)s, you have %(n)s to do now") % {"name": name, "n": number}


def called(request: Request) -> str:
    """The name to call somebody by: the family name, else the name of the account."""
    person = request.account.person
    return (person.family_name if person else "") or request.account.name


def line(
    task: Task, on: date, cause: Cause | None, way: Way, *, first: bool = False
) -> dict[str, Any]:
    """One task as the list draws it."""
    late = task.due_on is not None and task.due_on < on
    meta = []
    if task.due_on and not late:
        meta.append(_("Due %(day)s") % {"day": dates.day(task.due_on, "list", on)})
    meta.append(dates.minutes(task.minutes))
    if task.state in {State.DOING, State.RETURNED}:
        meta.append(task.get_state_display())
    return {
        "title": title(task),
        "number": task.number,
        "href": page_of(task),
        "about": way.about,
        "cause": cause,
        "late": _lateness(task.due_on, on) if late and task.due_on else "",
        "meta": meta,
        "way": way,
        "primary": first,
        "text": task.text[:160],
    }


def _lateness(due: date, on: date) -> str:
    told = {"day": dates.day(due, "list", on), "n": (on - due).days}
    return _("%(n)s days past the due day %(day)s") % told


def title(task: Task) -> str:
    words = task.words
    return f"{words} ({dates.items(task.count)})" if task.count > 1 else words


def waiting(task: Task, on: date, cause: Cause | None) -> dict[str, Any]:
    told = line(task, on, cause, Way(_("Look"), page_of(task)))
    return told | {"meta": [_("Handed in; somebody else looks at it now."), *told["meta"]]}


def finished(task: Task) -> dict[str, Any]:
    day = dates.day(task.closed_on, "list", task.closed_on) if task.closed_on else ""
    return {"title": title(task), "meta": [day], "way": Way(_("Look"), page_of(task)), "done": True}


def upcoming(request: Request, on: date) -> tuple[Any, date] | None:
    """What will be due next, as the rules about people already know: a query for each rule."""
    if request.actor.person is None:
        return None
    found: list[tuple[date, Any]] = []
    for one in obligations:
        if one.of is Person:
            row = one.judged(on).filter(pk=request.actor.person, due_on__gte=on)
            if due := row.values_list("due_on", flat=True).first():
                found.append((due, one.remedy))
    due_next = min(found, key=lambda pair: pair[0], default=None)
    return (due_next[1], due_next[0]) if due_next else None


def tabs(request: Request, here: str) -> list[dict[str, Any]]:
    """Mine, to be decided by me, and (for those who lead) other people's."""
    found: list[dict[str, Any]] = [
        {"title": _("My tasks"), "href": reverse("tasks"), "current": here == "tasks"}
    ]
    found.append(
        {"title": _("To be decided by me"), "href": reverse("inbox"), "current": here == "inbox"}
    )
    found.append({"title": _("My courses"), "href": reverse("learn"), "current": here == "learn"})
    if mine.leads(request):
        wide = request.actor.roles & mine.WIDE
        words = _("Everybody's tasks") if wide else _("My unit's tasks")
        found.append({"title": words, "href": reverse("tasks-others"), "current": here == "others"})
    return found
