"""My courses: what is to be taken and by when, what is passed, and the pages of a course."""

from typing import Any, cast
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.education.words import DONE, OPEN, State
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.learning import course as pages
from sekisho.web.learning import desk as desks
from sekisho.web.learning import quiz as tests
from sekisho.web.learning.desk import Desk
from sekisho.web.request import Request

places.add(places.Page("tasks", "learn", gettext_lazy("My courses"), order=5))

SHELL = "web/learning/signed.html"


def mine(request: Request) -> Any:
    """The assignments of the one who is signed in; nobody takes a course for somebody else."""
    seen = guard.visible(request.actor, registry["course_assignments"], request.act().on)
    rows = seen.filter(person=request.actor.person) if request.actor.person else seen.none()
    return rows.select_related("course", "version__course")


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    request = cast("Request", request)
    rows = list(mine(request).exclude(state=State.CANCELLED).order_by("due_on", "pk"))
    on = request.act().on
    to_do = [one for one in rows if one.state in OPEN]
    context = {
        "title": _("My courses"),
        "crumbs": [(_("My tasks"), reverse("tasks")), (_("My courses"), "")],
        "todo": to_do,
        "waiting": [one for one in rows if one.state in {State.ASKED, State.EXEMPTED}],
        "done": sorted((one for one in rows if one.state in DONE),
                       key=lambda one: one.passed_on or on, reverse=True),
        "minutes": sum(one.course.minutes for one in to_do),
        "today": on,
        "someone": request.actor.person is not None,
    }  # fmt: skip
    return render(request, "web/learning/learn.html", context)


def desk_or_404(request: HttpRequest, pk: UUID) -> Desk:
    asked = cast("Request", request)
    asked.place = "tasks"
    one: CourseAssignment | None = mine(asked).filter(pk=pk).first()
    back = (_("My courses"), reverse("learn"))
    found = desks.at(asked.act(), one, "learn", (pk,), SHELL, back) if one else None
    if found is None:
        raise Http404(str(pk))
    return found


@require_safe
def course(request: HttpRequest, pk: UUID) -> HttpResponse:
    return pages.overview(request, desk_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def chapter(request: HttpRequest, pk: UUID, key: str) -> HttpResponse:
    return pages.chapter(request, desk_or_404(request, pk), key)


@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, pk: UUID) -> HttpResponse:
    return tests.quiz(request, desk_or_404(request, pk))


@require_safe
def file(request: HttpRequest, pk: UUID, name: str) -> FileResponse:
    return pages.file(desk_or_404(request, pk), name)
