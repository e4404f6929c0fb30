"""Imports as records: which file, when, by whom, how many; so that one can be found and undone."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.exchange.run import Options, Outcome, run
from sekisho.registers.exchange.table import Table
from sekisho.registers.plan import Line, plan
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.store import save


class Import(Record):
    """One import that was carried out."""

    register = models.CharField(_("register"), max_length=40)
    file = models.CharField(_("file name"), max_length=200)
    act = models.UUIDField(_("act"), unique=True)
    done_on = models.DateField(_("carried out on"))
    created = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("the same"), default=0)
    left_out = models.PositiveIntegerField(_("rows left out"), default=0)

    class Meta:
        verbose_name = _("import")

    def __str__(self) -> str:
        return f"{self.file} → {self.register}"


@register
class ImportRegister(Register[Import]):
    name = "imports"
    title = _("Imports")
    singular = _("import")
    about = _("Sheets that were imported, with the way to undo each.")
    model = Import
    key = ("act",)
    columns = ("done_on", "file", "register", "created", "changed", "left_out")
    filters = ("register", "done_on")
    search = ("file", "register")
    order = ("-done_on", "-id")
    place = "settings"
    rights = Rights(read=(*LEADERS, "admin", "auditor", "operator", "manager"))


def import_file(register: Register[Any], act: Act, sheet: Table, options: Options) -> Outcome:
    """Import a sheet and, when something was written, keep a record of it, all in one transaction."""
    with transaction.atomic():
        out = run(register, act, sheet, options)
        if out.act is not None:
            _remember(register, act, sheet, out)
    return out


def _remember(register: Register[Any], act: Act, sheet: Table, out: Outcome) -> None:
    target = registry[ImportRegister.name]
    values = {
        "register": register.name,
        "file": sheet.name[:200],
        "act": str(out.act),
        "done_on": act.on,
        "created": out.created,
        "changed": out.changed,
        "same": out.same,
        "left_out": out.bad_rows,
    }
    save(target, act, plan(target, act, [Line(values)], guarded=False))
