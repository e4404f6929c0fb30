"""checkpoint decide: one decision from the registers, with every reason."""

import argparse
import sys
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.checkpoint.authzen.asking import BadRequest, ask
from sekisho.checkpoint.live import here
from sekisho.cli.command import DONE, USAGE, WRONG, Context, Stop, command

HINT = "sekisho checkpoint decide --subject person:P-00001 --action read --resource asset:IA-0001"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--request", metavar="FILE|-", help="an AuthZEN request; - reads it from stdin"
    )
    parser.add_argument("--subject", metavar="person:ID", help="number, employee number or address")
    parser.add_argument("--action", metavar="A", help="read, write, copy, print, send, export …")
    parser.add_argument("--resource", metavar="asset:ID", help="number of the asset")
    parser.add_argument(
        "--context", metavar="JSON", default="", help="device, auth_time, amr, zone, purpose"
    )


@command("checkpoint", "decide", help="decide one access from the registers", arguments=_arguments)
def decide(context: Context) -> int:
    body = _body(context.args)
    try:
        found = here().decide(ask(body))._asdict()
    except BadRequest as error:
        raise Stop(
            USAGE, _("The request cannot be understood: %(why)s") % {"why": error}, HINT
        ) from None
    if not context.json:
        context.note(_words(found))
    context.out.write(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() + "\n")
    return DONE if found["decision"] else WRONG


def _body(args: argparse.Namespace) -> dict[str, Any]:
    if args.request:
        return _json(_read(args.request))
    if not (args.subject and args.action and args.resource):
        raise Stop(USAGE, _("Please say who wants to do what with which information."), HINT)
    return {
        "subject": _thing(args.subject, "person"), "action": {"name": args.action},
        "resource": _thing(args.resource, "asset"), "context": _json(args.context or "{}"),
    }  # fmt: skip


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        words = _("The file cannot be read: %(file)s") % {"file": name}
        raise Stop(USAGE, words, str(error)) from None


def _json(text: str) -> dict[str, Any]:
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Stop(USAGE, _("This is not JSON: %(why)s") % {"why": error}, HINT) from None
    if not isinstance(found, dict):
        raise Stop(USAGE, _("The request must be a JSON object."), HINT)
    return found


def _thing(given: str, usual: str) -> dict[str, str]:
    """``person:P-00001``; without a type the usual one is meant."""
    type_, colon, name = given.partition(":")
    return {"type": type_, "id": name} if colon else {"type": usual, "id": given}


def _words(found: dict[str, Any]) -> str:
    language = "en" if (get_language() or "").startswith("en") else "ja"
    if found["decision"]:
        return _("Permitted.")
    reasons = [
        f"- {one[language]} {one.get('advice', {}).get(language, '')}".rstrip()
        for one in found["context"]["reasons"]
    ]
    return "\n".join([_("Denied:"), *reasons])
