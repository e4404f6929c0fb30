"""Bringing in the starter courses: as drafts, for somebody else to read and publish."""

from typing import cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sekisho.domains.education import starter as packs
from sekisho.domains.education.models import CourseVersion
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.web import places
from sekisho.web.request import Request

places.add(places.Page("registers", "course-starter", gettext_lazy("Starter courses"),
                       roles=frozenset(LEADERS), order=190))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def starter(request: HttpRequest) -> HttpResponse:
    asked = cast("Request", request)
    asked.place = "registers"
    act = asked.act()
    guard.demand(asked.actor, "add", registry["courses"], None, act.on)
    there = packs.missing()
    if request.method == "POST":
        chosen = set(request.POST.getlist("course"))
        picked = [one for one in there if one.code in chosen]
        with transaction.atomic():
            for one in picked:
                packs.bring_in(act, one)
        n = len(picked)
        if n:
            words = ngettext("%(n)s course is here as a draft. Somebody else publishes it.",
                             "%(n)s courses are here as drafts. Somebody else publishes them.", n)  # fmt: skip
            messages.success(request, words % {"n": n})
            return redirect(f"{reverse('list', args=['course_versions'])}?state=draft")
        messages.error(request, _("Please choose at least one course."))
        return redirect("course-starter")
    english = (get_language() or "").startswith("en")
    context = {
        "title": _("Starter courses"),
        "crumbs": [(_("Courses"), reverse("list", args=["courses"])), (_("Starter courses"), "")],
        "courses": [
            {"code": one.code, "title": one.title.en if english else one.title.ja,
             "minutes": one.minutes, "chapters": len(one.chapters), "questions": len(one.questions)}
            for one in there
        ],
        "drafts": CourseVersion.objects.present().filter(state="draft").count(),
    }  # fmt: skip
    return render(request, "web/learning/starter.html", context)
