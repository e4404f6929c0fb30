"""registers, import, export, import --undo."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.cli.command import DONE, USAGE, WRONG, Context, Stop, command
from sekisho.registers import guard
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.exchange import table, writing
from sekisho.registers.exchange.guess import Guess, guesses
from sekisho.registers.exchange.imports import import_file
from sekisho.registers.exchange.matching import headings
from sekisho.registers.exchange.run import Options, Outcome
from sekisho.registers.exchange.undo import undo
from sekisho.registers.labels import Reader
from sekisho.registers.register import Register, registry
from sekisho.registers.schema import schema


def register_named(name: str) -> Register[Any]:
    """The register of this name. Stops with the list of those there are."""
    found = registry.get(name)
    if found is None or not found.listed:
        names = ", ".join(r.name for r in registry if r.listed)
        raise Stop(USAGE, _("There is no register “%(name)s”.") % {"name": name}, names)
    return found


@command("registers", help="list the registers and their fields")
def registers(context: Context) -> int:
    found = [_described(r) for r in registry if r.listed]
    lines = (f"{r['name']:24}{r['title']}" for r in found)
    context.answer(found, "\n".join(lines))
    return DONE


def _described(register: Register[Any]) -> dict[str, Any]:
    fields = []
    for one in schema(register).fields:
        labels = {}
        for language in ("en", "ja"):
            with override(language):
                labels[f"label_{language}"] = str(one.label)
        fields.append({"name": one.name, **labels, "type": one.type, "required": one.required})
    key = [k for k in register.key if k != "id"]
    return {
        "name": register.name,
        "title": str(register.title),
        "key": key if not register.number or "number" in key else ["number", *key],
        "fields": fields,
    }


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("register", nargs="?", help="name of the register")
    parser.add_argument("file", nargs="?", help=".xlsx, .csv or .json")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen")
    parser.add_argument("--skip-errors", action="store_true", help="import the rows that are right")
    parser.add_argument("--column", action="append", default=[], metavar="HEADING=FIELD")
    parser.add_argument("--undo", metavar="ACT", help="undo a former import as one act")


@command("import", help="import a sheet into a register", arguments=_import_arguments)
def import_(context: Context) -> int:
    args = context.args
    if args.undo:
        return _undo(context, args.undo)
    if not args.register or not args.file:
        raise Stop(USAGE, _("Please name a register and a file."), "sekisho import REGISTER FILE")
    register = register_named(args.register)
    data = read_bytes(args.file)
    columns = dict(pair.split("=", 1) for pair in args.column if "=" in pair)
    options = Options(args.dry_run, args.skip_errors, columns=columns)
    known = list(headings(register))
    sheet = table.read(data, Path(args.file).name, known)
    out = import_file(register, context.act(), sheet, options)
    meant = guesses(register, context.act(), out.errors)
    words = _in_words(register, out, dry=args.dry_run)
    hints = [_hint(guess) for guess in meant if guess.instead]
    context.answer(as_json(out, meant), "\n".join([*hints, words]))
    return WRONG if out.errors else DONE


def read_bytes(name: str) -> bytes:
    return Path(name).read_bytes()


def _hint(guess: Guess) -> str:
    words = _("“%(word)s” (%(rows)s rows): perhaps “%(instead)s”?")
    return words % {"word": guess.word, "rows": guess.rows, "instead": guess.instead}


def as_json(out: Outcome, meant: Sequence[Guess] = ()) -> dict[str, Any]:
    """The shape of DESIGN §5; ``suggestion`` is what a wrong word may have meant, if anything."""
    near = {(g.field, g.word): g.instead for g in meant if g.instead}
    errors = [
        {"row": e.row, "field": e.field, "message": str(e.message)}
        | ({"suggestion": near[e.field, e.value]} if (e.field, e.value) in near else {})
        for e in out.errors
    ]
    act = str(out.act) if out.act else None
    counts = {"created": out.created, "changed": out.changed, "same": out.same}
    return {"act": act, **counts, "errors": errors, "unused": out.unused}


def _in_words(register: Register[Any], out: Outcome, *, dry: bool) -> str:
    labels = {one.name: str(one.label) for one in schema(register).fields}
    lines = [_("New %(new)s, changed %(changed)s, the same %(same)s, to be corrected %(bad)s.") % {
        "new": out.created, "changed": out.changed, "same": out.same, "bad": out.bad_rows,
    }]  # fmt: skip
    lines += [
        _("Row %(row)s, %(field)s: %(words)s")
        % {"row": e.row, "field": labels.get(e.field, e.field) or "-", "words": e.message}
        for e in out.errors
    ]
    if out.unused:
        lines.append(_("Columns not imported: %(names)s") % {"names": "、".join(out.unused)})
    if dry:
        lines.append(_("This was a trial; nothing was written."))
    elif out.act:
        lines.append(_("To undo this import: sekisho import --undo %(act)s") % {"act": out.act})
    elif out.errors:
        lines.append(_("Nothing was written. Correct the rows, or add --skip-errors."))
    return "\n".join(lines)


def _undo(context: Context, act: str) -> int:
    try:
        undone = undo(context.act(), UUID(act))
    except (ValueError, Missing):
        raise Stop(USAGE, _("There is no act “%(act)s”.") % {"act": act}) from None
    except Invalid as refused:
        words = " ".join(str(t) for texts in refused.problems.values() for t in texts)
        raise Stop(WRONG, words, _("Put those records in order first.")) from None
    context.answer({"act": str(undone)}, _("The import was undone."))
    return DONE


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("register")
    parser.add_argument("file", help=".xlsx, .csv or .json")


@command("export", help="write a register to a sheet", arguments=_export_arguments)
def export(context: Context) -> int:
    register = register_named(context.args.register)
    path = Path(context.args.file)
    writer = writing.WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Stop(USAGE, _("Files of this kind cannot be written."), ".xlsx, .csv, .json")
    act = context.act()
    guard.demand(act.actor, "read", register, None, act.on)
    rows = guard.visible(act.actor, register, act.on)
    part = path.with_name(path.name + ".part")
    with part.open("wb") as out:
        count = writer(out, register, rows, settings.TIME_ZONE, Reader(act.actor, act.on))
    part.replace(path)
    context.answer({"rows": count}, _("%(n)s rows were written.") % {"n": count})
    return DONE
