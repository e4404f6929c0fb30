"""incident deadlines, incident intake."""

import argparse
import sys
from datetime import date
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.domains.incidents.deadlines import Deadline, NoRuleError, deadlines
from sekisho.notices.mail_intake import take
from sekisho.notices.mails import LARGEST
from sekisho.registers.wareki import parse_day

LATER = 75


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


def _intake_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "file", nargs="?", default="-", help="a mail (.eml); - or nothing: standard input"
    )


@command(
    "incident",
    "intake",
    help="take in a mail as a report of an incident",
    arguments=_intake_arguments,
)
def incident_intake(context: Context) -> int:
    """For the pipe of a mail server: exit 75 asks it to try again later (sysexits.h EX_TEMPFAIL)."""
    raw = _mail(context.args.file)
    if not raw.strip():
        raise Stop(USAGE, _("There is no mail to read."), "sekisho incident intake < mail.eml")
    taken = take(raw, context.act())
    number = taken.incident.number if taken.incident else None
    words = {
        "new": _("Taken in as %(number)s."),
        "added": _("Added to %(number)s."),
        "known": _("This mail has been had before (%(number)s)."),
        "automatic": _("An automatic answer: nothing was taken in."),
        "later": _("Too many mails at once. Please offer it again later."),
    }[taken.outcome]
    context.answer({"outcome": taken.outcome, "incident": number}, words % {"number": number})
    return LATER if taken.outcome == "later" else DONE


def _mail(name: str) -> bytes:
    try:
        if name == "-":
            return sys.stdin.buffer.read(LARGEST + 1)
        with Path(name).open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        raise Stop(USAGE, f"{name}: {error.strerror}", "sekisho incident intake mail.eml") from None
