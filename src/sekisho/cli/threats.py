"""threats import, threats match, threats vex."""

import argparse
import time
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.domains.threats import formats, vex
from sekisho.domains.threats.formats.told import UnreadableError
from sekisho.domains.threats.importing import Imported, take_feed, take_inventory
from sekisho.domains.threats.inventory import Reach
from sekisho.domains.threats.opening import follow
from sekisho.domains.threats.reading import Match, matches
from sekisho.domains.threats.suggesting import suggest
from sekisho.ledger.ids import new_id
from sekisho.registers import guard
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry

FEEDS = (*formats.SCORES, *formats.ADVISORIES)


def _import_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("format", choices=(*FEEDS, *formats.INVENTORIES, "vex"))
    parser.add_argument("file", help="also .gz, or a .zip of many documents")
    parser.add_argument("--asset", metavar="NUMBER", help="asset that an inventory belongs to")
    parser.add_argument("--name", help="name of the inventory; the file's name if not said")
    parser.add_argument("--reach", choices=Reach.values, help="how far the asset can be reached")


@command(
    "threats",
    "import",
    help="take in a feed or an inventory",
    arguments=_import_arguments,
)
def threats_import(context: Context) -> int:
    args, path = context.args, Path(context.args.file)
    if not path.is_file():
        raise Stop(USAGE, _("There is no file “%(file)s”.") % {"file": args.file})
    if args.format in FEEDS and (args.asset or args.name or args.reach):
        words = _("--asset, --name and --reach belong to an inventory.")
        raise Stop(USAGE, words, ", ".join(formats.INVENTORIES))
    if args.format == "vex":
        return _vex(context, path)
    try:
        done = _taken(context, path)
    except UnreadableError as bad:
        raise Stop(USAGE, str(bad), f"sekisho threats import {args.format} FILE") from None
    except Invalid as bad:
        words = " ".join(str(t) for texts in bad.problems.values() for t in texts)
        raise Stop(USAGE, words, "sekisho threats import") from None
    followed = done.followed
    answer = {
        "format": args.format, "read": done.read, "changed": done.changed, "sha256": done.sha256,
        "exposures": {"opened": followed.opened, "tightened": followed.tightened,
                      "ended": followed.ended, "returned": followed.returned},
    }  # fmt: skip
    words = _(
        "Read %(read)s, new or changed %(changed)s; exposures opened %(opened)s, ended %(ended)s."
    )
    told = words % {
        "read": done.read, "changed": done.changed, "opened": followed.opened, "ended": followed.ended,
    }  # fmt: skip
    context.answer(answer, told)
    return DONE


def _vex(context: Context, path: Path) -> int:
    """A supplier's verdicts, laid beside what is still to be judged."""
    args, act = context.args, context.act()
    if not args.asset:
        raise Stop(USAGE, _("Please name the asset."), "--asset IA-0001")
    try:
        count = vex.take(act, path, _asset(context, args.asset))
    except UnreadableError as bad:
        raise Stop(USAGE, str(bad), "sekisho threats import vex FILE --asset IA-0001") from None
    words = _("Beside %(n)s exposures to be judged there is now what the supplier says.")
    context.answer({"format": "vex", "noted": count}, words % {"n": count})
    return DONE


def _vex_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inventory", help="name of the inventory")
    parser.add_argument("file", help=".json to write (CycloneDX VEX)")


@command(
    "threats", "vex", help="what we found out about an inventory, as VEX", arguments=_vex_arguments
)
def threats_vex(context: Context) -> int:
    act = context.act()
    rows = guard.visible(context.actor, registry["inventories"], act.on)
    found = rows.filter(name=context.args.inventory).first()
    if found is None or found.asset_id is None:
        words = _("There is no inventory “%(name)s” of an asset.")
        raise Stop(
            USAGE, words % {"name": context.args.inventory}, "sekisho export inventories FILE"
        )
    body = vex.document(act, found, new_id(act.at))
    Path(context.args.file).write_bytes(orjson.dumps(body, option=orjson.OPT_INDENT_2))
    answer = {"vulnerabilities": len(body["vulnerabilities"]), "file": context.args.file}
    context.answer(answer, _("%(file)s was written.") % {"file": context.args.file})
    return DONE


def _taken(context: Context, path: Path) -> Imported:
    args, act = context.args, context.act()
    if args.format in FEEDS:
        return take_feed(act, args.format, path)
    asset = _asset(context, args.asset) if args.asset else None
    done = take_inventory(
        act, args.format, path, name=args.name or path.name.partition(".")[0][:120],
        asset=asset, reach=args.reach or "",
    )  # fmt: skip
    if done.record.asset_id is None:
        context.note(
            _("This inventory belongs to no asset yet: nobody is told of what is found in it.")
        )
    if done.record.unplaced:
        suggest(act)
        words = _("%(n)s components are known by name alone; confirm what feeds call them.")
        context.note(words % {"n": done.record.unplaced})
    return done


def _asset(context: Context, number: str) -> Any:
    rows = guard.visible(context.actor, registry["assets"], context.act().on)
    found = rows.filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        raise Stop(USAGE, _("There is no record “%(key)s”.") % {"key": number}, "--asset IA-0001")
    return found


@command("threats", "match", help="compare all that is installed with all that is known")
def threats_match(context: Context) -> int:
    act = context.act()
    guard.demand(act.actor, "read", registry["exposures"], None, act.on)
    began = time.monotonic()
    found = matches(act.on)
    seconds = round(time.monotonic() - began, 3)
    done = follow(act)
    answer = {
        "seconds": seconds,
        "matches": [_shown(one) for one in found],
        "exposures": {"opened": done.opened, "tightened": done.tightened, "ended": done.ended,
                      "returned": done.returned},
    }  # fmt: skip
    lines = [
        f"{one.component} {one.version}  {one.advisory}{' KEV' if one.kev else ''}" for one in found
    ]
    words = _("Matches %(n)s in %(s)s seconds; exposures opened %(opened)s, ended %(ended)s.")
    told = words % {"n": len(found), "s": seconds, "opened": done.opened, "ended": done.ended}
    context.answer(answer, "\n".join([*lines, told]))
    return DONE


def _shown(one: Match) -> dict[str, Any]:
    return {
        "component": one.component, "version": one.version, "advisory": one.advisory,
        "aliases": one.aliases, "kev": one.kev, "due_on": one.due_on.isoformat(),
        "assets": one.assets, "possible": one.possible,
    }  # fmt: skip
