"""What I am asked to read, and one post: read it, see what my manager adds, pass it on."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.domains.education.awareness_post import AwarenessPost, PostState
from sekisho.packs.awareness import starters
from sekisho.registers.register import registry
from sekisho.web import places
from sekisho.web.awareness.reading import (
    asked,
    by_unit,
    for_me,
    managed,
    post_or_404,
    posts,
    shared_with_me,
)
from sekisho.web.register.cells import address
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request
from sekisho.web.work.mine import leads

places.add(places.Page("tasks", "awareness", gettext_lazy("Awareness posts"), order=30))
SHOWN = 50


@require_safe
def awareness(request: HttpRequest) -> HttpResponse:
    request = cast("Request", request)
    request.place = "tasks"
    mine = list(for_me(request)[:SHOWN])
    writes = allowed(request, "add", registry["awareness_posts"])
    context = {
        "title": _("Awareness posts"),
        "crumbs": [(_("Awareness posts"), "")],
        "waiting": [one for one in mine if not one.has],
        "read": [one for one in mine if one.has],
        "drafts": list(posts(request).filter(state=PostState.DRAFT)[:SHOWN]) if writes else [],
        "archive": list(_published(request)[:SHOWN]),
        "starters": starters() if writes and leads(request) else (),
        "may_add": writes,
    }
    return render(request, "web/awareness/list.html", context)


def _published(request: Request) -> Any:
    """Newest first, in the archive by now or not."""
    return posts(request).exclude(state=PostState.DRAFT).order_by("-published_on", "-number")


@require_safe
def post(request: HttpRequest, key: str) -> HttpResponse:
    request = cast("Request", request)
    request.place = "tasks"
    one = post_or_404(request, key)
    context = {
        "title": one.said("title"),
        "crumbs": [(_("Awareness posts"), reverse("awareness")), (one.number, "")],
        "post": one,
        "text": one.said("text"),
        "mine": for_me(request).filter(pk=one.pk).first(),
        "shares": list(shared_with_me(request, one)),
        "record": address(registry["awareness_posts"], one),
        **_for_managers(request, one),
    }
    return render(request, "web/awareness/post.html", context)


def _for_managers(request: Request, one: AwarenessPost) -> dict[str, Any]:
    """Passing it on, and counts; only for whoever answers for other people."""
    if not leads(request) or one.published_on is None:
        return {"units": [], "managed": []}
    rows = by_unit(asked(request, one))
    return {
        "managed": managed(request, request.act().on),
        "units": rows,
        "total": sum(row["n"] for row in rows),
        "has": sum(row["read"] for row in rows),
        "may_remind": one.state == PostState.PUBLISHED and not request.actor.roles <= {"auditor"},
    }
