"""access as-of: who could open an asset on a day, what a person could open, and why."""

import argparse
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, WRONG, Context, Stop, command
from sekisho.domains.access.as_of import what_could_open, who_could_open
from sekisho.domains.access.replay import replay
from sekisho.domains.access.telling import Told, as_json, told
from sekisho.registers import guard
from sekisho.registers.actor import Act
from sekisho.registers.references import resolve
from sekisho.registers.register import registry
from sekisho.registers.wareki import parse_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--asset", help="number or name of an asset")
    parser.add_argument("--person", help="number, employee number or name of a person")
    parser.add_argument("--on", help="the day; today if left out")
    parser.add_argument(
        "--replay", action="store_true", help="answer from the ledger too, and compare"
    )


@command("access", "as-of", help="who could open what on a day, and why", arguments=_arguments)
def as_of(context: Context) -> int:
    args, act = context.args, context.act()
    on = parse_day(args.on) if args.on else act.on
    if on is None:
        raise Stop(USAGE, _("“%(value)s” is not a day. Example: 2026/04/01") % {"value": args.on})
    if bool(args.asset) == bool(args.person):
        raise Stop(
            USAGE, _("Please name an asset or a person."), "sekisho access as-of --asset IA-0047"
        )
    rights = guard.visible(act.actor, registry["access_rights"], act.on)
    if args.asset:
        found = who_could_open(_named("assets", args.asset, act), on, rights)
    else:
        found = what_could_open(_named("people", args.person, act), on, rights)
    lines = told(found, on)
    agrees = _agrees(args, act, on, found) if args.replay else None
    answer = {"on": on, "lines": [as_json(one) for one in lines], "replay": agrees}
    context.answer(answer, _words(lines, on, agrees))
    return WRONG if agrees is False else DONE


def _named(register: str, word: str, act: Act) -> UUID:
    found = resolve({register: [word]}, act.actor, act.on).get((register, word))
    if not isinstance(found, UUID):
        words = found or _("“%(value)s” is not registered.") % {"value": word}
        raise Stop(USAGE, words)
    return found


def _agrees(args: Any, act: Act, on: date, found: Any) -> bool:
    """Whether the ledger alone gives the same people and rights."""
    if not args.asset:
        raise Stop(USAGE, _("Only the question about an asset is answered from the ledger."))
    from_ledger = replay().who_could_open(_named("assets", args.asset, act), on)
    return from_ledger == {(one.person.pk, one.right.pk) for one in found}


def _words(lines: list[Told], on: date, agrees: bool | None) -> str:
    said = [_("%(n)s ways in on %(day)s.") % {"n": len(lines), "day": on.isoformat()}]
    for one in lines:
        pos = one.entry.pos if one.entry else None
        what = "、".join(map(str, one.assets))
        said.append(
            f"{one.way.person}\t{what}\t{one.right.get_basis_display()}\t{one.right.number}"
            + ("" if pos is None else "\t" + _("entry %(pos)s") % {"pos": pos})
        )
    if agrees is not None:
        said.append(
            _("The ledger alone says the same.") if agrees else _("The ledger says otherwise.")
        )
    return "\n".join(said)
