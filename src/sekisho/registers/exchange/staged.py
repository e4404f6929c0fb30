"""A sheet on its way in: uploaded, looked at, corrected, and only then imported."""

from collections.abc import Mapping
from typing import Any, BinaryIO
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.ledger import evidence
from sekisho.ledger.ids import new_id
from sekisho.registers.actor import Act
from sekisho.registers.exchange import table
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.matching import headings
from sekisho.registers.exchange.run import Options, Outcome, run
from sekisho.registers.register import Register, registry

LIMIT = table.MOST


class Staged(models.Model):
    """One upload of one account. It is scratch paper: what comes of it is in the ledger."""

    id = models.UUIDField(primary_key=True)
    register = models.CharField(max_length=40)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    account = models.UUIDField()
    made_at = models.DateTimeField()
    columns = models.JSONField(default=dict)  # heading → field ("" leaves it out)
    fixes = models.JSONField(default=list)  # [field, word in the sheet, word to take instead]
    given = models.JSONField(default=dict)  # what holds for every row of the sheet
    job = models.UUIDField(null=True)
    result = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.file} → {self.register}"

    def sheet(self) -> table.Table:
        """The uploaded file as rows. Raises Unreadable."""
        with evidence.open_(self.sha256) as stream:
            return table.read(stream.read(), self.file, list(headings(registry[self.register])))

    def options(self, **more: Any) -> Options:
        fixes = {(name, word): instead for name, word, instead in self.fixes}
        return Options(columns=self.columns, fixes=fixes, given=self.given, **more)


def stage(
    register: Register[Any],
    act: Act,
    stream: BinaryIO,
    name: str,
    given: Mapping[str, str] | None = None,
) -> Staged:
    """Keep an upload until somebody decides. Raises evidence.TooLarge, Unreadable."""
    stored = evidence.put(stream, LIMIT, act.at)
    made = Staged(
        id=new_id(act.at),
        register=register.name,
        file=name[:200],
        sha256=stored.sha256,
        account=act.actor.id,
        made_at=act.at,
        given=dict(given or {}),
    )
    made.sheet()
    Staged._default_manager.bulk_create([made])
    return made


def look(staged: Staged, act: Act, progress: Any = None) -> Outcome:
    """What the import would do, row by row; nothing is written."""
    options = staged.options(
        dry_run=True, keep_rows=True, **({"progress": progress} if progress else {})
    )
    return run(registry[staged.register], act, staged.sheet(), options)


def carry_out(staged: Staged, act: Act, *, skip_errors: bool, progress: Any = None) -> Outcome:
    """Import it. With ``skip_errors`` the rows that are right go in, else all or none."""
    options = staged.options(
        skip_errors=skip_errors, **({"progress": progress} if progress else {})
    )
    return import_file(registry[staged.register], act, staged.sheet(), options)


def mine(staged: UUID, account: UUID, register: str) -> Staged | None:
    """The upload, if it is this account's own."""
    found = Staged._default_manager.filter(pk=staged, account=account, register=register)
    return found.first()


def correct(staged: Staged, columns: Mapping[str, str], fixes: list[tuple[str, str, str]]) -> None:
    """Remember how headings are matched and which words are replaced."""
    staged.columns = {**staged.columns, **columns}
    kept = {(name, word): instead for name, word, instead in staged.fixes}
    kept |= {(name, word): instead for name, word, instead in fixes}
    staged.fixes = [[name, word, instead] for (name, word), instead in kept.items()]
    staged.save(update_fields=["columns", "fixes"])


def remember(staged: Staged, **what: Any) -> None:
    """Note the job that imports it, or what came of it."""
    for name, value in what.items():
        setattr(staged, name, value)
    staged.save(update_fields=list(what))


LARGE = _("The file is too large: at most %(n)s MB.")
