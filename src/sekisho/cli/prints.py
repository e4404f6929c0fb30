"""print: a paper as a PDF file."""

import argparse
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.cli.sheets import register_named
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.errors import Missing
from sekisho.registers.register import Register
from sekisho.reports import printing


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paper", help="name of the paper; an unknown one lists them all")
    parser.add_argument("file", help=".pdf to write")
    parser.add_argument("--of", nargs=2, metavar=("REGISTER", "KEY"), help="the record it is of")
    parser.add_argument("--with", dest="more", action="append", default=[], metavar="NAME=VALUE")


@command("print", help="write a paper as a PDF file", arguments=_arguments)
def print_(context: Context) -> int:
    args, act = context.args, context.act()
    register, record = _record(act, *args.of) if args.of else (None, None)
    query = dict(pair.split("=", 1) for pair in args.more if "=" in pair)
    try:
        made, _file = printing.make(args.paper, printing.Asked(act, register, record, query))
    except Missing:
        words = _("There is no paper “%(name)s” of this.") % {"name": args.paper}
        raise Stop(USAGE, words, ", ".join(sorted(printing.every()))) from None
    path = Path(args.file)
    part = path.with_name(path.name + ".part")
    part.write_bytes(made)
    part.replace(path)
    told = {"file": args.file, "bytes": len(made)}
    context.answer(told, _("%(file)s was written.") % {"file": args.file})
    return DONE


def _record(act: Act, name: str, key: str) -> tuple[Register[Any], Any]:
    register = register_named(name)
    rows = guard.visible(act.actor, register, act.on)
    try:
        found = rows.filter(pk=UUID(key)).first()
    except ValueError:
        numbered = any(f.name == "number" for f in register.model._meta.concrete_fields)
        found = rows.filter(number=key).first() if numbered else None
    if found is None:
        raise Stop(USAGE, _("There is no record “%(key)s”.") % {"key": key}, name)
    return register, found
