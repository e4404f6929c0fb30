"""Importing a sheet: upload, look at every row, correct, import, undo."""

from typing import Any, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sekisho.ledger import evidence
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.exchange import marked, staged
from sekisho.registers.exchange.guess import guesses
from sekisho.registers.exchange.imports import Import
from sekisho.registers.exchange.run import Outcome
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.exchange.undo import undo
from sekisho.registers.guard import demand
from sekisho.registers.labels import Reader
from sekisho.registers.register import Register
from sekisho.registers.schema import schema
from sekisho.web.register.finding import register_or_404
from sekisho.web.register.importing import looked, start
from sekisho.web.request import Request

SHOWN = 200  # bad rows on one page


def _asked(request: HttpRequest, name: str) -> tuple[Request, Register[Any]]:
    asked = cast("Request", request)
    register = register_or_404(asked, name)
    demand(asked.actor, "add", register, None, asked.act().on)
    asked.place = register.place
    return asked, register


def _staged(request: Request, register: Register[Any], pk: UUID) -> staged.Staged:
    found = staged.mine(pk, request.actor.id, register.name)
    if found is None:
        raise Http404(pk)
    return found


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, name: str) -> HttpResponse:
    """Choose a file; any sheet will do, the columns are matched on the next page."""
    asked, register = _asked(request, name)
    problem: Any = ""
    if request.method == "POST":
        file = asked.FILES.get("file")
        if file is None:
            problem = _("Please choose a file.")
        else:
            try:
                made = staged.stage(register, asked.act(), cast("Any", file), file.name or "sheet")
                return redirect("import-look", name=name, pk=made.pk)
            except Unreadable as unreadable:
                problem = f"{unreadable.message} {unreadable.hint}"
            except evidence.TooLarge:
                problem = staged.LARGE % {"n": staged.LIMIT // 2**20}
    recent = Import.objects.present().filter(register=name).order_by("-id")[:5]
    context = _context(register) | {"problem": problem, "recent": recent}
    return render(request, "web/register/upload.html", context, status=422 if problem else 200)


def _context(register: Register[Any]) -> dict[str, Any]:
    home = reverse("list", kwargs={"name": register.name})
    return {
        "register": register,
        "title": _("Import: %(what)s") % {"what": register.title},
        "crumbs": [(register.title, home), (_("Import"), "")],
        "fields": [f for f in schema(register).fields if f.writable],
    }


@require_safe
def look(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """The dry run: what would be new, changed or the same, and every cell to correct."""
    asked, register = _asked(request, name)
    found = _staged(asked, register, pk)
    context = _context(register) | {"staged": found}
    outcome, job = looked(asked, found)
    if outcome is None:
        return render(request, "web/register/import_job.html", context | {"job": job})
    return render(
        request, "web/register/look.html", context | _looked(asked, register, found, outcome)
    )


def _looked(
    request: Request, register: Register[Any], found: staged.Staged, out: Outcome
) -> dict[str, Any]:
    sheet = found.sheet()
    known = schema(register).all
    columns = [
        (i, sheet.heading[i], out.columns.get(i, ""))
        for i in range(len(sheet.heading))
        if sheet.heading[i]
    ]
    shown = [(i, name) for i, _word, name in columns if name]
    bad: dict[int, dict[str, list[Any]]] = {}
    for error in out.errors:
        bad.setdefault(error.row, {}).setdefault(error.field, []).append(error.message)
    written = dict(sheet.rows)
    rows = []
    for number, problems in list(bad.items())[:SHOWN]:
        line = written.get(number, ())
        cells = [(line[i] if i < len(line) else "", n in problems) for i, n in shown]
        words = [
            f"{known[n].label}: {text}" if n in known else str(text)
            for n, texts in problems.items()
            for text in texts
        ]
        rows.append({"number": number, "cells": cells, "words": words})
    return {
        "out": out,
        "good": out.created + out.changed,
        "columns": columns,
        "labels": [known[n].label for _i, n in shown],
        "rows": rows,
        "more": max(0, len(bad) - SHOWN),
        "guesses": [
            (known[g.field].label, g) for g in guesses(register, request.act(), out.errors)
        ],
        "changes": _changes(register, out),
    }


def _changes(register: Register[Any], out: Outcome) -> list[tuple[int, list[tuple[Any, Any, Any]]]]:
    """The first rows that would change a record, field by field."""
    known = schema(register).all
    found = []
    for row in out.rows:
        if row.outcome == "changed":
            pairs = [(known[n].label, old, new) for n, (old, new) in row.changes.items()]
            found.append((row.number, pairs))
        if len(found) == 20:
            break
    return found


@require_POST
def correct(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """Match columns differently, or take another word for one that several rows share."""
    asked, register = _asked(request, name)
    found = _staged(asked, register, pk)
    known = schema(register).writable
    pairs = zip(asked.POST.getlist("heading"), asked.POST.getlist("field"), strict=False)
    columns = {word: name for word, name in pairs if name in {"", "number", *known}}
    fixes = []
    if asked.POST.get("instead"):
        fixes.append((asked.POST.get("of", ""), asked.POST.get("word", ""), asked.POST["instead"]))
    staged.correct(found, columns, fixes)
    return redirect("import-look", name=name, pk=pk)


@require_POST
def carry_out(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """Import: all rows, or (when told) those that are right."""
    asked, register = _asked(request, name)
    found = _staged(asked, register, pk)
    skip = asked.POST.get("skip") == "1"
    out, job = start(asked, found, skip_errors=skip)
    if out is None:
        return render(
            request,
            "web/register/import_job.html",
            _context(register) | {"job": job, "staged": found},
        )
    if out.act is None:
        messages.error(asked, _("Nothing was imported: some rows still need correction."))
        return redirect("import-look", name=name, pk=pk)
    words = _("Imported: %(new)s new, %(changed)s changed.") % {
        "new": out.created,
        "changed": out.changed,
    }
    messages.success(asked, words)
    return redirect("import-done", name=name, act=out.act)


@require_safe
def done(request: HttpRequest, name: str, act: UUID) -> HttpResponse:
    """What an import did, with the way back."""
    _request, register = _asked(request, name)
    found = Import.objects.present().filter(act=act, register=name).first()
    if found is None:
        raise Http404(act)
    return render(request, "web/register/imported.html", _context(register) | {"one": found})


@require_POST
def undo_it(request: HttpRequest, name: str, act: UUID) -> HttpResponse:
    asked, _register = _asked(request, name)
    try:
        undo(asked.act(), act)
    except Missing:
        raise Http404(act) from None
    except Invalid as refused:
        for text in refused.problems.get("", []):
            messages.error(asked, str(text))
        return redirect("import-done", name=name, act=act)
    messages.success(asked, _("The import was undone."))
    return redirect("list", name=name)


@require_safe
def marked_file(request: HttpRequest, name: str, pk: UUID) -> HttpResponse:
    """The same sheet as a workbook with the cells to correct coloured and explained."""
    asked, register = _asked(request, name)
    found = _staged(asked, register, pk)
    out = staged.look(found, asked.act())
    body = marked.workbook(found.sheet(), out)
    answer = HttpResponse(
        body, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = 'attachment; filename="sekisho-import.xlsx"'
    return answer


@require_safe
def blank(request: HttpRequest, name: str) -> HttpResponse:
    """An empty workbook with the headings of the register."""
    import io

    from sekisho.registers.exchange.writing import write_xlsx

    known, register = _asked(request, name)
    out = io.BytesIO()
    reader = Reader(known.actor, known.act().on)
    write_xlsx(out, register, register.model._default_manager.none(), settings.TIME_ZONE, reader)
    answer = HttpResponse(
        out.getvalue(),
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )
    answer["Content-Disposition"] = f'attachment; filename="{register.name}.xlsx"'
    return answer
