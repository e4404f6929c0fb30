"""cloud import: read a list of services in use."""

import argparse
from dataclasses import asdict

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, REFUSED, USAGE, Context, Stop, command
from sekisho.cli.sheets import read_bytes
from sekisho.domains.access.found_intake import take_in
from sekisho.domains.access.found_service import ListKind
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.exchange.table import Unreadable
from sekisho.registers.wareki import parse_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=".xlsx or .csv")
    parser.add_argument(
        "--kind", choices=ListKind.values, default="other", help="where the list comes from"
    )
    parser.add_argument("--on", help="the day the list was taken; today if left out")


@command("cloud", "import", help="read a list of cloud services in use", arguments=_arguments)
def import_list(context: Context) -> int:
    args, act = context.args, context.act()
    on = parse_day(args.on) if args.on else act.on
    if on is None or on > act.on:
        raise Stop(USAGE, _("Please give a day that is not in the future."))
    try:
        taken = take_in(act, read_bytes(args.file), args.file, args.kind, on)
    except Unreadable as unreadable:
        raise Stop(USAGE, unreadable.message, unreadable.hint) from unreadable
    except Invalid as invalid:
        words = " ".join(str(text) for texts in invalid.problems.values() for text in texts)
        raise Stop(USAGE, words) from invalid
    except Denied as denied:
        words = " ".join(str(text) for _code, text in denied.reasons)
        raise Stop(REFUSED, words) from denied
    told = asdict(taken)
    context.answer(told, _("%(rows)s lines: %(new)s services new, %(again)s seen again.") % told)
    return DONE
