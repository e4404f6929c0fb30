"""Long work on the ledger, done by the worker: verifying everything, packing the export."""

import shutil
import tempfile
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sekisho.jobs.context import Context, GiveUp
from sekisho.jobs.models import Job, State
from sekisho.jobs.task import task
from sekisho.ledger.core import LedgerError
from sekisho.ledger.export import export
from sekisho.ledger.files import data_folder
from sekisho.ledger.note import NoteError
from sekisho.ledger.sequence import seal
from sekisho.ledger.verify import verify
from sekisho.registers.verifying import everything

KEPT = timedelta(days=1)
SHOWN = 5


@task(name="ledger.verify", max_attempts=2)
def verify_ledger(ctx: Context, against: str, who: str, language: str) -> dict[str, Any]:
    """Check every entry and every record; ``against`` a checkpoint kept elsewhere, "" for none."""
    del who
    with translation.override(language):
        ctx.progress(0, 0, _("Reading the whole ledger and every record."))
        try:
            found = verify(against or None, everything())
        except NoteError as error:
            raise GiveUp(str(error)) from error
    return {
        "ok": found.ok,
        "entries": found.entries,
        "sealed": found.sealed,
        "erased": found.erased,
        "first_bad": found.first_bad,
        "checkpoint": found.checkpoint,
        "against": bool(against),
    }


@task(name="ledger.export", max_attempts=2)
def pack_export(ctx: Context, name: str, *, payloads: bool) -> dict[str, Any]:
    """Write the export as a zip file beside the database; forgotten after a day."""
    ctx.progress(0, 0, _("Writing the ledger for public verifiers."))
    tidy()
    path = packed(name)
    try:
        pack(path, payloads=payloads)
    except LedgerError as error:
        raise GiveUp(str(error)) from error
    return {"name": name, "size": path.stat().st_size}


def packed(name: str) -> Path:
    """Where the export called ``name`` (a UUID) lies."""
    return data_folder() / "exports" / f"{name}.zip"


def pack(path: Path, *, payloads: bool) -> None:
    """Seal, export and zip. Raises LedgerError when nothing has been sealed yet."""
    seal(timezone.now())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=path.parent) as draft:
        folder = Path(draft) / "ledger"
        export(folder, with_payloads=payloads)
        whole = Path(draft) / "ledger.zip"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as out:
            for file in sorted(f for f in folder.rglob("*") if f.is_file()):
                out.write(file, file.relative_to(folder))
        shutil.move(whole, path)


def tidy() -> None:
    """Remove exports of the day before yesterday and older."""
    oldest = (timezone.now() - KEPT).timestamp()
    folder = data_folder() / "exports"
    for file in folder.glob("*.zip") if folder.is_dir() else ():
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def checks() -> "QuerySet[Job]":
    """Verifications that were asked for, newest first."""
    return Job.objects.filter(task="ledger.verify").order_by("-created_at")


def running(job: Job) -> bool:
    return job.state in {State.READY, State.RUNNING}
