"""incident draft: the text of a report or notice, made from the records of an incident."""

import argparse
from pathlib import Path

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.domains.incidents.draft import Kind
from sekisho.domains.incidents.models import Incident
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.reports import drafts


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
