"""incident draft, incident bundle, incident kit: what leaves the house about an incident, made from its records."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.domains.incidents.draft import Kind
from sekisho.domains.incidents.models import Incident
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.reports import bundle, drafts, kit, printing


def incident_of(context: Context, number: str) -> Incident:
    """The incident of this number, as far as the actor may see it."""
    rows = guard.visible(context.actor, registry["incidents"], context.act().on)
    found: Incident | None = rows.filter(number=number).first()
    if found is None:
        raise Stop(USAGE, _("There is no record “%(key)s”.") % {"key": number}, "incidents")
    return found


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="number of the incident")
    parser.add_argument("kind", choices=Kind.values)
    parser.add_argument(
        "--keep", action="store_true", help="keep it as a new edition (PDF and Word)"
    )
    parser.add_argument("--file", help="write the text to this file instead of showing it")


@command("incident", "draft", help="a report or notice from the records", arguments=_arguments)
def incident_draft(context: Context) -> int:
    args = context.args
    incident = incident_of(context, args.number)
    text, edition = drafts.fresh(incident, args.kind), None
    if args.keep:
        edition = drafts.keep(incident, args.kind, context.act(), text).edition
    if args.file:
        Path(args.file).write_text(text, encoding="utf-8")
    words = _("%(file)s was written.") % {"file": args.file} if args.file else text
    context.answer(
        {"incident": incident.number, "kind": args.kind, "edition": edition, "text": text}, words
    )
    return DONE


def _bundle_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("number", help="number of the incident")
    parser.add_argument("file", help=".zip to write")


@command(
    "incident",
    "bundle",
    help="all evidence in one file that proves itself",
    arguments=_bundle_arguments,
)
def incident_bundle(context: Context) -> int:
    path = Path(context.args.file)
    if path.exists():
        words = _("%(file)s is already there.") % {"file": path}
        raise Stop(USAGE, words, _("Choose another name."))
    part = path.with_name(path.name + ".part")
    try:
        made = bundle.export(incident_of(context, context.args.number), context.act(), part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    told = {"file": str(path), "evidence": made.item.number, "index": made.index,
            "files": made.files, "entries": made.entries}  # fmt: skip
    words = _("%(file)s was written. Unpack it anywhere and check it with: python verify.py")
    context.answer(told, words % {"file": path})
    return DONE


def _kit_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=".pdf to write")
    parser.add_argument(
        "--kept", metavar="WHERE", help="record an issue: where its copies are kept"
    )


@command("incident", "kit", help="the offline kit as PDF", arguments=_kit_arguments)
def incident_kit(context: Context) -> int:
    path, act = Path(context.args.file), context.act()
    made, _name = printing.make("offline_kit", printing.Asked(act))
    path.write_bytes(made)
    issued = kit.issue(act, context.args.kept).pk if context.args.kept else None
    told = {"file": str(path), "bytes": len(made), "issue": str(issued or "") or None}
    context.answer(told, _("%(file)s was written.") % {"file": path})
    return DONE
