"""What is sent from a record's page: moves, withdrawal, comments, files."""

from typing import Any, cast
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from sekisho.ledger import evidence
from sekisho.registers import commands, notes
from sekisho.registers.errors import Conflict, Invalid
from sekisho.registers.register import Register
from sekisho.registers.schema import schema
from sekisho.web.register import cells
from sekisho.web.register.finding import record_or_404, register_or_404
from sekisho.web.register.record_page import context_of
from sekisho.web.request import Request


def _asked(request: HttpRequest, name: str, key: str) -> tuple[Request, Register[Any], Any]:
    asked = cast("Request", request)
    register = register_or_404(asked, name)
    return asked, register, record_or_404(asked, register, key)


def _ver(request: Request) -> int | None:
    given = request.POST.get("ver", "")
    return int(given) if given.isdigit() else None


@require_POST
def move(request: HttpRequest, name: str, key: str, move: str) -> HttpResponse:
    """Make a move; a refusal shows the record again with the words beside the form."""
    asked, register, record = _asked(request, name, key)
    known = schema(register).all
    said = {
        n: asked.POST.getlist(n) if n in known and known[n].type == "set" else asked.POST[n]
        for n in asked.POST
        if n not in {"csrfmiddlewaretoken", "ver"}
    }
    try:
        commands.move(register, asked.act(), move, record, said, _ver(asked))
    except Invalid as invalid:
        return _again(asked, register, record, move, invalid)
    except Conflict:
        messages.warning(asked, _("Somebody else changed this record first. Please look again."))
        return redirect(cells.address(register, record))
    messages.success(asked, _("Done."))
    onward = asked.POST.get("next_", "")
    return redirect(onward if _own(onward) else cells.address(register, record))


def _own(address: str) -> bool:
    """Only a path of this site, never another host."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


def _again(
    request: Request, register: Register[Any], record: Any, move: str, invalid: Invalid
) -> HttpResponse:
    form = schema(register)
    words = []
    for name, texts in invalid.problems.items():
        label = f"{form.all[name].label}: " if name in form.all else ""
        words += [f"{label}{text}" for text in texts]
    context = context_of(request, register, record, move_problems=words, opened=move)
    return render(request, "web/register/record.html", context, status=422)


@require_POST
def withdraw(request: HttpRequest, name: str, key: str) -> HttpResponse:
    asked, register, record = _asked(request, name, key)
    try:
        commands.withdraw(register, asked.act(), record, asked.POST.get("why", ""), _ver(asked))
    except Invalid as invalid:
        for texts in invalid.problems.values():
            for text in texts:
                messages.error(asked, str(text))
        return redirect(cells.address(register, record))
    messages.success(asked, _("The record was withdrawn. It stays in the ledger."))
    return redirect("list", name=register.name)


@require_POST
def comment(request: HttpRequest, name: str, key: str) -> HttpResponse:
    asked, register, record = _asked(request, name, key)
    try:
        notes.comment(register, asked.act(), record, asked.POST.get("text", ""))
    except Invalid:
        messages.error(asked, _("Please write something first."))
    return redirect(f"{cells.address(register, record)}#comments")


@require_POST
def attach(request: HttpRequest, name: str, key: str) -> HttpResponse:
    asked, register, record = _asked(request, name, key)
    file = asked.FILES.get("file")
    if file is None:
        messages.error(asked, _("Please choose a file."))
        return redirect(f"{cells.address(register, record)}#files")
    try:
        notes.attach(register, asked.act(), record, cast("Any", file), file.name or "file")
        messages.success(asked, _("The file was kept as evidence."))
    except Invalid as invalid:
        for text in invalid.problems.get("file", []):
            messages.error(asked, str(text))
    return redirect(f"{cells.address(register, record)}#files")


@require_safe
def file(request: HttpRequest, name: str, key: str, file: UUID) -> FileResponse:
    """A file of a record one may read: always a download, never shown or run here."""
    _asked_request, register, record = _asked(request, name, key)
    found = notes.files(register, [record.pk]).filter(pk=file).first()
    if found is None:
        raise Http404(file)
    answer = FileResponse(evidence.open_(found.sha256), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
