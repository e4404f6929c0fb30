"""Short lasting addresses, for links in mail and on paper: /p/P-00012, /t/T-00031."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe


@require_safe
def to_person(request: HttpRequest, key: str) -> HttpResponse:
    del request
    return redirect("record", name="people", key=key)


@require_safe
def to_task(request: HttpRequest, key: str) -> HttpResponse:
    del request
    return redirect("task", key=key)
