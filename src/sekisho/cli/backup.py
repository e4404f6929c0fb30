"""backup and restore: one file, verified when it comes back."""

import argparse
import os
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, USAGE, WRONG, Context, Stop, command
from sekisho.cli.ledger import in_words
from sekisho.ledger import backup as archive
from sekisho.ledger.core import LedgerError
from sekisho.registers.verifying import everything


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file")
    parser.add_argument(
        "--passphrase-env", metavar="NAME", default="", help="variable that holds the passphrase"
    )


def _passphrase(context: Context) -> str:
    name = context.args.passphrase_env
    if not name:
        return ""
    found = os.environ.get(name, "")
    if not found:
        raise Stop(USAGE, _("The variable %(name)s is empty.") % {"name": name})
    return found


@command("backup", help="write everything to one file", arguments=_arguments)
def backup(context: Context) -> int:
    path = Path(context.args.file)
    passphrase = _passphrase(context)
    archive.backup(path, timezone.now(), passphrase=passphrase)
    size = path.stat().st_size
    words = _("Written: %(file)s, %(n)s bytes.") % {"file": path, "n": f"{size:,}"}
    if not passphrase:
        words += "\n" + _(
            "It is not encrypted, so the signing key is left out. Keep the folder keys/ apart."
        )
    context.answer({"file": str(path), "bytes": size}, words)
    return DONE


@command("restore", help="bring a backup into an empty place", arguments=_arguments, database=False)
def restore(context: Context) -> int:
    path = Path(context.args.file)
    if not path.is_file():
        raise Stop(USAGE, _("The file cannot be read: %(file)s") % {"file": path})
    try:
        report = archive.restore(
            path,
            settings.DATA,
            passphrase=_passphrase(context),
            using="default" if connection.vendor == "postgresql" else None,
            records=everything(),
        )
    except LedgerError as error:
        raise Stop(
            USAGE,
            _("The backup was not restored: %(why)s") % {"why": error},
            _("Nothing was changed."),
        ) from None
    words = in_words(report)
    if report.ok:
        words = _("Restored and verified: %(n)s entries.") % {"n": report.entries}
    context.answer({"ok": report.ok, "entries": report.entries}, words)
    return DONE if report.ok else WRONG
