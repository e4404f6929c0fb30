"""/components: every component with sample data, for those who build pages, and for the tests."""

from datetime import date
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.web import samples
from sekisho.web.request import Request


def _for_builders(request: HttpRequest) -> None:
    if not settings.DEBUG and "admin" not in cast("Request", request).actor.roles:
        raise PermissionDenied


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    _for_builders(request)
    title = _("Components and states")
    context: dict[str, Any] = {
        "title": title,
        "crumbs": [(_("For developers"), ""), (title, "")],
        "today": date(2026, 11, 20),
        **samples.everything(),
    }
    return render(request, "web/components.html", context)


@require_safe
def options(request: HttpRequest) -> HttpResponse:
    """What a search for a reference answers, with sample assets."""
    _for_builders(request)
    asked = request.GET.get("q", "").casefold()
    found = [
        one for one in samples.assets() if asked in f"{one['label']} {one['value']}".casefold()
    ]
    context = {"options": found, "id": request.GET.get("id", "f")}
    return render(request, "web/parts/options.html", context)


@require_safe
def job(request: HttpRequest) -> HttpResponse:
    """A job that moves on by a fifth each time it is asked."""
    _for_builders(request)
    done = min(int(request.GET.get("done") or 0) + 257, samples.JOB)
    shown = samples.a_job(done, f"{reverse('components_job')}?done={done}")
    return render(request, "web/parts/progress.html", {"job": shown})
