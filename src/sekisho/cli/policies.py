"""checkpoint try: what a company policy would have changed, before anybody approves it."""

import argparse
from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.checkpoint.access_policy import told, unknown
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.company.reading import read
from sekisho.checkpoint.company.trying import by_policy, try_out
from sekisho.checkpoint.models import AccessPolicy
from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.registers import guard
from sekisho.registers.register import registry

HINT = "sekisho checkpoint try AP-001 | FILE.cedar"


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("policy", metavar="CP-001|FILE.cedar", help="number of a policy, or a text")
    parser.add_argument(
        "--days", type=int, default=7, metavar="N", help="how far back (default: 7)"
    )
    parser.add_argument(
        "--name", default="", help="name of the policy in force that a file would replace"
    )


@command(
    "checkpoint", "try", help="try a company policy out on past decisions", arguments=_arguments
)
def try_policy(context: Context) -> int:
    args = context.args
    if not 1 <= args.days <= 366:
        raise Stop(USAGE, _("From %(least)s to %(most)s.") % {"least": 1, "most": 366}, HINT)
    name, text = _text(context)
    at = timezone.now()
    try:
        lost = unknown(read(text).names())
        found = try_out(name, text, at - timedelta(days=args.days), at)
    except Refused as refused:
        raise Stop(USAGE, f"{args.policy}: {told(refused)}", HINT) from None
    if lost:
        raise Stop(USAGE, _("There is no %(name)s.") % {"name": lost[0]}, HINT)
    body = {
        "days": args.days, "permits": found.permits, "denies": found.denies, "lost": found.lost,
        "closed": [str(one.decision) for one in found.closed],
        "opened": [str(one.decision) for one in found.opened], "by_policy": by_policy(found.closed),
    }  # fmt: skip
    words = _(
        "Of %(permits)s permits %(closed)s would be denied; of %(denies)s denials %(opened)s would be permitted."
    )
    counts = {"permits": found.permits, "closed": len(found.closed), "denies": found.denies,
              "opened": len(found.opened)}  # fmt: skip
    context.answer(body, words % counts)
    return DONE


def _text(context: Context) -> tuple[str, str]:
    """Name and text: of a policy that the caller may read, else of a file."""
    wanted = context.args.policy
    act = context.act()
    rows = guard.visible(act.actor, registry["access_policies"], act.on)
    one: AccessPolicy | None = rows.filter(number=wanted).first()
    if one is not None:
        return one.name, one.text
    try:
        return context.args.name, Path(wanted).read_text("utf-8-sig")
    except FileNotFoundError as error:
        words = _("There is no policy and no file of this name: %(name)s") % {"name": wanted}
        raise Stop(USAGE, words, str(error)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise Stop(
            USAGE, _("The file cannot be read: %(file)s") % {"file": wanted}, str(error)
        ) from None
