"""The evidence of an incident as one file that stands by itself: whoever gets it can check it alone.

A zip: the records in plain words, the files of evidence, the chain of custody, the entries of the ledger
with their proofs, and a verifier that needs Python alone. The index names every file by its hash; a new
item of evidence holds the hash of the index, so the ledger knows what was given away, and by whom.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.domains.incidents.custody import CustodyLink, body_of
from sekisho.domains.incidents.evidence import Kind, State
from sekisho.domains.incidents.models import Evidence, Incident
from sekisho.ledger import evidence as store
from sekisho.ledger import files, sequence
from sekisho.ledger.proofs import proofs, verifier
from sekisho.registers import guard, notes
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.reports import wording

FORMAT = "sekisho-evidence/1"
PARTS = (
    "incident_facts", "timeline_entries", "incident_steps", "containments", "affected_assets",
    "evidence_items", "report_duties", "person_notices", "incident_drafts", "outside_contacts",
    "recovery_checks", "preventions",
)  # fmt: skip
"""What hangs on an incident and belongs into its bundle."""
PIECE = 1 << 20


@dataclass(slots=True)
class Contents:
    """What is to be packed: rows by register, and the files that hang on them."""

    rows: dict[str, list[Any]] = field(default_factory=dict)
    attached: list[Any] = field(default_factory=list)

    def records(self) -> dict[str, list[UUID]]:
        """By kind, for the ledger."""
        found = {name: [row.pk for row in rows] for name, rows in self.rows.items()}
        links = CustodyLink.objects.filter(item__in=found.get("evidence_items", []))
        found["custody_links"] = list(links.values_list("pk", flat=True))
        found["attachments"] = [one.pk for one in self.attached]
        return found


@dataclass(frozen=True, slots=True)
class Made:
    """The bundle as it was written."""

    item: Evidence
    index: str
    files: int
    entries: int


def export(incident: Incident, act: Act, path: Path) -> Made:
    """Write the bundle to ``path`` (a zip). Raises Denied; Invalid when a file is gone or changed."""
    register = registry["evidence_items"]
    guard.demand(act.actor, "change", registry["incidents"], incident, act.on)
    guard.demand(act.actor, "add", register, None, act.on)
    found = _contents(incident, act)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        listed = [_copy(packed, name, one) for name, one in _named(found)]
        with transaction.atomic():  # after the large files: nobody waits for them
            _note_copying(incident, act)
            found.rows = _rows(incident, act)
            listed += [_put(packed, name, text) for name, text in _texts(incident, act, found)]
            raw = _json({"format": FORMAT, "incident": incident.number, "title": incident.title,
                         "made_at": act.at.isoformat(), "files": listed})  # fmt: skip
            index = hashlib.sha256(raw).hexdigest()
            item = write(register, act, {
                "incident": incident.pk, "kind": Kind.FILE, "sha256": index,
                "what": _("Evidence bundle (%(n)s files)") % {"n": len(listed)},
                "method": _("Export with index, custody and proofs; the hash is that of index.json."),
            })  # fmt: skip
        packed.writestr("index.json", raw)
        found.rows["evidence_items"].append(item)
        entries = _prove(packed, found, act)
    return Made(item, index, len(listed), entries)


def _note_copying(incident: Incident, act: Act) -> None:
    """Each item held was copied: a link of its chain. Leave to do so was asked for the whole."""
    held = Evidence.objects.present().filter(incident=incident.pk, state=State.HELD)
    for item in held:
        said = {"purpose": _("Copied into an evidence bundle")}
        follow(registry["evidence_items"], act, "look", item, said)


def _contents(incident: Incident, act: Act) -> Contents:
    """Every record of the incident that the actor may see, with its files."""
    found = Contents(_rows(incident, act))
    for name, rows in found.rows.items():
        found.attached += notes.files(registry[name], [row.pk for row in rows])
    return found


def _rows(incident: Incident, act: Act) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {"incidents": [incident]}
    for name in PARTS:
        rows = guard.visible(act.actor, registry[name], act.on).filter(incident=incident.pk)
        found[name] = list(rows.order_by("created_at", "id"))
    return found


def _put(packed: zipfile.ZipFile, name: str, text: bytes) -> dict[str, Any]:
    packed.writestr(name, text)
    return {"path": name, "sha256": hashlib.sha256(text).hexdigest(), "size": len(text)}


def _texts(incident: Incident, act: Act, found: Contents) -> Iterator[tuple[str, bytes]]:
    yield "README.txt", _readme(incident).encode()
    yield "verify.py", verifier()
    yield "records.json", _json({
        name: [dict(wording.facts(act, registry[name], row)) for row in rows]
        for name, rows in found.rows.items()
    })  # fmt: skip
    yield "custody.json", _json([
        {"item": str(item.pk), "number": item.number, "what": item.what,
         "links": [body_of(link) | {"hash": link.hash} for link in item.custody.order_by("seq")]}
        for item in found.rows["evidence_items"]
    ])  # fmt: skip


def _readme(incident: Incident) -> str:
    return _(
        "Evidence of %(number)s\n\n"
        "index.json    every file of this bundle with its SHA-256\n"
        "records.json  what is recorded of the incident\n"
        "custody.json  in whose hands each item was, link by link\n"
        "evidence/     the files of evidence\n"
        "proofs.jsonl  the entries of the ledger, each with its proof (RFC 6962)\n"
        "checkpoint, vkey  the signed head of the ledger and the public key\n\n"
        "To check it, unpack it and run: python verify.py\n"
        "It needs Python 3.9 or later and nothing else. Compare the key with one you got elsewhere.\n"
    ) % {"number": incident.number}


def _named(found: Contents) -> Iterator[tuple[str, Any]]:
    """Where each attached file goes: by the number of what it hangs on."""
    numbers = {row.pk: str(getattr(row, "number", "") or name) for name, rows in found.rows.items()
               for row in rows}  # fmt: skip
    for one in found.attached:
        yield (
            f"evidence/{numbers[one.rec]}/{one.sha256[:12]}_{one.pk.hex[-6:]}_{_safe(one.name)}",
            one,
        )


def _safe(name: str) -> str:
    return "".join(c if c.isalnum() or c in "._- " else "_" for c in name)[-80:]


def _copy(packed: zipfile.ZipFile, name: str, one: Any) -> dict[str, Any]:
    """Stream a file into the bundle; it must still be what arrived."""
    digest, size = hashlib.sha256(), 0
    try:
        with store.open_(one.sha256) as stream, packed.open(name, "w", force_zip64=True) as out:
            while piece := stream.read(PIECE):
                digest.update(piece)
                size += len(piece)
                out.write(piece)
    except FileNotFoundError:
        raise Invalid(
            {"": [_("The file %(name)s is gone from the store.") % {"name": one.name}]}
        ) from None
    if digest.hexdigest() != one.sha256:
        raise Invalid({"": [_("The file %(name)s is not what arrived.") % {"name": one.name}]})
    return {"path": name, "sha256": one.sha256, "size": size, "of": f"{one.kind} {one.rec}"}


def _prove(packed: zipfile.ZipFile, found: Contents, act: Act) -> int:
    """The entries of all of it, up to the newest signed checkpoint; how many."""
    sequence.seal(act.at)
    lines = [orjson.dumps(row) for row in proofs(found.records())]
    packed.writestr("proofs.jsonl", b"\n".join(lines) + b"\n")
    newest = sequence.newest()
    packed.writestr("checkpoint", newest[1] if newest else "")
    packed.writestr("vkey", "".join(f"{one.vkey()}\n" for one in files.verifiers()))
    return len(lines)


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=str, option=orjson.OPT_INDENT_2)
