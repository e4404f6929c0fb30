"""What lies around a record: its history, comments and files."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.utils.translation import gettext as _

from sekisho.api.door import Ask, reply, resource
from sekisho.api.problems import Problem
from sekisho.api.records import record_of
from sekisho.domains.people.models import Account
from sekisho.ledger import evidence
from sekisho.ledger.history import Item
from sekisho.ledger.history import history as entries_of
from sekisho.registers import guard, notes
from sekisho.registers.actor import CALLERS, service
from sekisho.registers.errors import Denied, Invalid, Missing
from sekisho.registers.listing import MOST
from sekisho.registers.register import Register
from sekisho.registers.schema import schema

ROOM = 2**20  # bytes of a multipart body besides the file


def history(ask: Ask, name: str, key: str) -> HttpResponse:
    """The entries of the ledger on one record, newest first; ``after`` is the last ``ver`` seen."""
    register = ask.register(name)
    record = record_of(ask, register, key)
    limit = _number(ask, "limit", 50, MOST)
    before = _number(ask, "after", 0, 2**31 - 1) or None
    found = entries_of(register.name, record.pk, limit + 1, before)
    part = found[:limit]
    people = names({entry.actor for entry in part})
    known = {f.name for f in schema(register).fields}
    items = [_entry(entry, known, people) for entry in part]
    return reply({"items": items, "next": str(part[-1].ver) if len(found) > limit else ""})


def _entry(entry: Item, known: set[str], people: dict[UUID, str]) -> dict[str, Any]:
    payload = entry.payload or {}
    changes = {
        side: {n: v for n, v in (payload.get(side) or {}).items() if n in known}
        for side in ("set", "was")
    }
    return {
        "pos": entry.pos, "ver": entry.ver, "at": entry.at, "act": entry.act, "via": entry.via,
        "actor": entry.actor, "actor_name": people.get(entry.actor, ""),
        "on_behalf": entry.on_behalf, **changes, "said": payload.get("said") or {},
        "erased": entry.erased, "leaf": entry.leaf.hex(),
    }  # fmt: skip


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of accounts, for whoever may read the record they acted on."""
    built_in = {service(name).id: name for name in (*CALLERS, "engine")}
    rows = Account.objects.filter(pk__in=set(ids) - built_in.keys())
    return built_in | dict(rows.values_list("pk", "name"))


def _number(ask: Ask, name: str, default: int, most: int) -> int:
    given = ask.request.GET.get(name, "")
    if not given:
        return default
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:12]) <= most):
        raise Invalid({name: [_("From %(least)s to %(most)s.") % {"least": 1, "most": most}]})
    return int(given)


def comments(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    rows = list(notes.comments(register, [record_of(ask, register, key).pk]))
    people = names({row.author for row in rows})
    return reply({"items": [_comment(row, people) for row in rows], "next": ""})


def _comment(row: notes.Comment, people: dict[UUID, str]) -> dict[str, Any]:
    name = people.get(row.author, "")
    return {"id": row.pk, "said_at": row.said_at, "author": row.author, "author_name": name,
            "text": row.text}  # fmt: skip


def comment(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    record = record_of(ask, register, key)
    writes(ask, register, "comment")
    body = ask.body()
    if unknown := body.keys() - {"text"}:
        raise Invalid({n: [_("There is no field of this name.")] for n in sorted(unknown)})
    made = notes.comment(register, ask.act, record, body.get("text", ""))
    return reply(_comment(made, names([made.author])), 201)


def writes(ask: Ask, register: Register[Any], verb: str) -> None:
    """Whoever reads a record may comment on it, but not with a token that is only to read."""
    scopes = ask.actor.scopes
    if scopes is not None and not scopes & {"write", f"{register.name}.{verb}"}:
        words = _("The access token is not meant for this: it lacks the scope “%(scope)s”.")
        raise Denied(f"{register.name}.{verb}", [("token", words % {"scope": "write"})])


def files(ask: Ask, name: str, key: str) -> HttpResponse:
    register = ask.register(name)
    record = record_of(ask, register, key)
    rows = list(notes.files(register, [record.pk]))
    people = names({row.author for row in rows})
    items = [_file(register, record, row, people) for row in rows]
    return reply({"items": items, "next": ""})


def _file(
    register: Register[Any], record: Any, row: notes.Attachment, people: dict[UUID, str]
) -> dict[str, Any]:
    return {
        "id": row.pk, "name": row.name, "media": row.media, "size": row.size, "sha256": row.sha256,
        "scanned": row.scanned, "about": row.about, "stored_at": row.stored_at,
        "author": row.author, "author_name": people.get(row.author, ""),
        "href": f"/api/v1/{register.name}/{record.pk}/files/{row.pk}",
    }  # fmt: skip


def attach(ask: Ask, name: str, key: str) -> HttpResponse:
    """A file in a multipart form: ``file``, and ``about`` if it needs a word."""
    register = ask.register(name)
    record = record_of(ask, register, key)
    guard.demand(ask.actor, "attach", register, record, ask.act.on)
    upload = uploaded(ask, notes.LIMIT)
    about = str(ask.request.POST.get("about", ""))
    _plain(upload.name or "", about)
    made = notes.attach(register, ask.act, record, upload, upload.name or "file", about)
    item = _file(register, record, made, names([made.author]))
    return reply(item, 201, Location=item["href"])


def _plain(*texts: str) -> None:
    if any("\x00" in text for text in texts):
        raise Problem("unreadable", detail="U+0000")


def uploaded(ask: Ask, limit: int) -> Any:
    """The part ``file`` of a multipart form. Raises Problem 413, 415, Invalid."""
    request = ask.request
    if int(request.headers.get("Content-Length") or 0) > limit + ROOM:
        raise Problem("too_large")
    if request.content_type != "multipart/form-data":
        raise Problem("media", detail="multipart/form-data")
    found = request.FILES.get("file")
    if found is None:
        raise Invalid({"file": [_("Please choose a file.")]})
    return found


def download(ask: Ask, name: str, key: str, file: UUID) -> FileResponse:
    """The bytes as they were stored: always a download, never shown or run."""
    register = ask.register(name)
    record = record_of(ask, register, key)
    row = notes.files(register, [record.pk]).filter(pk=file).first()
    if row is None:
        raise Missing(str(file))
    answer = FileResponse(evidence.open_(row.sha256), content_type="application/octet-stream")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Content-Length"] = str(row.size)
    answer["ETag"] = f'"{row.sha256}"'
    return answer


histories = resource(GET=history)
remarks = resource(GET=comments, POST=comment)
attachments = resource(GET=files, POST=attach)
attachment = resource(GET=download)
