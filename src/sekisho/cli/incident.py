"""incident deadlines."""

import argparse
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.domains.incidents.deadlines import Deadline, NoRuleError, deadlines
from sekisho.registers.wareki import parse_day


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--aware", required=True, metavar="DATE", help="day on which any department knew (in Japan)"
    )
    parser.add_argument(
        "--kind",
        choices=("general", "malicious"),
        default="general",
        help="malicious: done, or suspected to be done, with an unlawful purpose",
    )


@command(
    "incident",
    "deadlines",
    help="by when the authority must have its reports",
    arguments=_arguments,
    database=False,
)
def incident_deadlines(context: Context) -> int:
    aware = _day(context.args.aware)
    try:
        found = deadlines(aware, malicious=context.args.kind == "malicious")
    except NoRuleError as none:
        raise Stop(
            USAGE,
            _("No rule for reports was in force on %(day)s.") % {"day": none.aware},
            _("The rules known here begin on %(day)s.") % {"day": none.first},
        ) from None
    except OverflowError:
        raise Stop(USAGE, _("This day lies too far in the future.")) from None
    preliminary, final = found["preliminary"], found["final"]
    answer = {
        "preliminary_target": preliminary.target.isoformat(),
        "preliminary_limit": preliminary.limit.isoformat(),
        "final": final.limit.isoformat(),
    }
    words = [
        _("Preliminary report: aim at %(target)s, at the latest %(limit)s (guide value)")
        % {"target": preliminary.target, "limit": preliminary.limit},
        *_source(preliminary),
        _("Final report: by %(limit)s") % {"limit": final.limit},
        *_source(final),
    ]
    context.answer(answer, "\n".join(words))
    return DONE


def _day(word: str) -> date:
    found = parse_day(word)
    if found is None:
        raise Stop(
            USAGE,
            _("“%(word)s” is not a date.") % {"word": word},
            _("Write it as 2026-11-17 or 令和8年11月17日."),
        )
    return found


def _source(one: Deadline) -> tuple[str, str]:
    language = get_language() or "en"
    authority, source = one.rule.authority.said(language), one.rule.source.said(language)
    return f"  {authority}", f"  {source}"
