"""checkpoint verify, checkpoint log: the decisions that were given."""

import argparse
import sys
from pathlib import Path

import orjson
from django.utils.translation import gettext as _

from sekisho.checkpoint import keeping, ocsf
from sekisho.cli.command import DONE, WRONG, Context, command
from sekisho.cli.policy import day


@command("checkpoint", "verify", help="check the chain of the decisions")
def verify(context: Context) -> int:
    count, bad = keeping.verify()
    words = _("%(n)s decisions agree.") % {"n": count}
    if bad is not None:
        words = _("D-%(n)s does not fit the one before it.") % {"n": bad}
    context.answer({"ok": bad is None, "decisions": count, "first_bad": bad}, words)
    return DONE if bad is None else WRONG


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE.jsonl", help="- writes to the standard output")
    parser.add_argument("--from", dest="start", type=day, metavar="DATE")
    parser.add_argument("--to", dest="end", type=day, metavar="DATE")


@command("checkpoint", "log", help="write decisions as OCSF, one a line", arguments=_arguments)
def log(context: Context) -> int:
    args = context.args
    lines = (orjson.dumps(one) + b"\n" for one in ocsf.events(args.start, args.end))
    if args.file == "-":
        sys.stdout.writelines(line.decode() for line in lines)
        return DONE
    count = 0
    with Path(args.file).open("wb") as out:
        for line in lines:
            out.write(line)
            count += 1
    context.answer({"rows": count}, _("%(n)s rows were written.") % {"n": count})
    return DONE
