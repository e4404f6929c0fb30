"""Sheets by API: import with every row's errors, export of what the caller may see."""

import tempfile
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponse

from sekisho.api.about import ROOM, uploaded
from sekisho.api.door import JSON, Ask, reply, resource
from sekisho.api.problems import Problem
from sekisho.registers import guard, listing
from sekisho.registers.errors import Denied, Missing
from sekisho.registers.exchange import table, writing
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.matching import headings
from sekisho.registers.exchange.run import Options, Outcome
from sekisho.registers.labels import Reader
from sekisho.registers.register import Register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA = {"text/csv": ".csv", "text/tab-separated-values": ".tsv", XLSX: ".xlsx", JSON: ".json"}
TYPES = {".csv": "text/csv; charset=utf-8", ".xlsx": XLSX, ".json": JSON}
YES = frozenset({"1", "true", "yes"})


def import_(ask: Ask, name: str) -> HttpResponse:
    """Import the body, or the part ``file`` of a form; ``dry_run`` looks, ``skip_errors`` skips.

    All or nothing: when a row is wrong nothing is written, unless ``skip_errors`` says so.
    """
    register = ask.register(name, read=False)
    _may_write(ask, register)
    data, file = _sheet(ask, register)
    options = Options(dry_run=_flag(ask, "dry_run"), skip_errors=_flag(ask, "skip_errors"))
    sheet = table.read(data, file, list(headings(register)))
    out = import_file(register, ask.act, sheet, options)
    found = as_json(out)
    if out.errors and not options.dry_run and out.act is None:
        raise Problem("refused_rows", **found)
    return reply(found)


def as_json(out: Outcome) -> dict[str, Any]:
    """What became of a sheet, as the command line says it."""
    rows = [{"row": e.row, "field": e.field, "message": str(e.message)} for e in out.errors]
    return {
        "act": str(out.act) if out.act else None, "created": out.created, "changed": out.changed,
        "same": out.same, "errors": rows, "unused": out.unused,
    }  # fmt: skip


def _may_write(ask: Ask, register: Register[Any]) -> None:
    """Whoever may add or change anything may try; the guard then decides row by row."""
    if not any(guard.guard().reach(ask.actor, verb, register) for verb in ("add", "change")):
        answer = guard.guard().decide(ask.actor, "add", register, None, ask.act.on)
        raise Denied(f"{register.name}.import", answer.reasons)


def _sheet(ask: Ask, register: Register[Any]) -> tuple[bytes, str]:
    request = ask.request
    media = (request.content_type or "").lower()
    if media == "multipart/form-data":
        upload = uploaded(ask, table.MOST)
        return upload.read(), upload.name or "sheet.csv"
    if media not in MEDIA:
        raise Problem("media", detail=", ".join([*MEDIA, "multipart/form-data"]))
    if int(request.headers.get("Content-Length") or 0) > table.MOST + ROOM:
        raise Problem("too_large")
    return request.read(table.MOST + 1), f"{register.name}{MEDIA[media]}"


def _flag(ask: Ask, name: str) -> bool:
    form = ask.request.POST if ask.request.content_type == "multipart/form-data" else {}
    return (ask.request.GET.get(name) or form.get(name) or "").lower() in YES


def export(ask: Ask, name: str, suffix: str) -> FileResponse:
    """Every row the caller may see and asked for (the filters of the list), as one file."""
    register = ask.register(name)
    writer = writing.WRITERS.get(f".{suffix}")
    if writer is None:
        raise Missing(suffix)
    asked = listing.wanted(register, dict(ask.request.GET.lists()))
    rows = listing.rows(register, ask.actor, ask.act.on, asked)
    out = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
    writer(out, register, rows, settings.TIME_ZONE, Reader(ask.actor, ask.act.on))
    out.seek(0)
    answer = FileResponse(out, content_type=TYPES[f".{suffix}"])
    answer["Content-Disposition"] = f'attachment; filename="{register.name}.{suffix}"'
    return answer


imports = resource(POST=import_)
exports = resource(GET=export)
