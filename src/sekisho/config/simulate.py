"""`sekisho simulate`: a whole invented company with its history, of any size."""

import argparse
import random
from datetime import datetime, time
from time import perf_counter

from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.config.upgrade import upgrade
from sekisho.ledger.sequence import seal
from sekisho.ledger.tail import size


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--people", type=int, default=300, help="people in service at the end")
    parser.add_argument("--assets", type=int, default=400, help="information assets")
    parser.add_argument("--grants", type=int, default=0, help="access rights")
    parser.add_argument("--years", type=int, default=1, help="years of history")
    parser.add_argument("--seed", type=int, default=1, help="the same seed tells the same story")


@command(
    "simulate", help="fill an empty database with an invented company", arguments=_arguments,
    database=False,
)  # fmt: skip
def simulate(context: Context) -> int:
    from sekisho.simulation.cast import LEAST, invented
    from sekisho.simulation.story import Size, figures, first_day, is_empty, tell

    args = context.args
    if args.people < LEAST or args.assets < 0 or not 1 <= args.years <= 10:
        words = _("At least %(n)s people, no fewer than 0 assets, and 1 to 10 years.")
        raise Stop(USAGE, words % {"n": LEAST})
    now = timezone.localtime()
    wanted = Size(args.people, args.assets, 12 * args.years, args.seed, args.grants)
    upgrade(datetime.combine(first_day(now.date(), wanted.months), time(7), now.tzinfo))
    if not is_empty():
        raise Stop(
            USAGE,
            _("There are people in this database already; nothing was written."),
            _("Name an empty folder in SEKISHO_DATA, or an empty database."),
        )
    started = perf_counter()
    cast = invented(args.people, random.Random(args.seed))  # noqa: S311 - invented people
    tell(cast, wanted, now)
    seal(now)
    seconds = perf_counter() - started
    found = {"seconds": round(seconds, 1), "entries": size(), "records": figures()}
    words = _("%(records)s records and %(entries)s entries in %(seconds)s seconds.")
    total = sum(figures().values())
    context.answer(found, words % {**found, "records": total})
    return DONE
