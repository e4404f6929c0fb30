"""Other people's tasks, for those who answer for them: a unit's manager, the committee."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.registers.register import registry
from sekisho.registers.search import narrowed
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.work import mine
from sekisho.web.work.because import causes
from sekisho.web.work.doing import Way, name_of, page_of, single
from sekisho.web.work.tasks import line, tabs

SHOWN = 100


@require_safe
def others(request: HttpRequest) -> HttpResponse:
    """Late ones first; ``?q=`` narrows by words, ``?late=1`` to those overdue."""
    request = cast("Request", request)
    request.place = "tasks"
    if not mine.leads(request):
        raise PermissionDenied
    on = request.act().on
    rows = mine.others(request)
    late = Q(due_on__lt=on)
    counted = rows.aggregate(n=Count("pk"), late=Count("pk", filter=late))
    words = request.GET.get("q", "").strip()
    asked = rows.filter(late) if request.GET.get("late") else rows
    if words:
        asked = narrowed(registry["tasks"], asked, words) | asked.filter(
            assignee__name__icontains=words
        )
    asked = asked.order_by(F("due_on").asc(nulls_last=True), "number").select_related(
        "assignee", "unit"
    )
    shown = list(asked[:SHOWN])
    why = causes({t.obligation for t in shown}, on)
    about = single(request, shown)
    wide = request.actor.roles & mine.WIDE
    title = _("Everybody's tasks") if wide else _("My unit's tasks")
    context = {
        "title": title,
        "crumbs": [(title, "")],
        "tabs": tabs(request, "others"),
        "counted": counted,
        "late": bool(request.GET.get("late")),
        "words": words,
        "tasks": [_line(t, on, why, name_of(t, about.get(t.pk))) for t in shown],
        "more": len(shown) == SHOWN,
        "may_add": allowed(request, "add", registry["tasks"]),
    }
    return render(request, "web/tasks/others.html", context)


def _line(task: Any, on: Any, why: Any, about: str) -> dict[str, Any]:
    who = task.assignee.name if task.assignee else task.get_role_display()
    told = line(task, on, why.get(task.obligation), Way(_("Look"), page_of(task), about))
    return told | {"meta": [who, *([task.unit.name] if task.unit else []), *told["meta"]]}
