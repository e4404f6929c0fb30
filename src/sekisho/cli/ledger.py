"""ledger verify, ledger export, ledger seal."""

import argparse
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, WRONG, Context, Stop, command
from sekisho.ledger.export import export
from sekisho.ledger.note import NoteError
from sekisho.ledger.verify import Report, verify
from sekisho.registers.verifying import everything


def _verify_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--against", metavar="CHECKPOINT", help="a checkpoint kept elsewhere: file or text"
    )


@command("ledger", "verify", help="check every entry and record", arguments=_verify_arguments)
def ledger_verify(context: Context) -> int:
    try:
        report = verify(context.args.against, everything())
    except (NoteError, OSError) as error:
        raise Stop(USAGE, _("The checkpoint cannot be used: %(why)s") % {"why": error}) from None
    context.answer(as_json(report), in_words(report))
    return DONE if report.ok else WRONG


def as_json(report: Report) -> dict[str, Any]:
    """The shape of DESIGN §5."""
    return {
        "ok": report.ok,
        "entries": report.entries,
        "sealed": report.sealed,
        "erased": report.erased,
        "first_bad": report.first_bad,
        "checkpoint": report.checkpoint,
    }


def in_words(report: Report) -> str:
    if report.ok:
        return _("Everything agrees: %(n)s entries.") % {"n": report.entries}
    bad = report.first_bad or {}
    words = _(
        "Something was changed behind the ledger. First: entry %(pos)s, %(kind)s %(rec)s — %(why)s"
    )
    return words % {k: bad.get(k) for k in ("pos", "kind", "rec", "why")}


def _export_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", help="an empty or new folder")
    parser.add_argument(
        "--with-payloads", action="store_true", help="also what the entries commit to"
    )


@command(
    "ledger", "export", help="write the ledger for public verifiers", arguments=_export_arguments
)
def ledger_export(context: Context) -> int:
    from django.utils import timezone

    from sekisho.ledger.sequence import seal

    seal(timezone.now())
    folder = Path(context.args.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Stop(
            USAGE,
            _("The folder is not empty: %(folder)s") % {"folder": folder},
            _("Choose a new one."),
        )
    export(folder, with_payloads=context.args.with_payloads)
    words = _("Written to %(folder)s. Check it anywhere with: python verify.py") % {
        "folder": folder
    }
    context.answer({"folder": str(folder)}, words)
    return DONE
