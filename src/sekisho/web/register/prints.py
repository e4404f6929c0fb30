"""Papers as downloads: of a record, for whoever may read it, and of the whole, by role."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from sekisho.registers.errors import Denied, Missing
from sekisho.registers.register import Register
from sekisho.reports import printing
from sekisho.web.register.finding import record_or_404, register_or_404
from sekisho.web.request import Request


@require_safe
def of_record(request: HttpRequest, name: str, key: str, paper: str) -> HttpResponse:
    """``/r/assets/IA-0047/print/approvals.pdf``"""
    asked = cast("Request", request)
    register = register_or_404(asked, name)
    record = record_or_404(asked, register, key)
    return answer(paper, printing.Asked(asked.act(), register, record, _query(asked)))


@require_safe
def of_all(request: HttpRequest, paper: str) -> HttpResponse:
    """``/print/….pdf``: papers that are of no single record."""
    asked = cast("Request", request)
    return answer(paper, printing.Asked(asked.act(), query=_query(asked)))


def answer(name: str, asked: printing.Asked) -> HttpResponse:
    """The paper as a download, or 404 and 403 as for any page."""
    try:
        made, file = printing.make(name, asked)
    except Missing:
        raise Http404(name) from None
    except Denied:
        raise PermissionDenied from None
    return download(made, file)


def download(made: bytes, file: str) -> HttpResponse:
    found = HttpResponse(made, content_type="application/pdf")
    found["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file)}"
    found["Cache-Control"] = "private, no-store"
    return found


def links(register: Register[Any], record: Any) -> list[tuple[Any, str]]:
    """(title, address) of the papers that can be made of ``record``."""
    key = str(getattr(record, "number", "") or record.pk)
    return [
        (one.title, reverse("print", kwargs={"name": register.name, "key": key, "paper": one.name}))
        for one in printing.of_record(register, record)
    ]


def _query(request: Request) -> Mapping[str, str]:
    return {name: value for name, value in request.GET.items() if isinstance(value, str)}
