"""policy import, evaluate, duties."""

import argparse
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, Context, Stop, command
from sekisho.cli.sheets import read_bytes
from sekisho.domains.documents.importing import import_policy, preview
from sekisho.domains.documents.reading import Unreadable
from sekisho.domains.documents.reading.report import ReadingJson
from sekisho.findings import daily, standing
from sekisho.obligations.obligation import obligations
from sekisho.packs.duties import duties as catalogue


def _policy_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", help=".txt, .md, .docx, .pdf or .html")
    parser.add_argument("--dry-run", action="store_true", help="read it, write nothing")
    parser.add_argument(
        "--accept", type=float, metavar="MIN_SCORE", help="confirm suggestions from this score"
    )


@command(
    "policy",
    "import",
    help="read a policy into clauses and suggest duties",
    arguments=_policy_arguments,
)
def policy_import(context: Context) -> int:
    args = context.args
    data = read_bytes(args.file)
    name = Path(args.file).name
    try:
        if args.dry_run:
            report = preview(data, name)
        else:
            _version, report = import_policy(context.act(), data, name, accept=args.accept)
    except Unreadable as unreadable:
        raise Stop(USAGE, unreadable.message, unreadable.hint) from None
    context.answer(report, _policy_words(report, dry=args.dry_run))
    return DONE


def _policy_words(report: ReadingJson, *, dry: bool) -> str:
    lines = [f"{report['title']}  {report['revised_on'] or ''}".rstrip()]
    for clause in report["clauses"]:
        duties = " ".join(d["id"] for d in clause["duties"][:5])
        lines.append(f"{clause['number']:10}{clause['text'][:40]:42}{duties}")
    words = _("%(n)s clauses; %(m)s without a suggestion.")
    lines.append(words % {"n": len(report["clauses"]), "m": len(report["unmatched"])})
    if dry:
        lines.append(_("This was a trial; nothing was written."))
    return "\n".join(lines)


def day(text: str) -> date:
    from sekisho.registers.wareki import parse_day

    found = parse_day(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"not a day: {text}")
    return found


def _evaluate_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", type=day, metavar="DATE", help="another day: read only")


@command("evaluate", help="judge every obligation and clause", arguments=_evaluate_arguments)
def evaluate(context: Context) -> int:
    act = context.act()
    on = context.args.on or act.on
    started = perf_counter()
    whole = daily.evaluate(act) if on == act.on else standing.whole(on, act.on)
    seconds = perf_counter() - started
    context.answer(as_json(whole, seconds), _evaluate_words(whole))
    return DONE


def as_json(whole: standing.Whole, seconds: float) -> dict[str, Any]:
    """The shape of DESIGN §5."""
    return {
        "on": whole.on.isoformat(),
        "seconds": round(seconds, 3),
        "obligations": [
            {
                "code": j.one.code,
                "title": str(j.one.title),
                "duties": list(j.one.duties),
                "population": j.counts.population,
                "kept": j.counts.kept,
                "due_soon": j.counts.due_soon,
                "overdue": j.counts.overdue,
                "unknown": j.counts.unknown,
                "excepted": j.counts.excepted,
                "state": str(j.seal),
            }
            for j in whole.judged
        ],
        "clauses": [
            {
                "document": str(whole.version.document.title) if whole.version else "",
                "number": s.clause.number,
                "state": str(s.seal),
            }
            for s in whole.clauses
        ],
    }


def _evaluate_words(whole: standing.Whole) -> str:
    lines = [str(whole.on)]
    for j in whole.judged:
        c = j.counts
        numbers = f"{c.kept}/{c.population} !{c.due_soon} x{c.overdue} ?{c.unknown}"
        lines.append(f"{j.seal!s:12}{j.one.code:28}{numbers:28}{j.one.title}")
    lines += [f"{s.seal!s:12}{s.clause.number:8}{s.clause.text[:50]}" for s in whole.clauses]
    return "\n".join(lines)


@command("duties", help="which obligations answer each duty of the catalogue")
def duties(context: Context) -> int:
    found = [
        {"id": d, "obligations": [o.code for o in obligations.of_duty(d)]} for d in catalogue()
    ]
    lines = (f"{row['id']}  {', '.join(row['obligations']) or '-'}" for row in found)
    context.answer(found, "\n".join(lines))
    return DONE
