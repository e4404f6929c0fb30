"""The nightly proof that a backup comes back: made, restored beside the data, verified, thrown away."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.findings.task import Task, TaskRegister
from sekisho.ledger import backup as archive
from sekisho.ledger.core import LedgerError
from sekisho.ledger.entries import Draft, append
from sekisho.ledger.history import history
from sekisho.ledger.ids import new_id
from sekisho.ledger.models import Entry
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.registers.store import origin
from sekisho.registers.verifying import everything

KIND = "proofs"
ROOM = ".proof-"
CODE = "backup-proof"


def prove(act: Act) -> dict[str, Any]:
    """Back up, restore, verify: ``ok``, ``entries``, ``bytes``, ``why``; sealed in the ledger.

    When the backup does not come back whole, the administrators have a task until it does. Needs
    room beside the data for two copies of it.
    """
    _clear()
    with tempfile.TemporaryDirectory(prefix=ROOM, dir=settings.DATA) as room:
        found = _try(Path(room), act)
    with transaction.atomic():
        append([Draft("prove", KIND, new_id(act.at), 1, found)], origin(act))
        _assign(act, ok=found["ok"])
    return found


def _clear() -> None:
    """Remove what a proof that was killed has left."""
    for left in settings.DATA.glob(f"{ROOM}*"):
        shutil.rmtree(left, ignore_errors=True)


def _try(room: Path, act: Act) -> dict[str, Any]:
    file = room / "backup"
    try:
        archive.backup(file, act.at, with_keys=True)
        size = file.stat().st_size
        report = archive.prove(file, records=everything(), room=room)
    except (LedgerError, OSError) as error:
        return {"ok": False, "entries": 0, "bytes": 0, "why": str(error)[:500]}
    why = (report.first_bad or {}).get("why", "")
    return {"ok": report.ok, "entries": report.entries, "bytes": size, "why": str(why)}


def _assign(act: Act, *, ok: bool) -> None:
    """One open task while backups do not come back; closed by the first that does."""
    register = registry[TaskRegister.name]
    task = Task.objects.live().filter(obligation=CODE).first()
    if ok and task:
        move(register, act, "finish", task)
    elif not ok and task is None:
        with override(settings.LANGUAGE_CODE):
            values = {
                "title": _("Find out why the backup could not be restored"),
                "text": _("The nightly test restore failed. The job list says why."),
                "obligation": CODE,
                "role": Role.ADMIN.value,
                "opened_on": act.on,
                "due_on": act.on,
            }
        write(register, act, values)


def last() -> dict[str, Any] | None:
    """The newest proof: ``at`` and what was found; None before the first."""
    row = Entry.objects.filter(kind=KIND).order_by("-id").first()
    if row is None:
        return None
    (item,) = history(KIND, row.rec)
    return {"at": row.at, **(item.payload or {})}
