"""Exporting what a list shows."""

import io
from typing import cast
from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sekisho.registers import listing
from sekisho.registers.exchange.writing import WRITERS
from sekisho.registers.labels import Reader
from sekisho.web.register.finding import register_or_404
from sekisho.web.request import Request

MEDIA = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@require_safe
def export(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The rows of the list with its filters, as a file that can be imported again."""
    request = cast("Request", request)
    register = register_or_404(request, name)
    if kind not in MEDIA:
        raise Http404(kind)
    asked = dict(request.GET.lists())
    asked.pop("after", None)
    act = request.act()
    rows = listing.rows(register, request.actor, act.on, listing.wanted(register, asked))
    out = io.BytesIO()
    WRITERS[f".{kind}"](out, register, rows, settings.TIME_ZONE, Reader(request.actor, act.on))
    answer = HttpResponse(out.getvalue(), content_type=MEDIA[kind])
    file = f"{register.title}_{act.on:%Y%m%d}.{kind}"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    return answer
