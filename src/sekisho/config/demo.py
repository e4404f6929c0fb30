"""`sekisho demo`: the demo company, made on the first start, served on every start."""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.cli.command import USAGE, WRONG, Context, Stop, command
from sekisho.config import serve
from sekisho.config.upgrade import upgrade

DATABASE = "sekisho.sqlite3"
PART = ".demo.part"
OWN = ("session.key",)  # of the folder it was made in


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--threads", type=int, default=4, help="threads of the web server")


@command("demo", help="run the demo company", arguments=_arguments, database=False)
def demo(context: Context) -> int:
    from sekisho.simulation.demo import is_demo

    if os.environ.get("SEKISHO_DATABASE_URL"):
        raise Stop(
            USAGE,
            _("The demo company has a database of its own."),
            _("Unset SEKISHO_DATABASE_URL for the demo."),
        )
    if not (settings.DATA / DATABASE).exists():
        make(context, settings.DATA)
    upgrade()
    if not is_demo():
        raise Stop(
            USAGE,
            _("%(folder)s holds the records of another company.") % {"folder": settings.DATA},
            _("Name another folder in SEKISHO_DATA for the demo."),
        )
    args = context.args
    os.environ.pop("SEKISHO_SMTP_HOST", None)  # its mail goes to files, whatever is set here
    os.environ.setdefault("SEKISHO_URL", f"http://localhost:{args.port}")
    context.note(doors())
    return serve.run(context, args.host, args.port, args.threads)


def doors() -> str:
    """The accounts, one a line, and their password."""
    from sekisho.simulation.demo import DOORS, PASSWORD

    lines = [f"  {door.email:32}{door.name}  {door.role}" for door in DOORS]
    return "\n".join([
        _("Accounts of the demo company:"),
        *lines,
        _("Password of each: %(password)s") % {"password": PASSWORD},
    ])  # fmt: skip


def make(context: Context, data: Path) -> None:
    """Invent the company in a folder beside and move it into ``data``, the database last.

    Broken off anywhere, the next start begins anew. Stops when it cannot be made.
    """
    context.note(_("Making the demo company; this takes less than a minute …"))
    part = data / PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True, mode=0o700)
    child = [sys.executable, "-m", "sekisho.config.demo"]
    if subprocess.run(child, env={**os.environ, "SEKISHO_DATA": str(part)}, check=False).returncode:
        raise Stop(WRONG, _("The demo company could not be made."), _("The lines above say why."))
    move_in(part, data)


def move_in(part: Path, data: Path) -> None:
    """Everything from ``part`` over what a broken attempt may have left; the database last."""
    for path in sorted(part.rglob("*"), key=lambda path: path.name == DATABASE):
        place = data / path.relative_to(part)
        if path.is_file() and path.name not in OWN and path.suffix != ".stamp":
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.replace(place)
    shutil.rmtree(part)


def main() -> None:
    """In a process of its own, whose data folder is the one that is being made."""
    from datetime import datetime, time

    import django

    django.setup()
    from django.db import connection
    from django.utils.translation import override

    from sekisho.ledger.sequence import seal
    from sekisho.simulation.demo import SIZE, create
    from sekisho.simulation.story import first_day

    now = timezone.localtime()
    first = first_day(now.date(), SIZE.months)
    with override(settings.LANGUAGE_CODE):
        with connection.cursor() as cursor:  # nothing counts before the folder is complete
            cursor.execute("PRAGMA synchronous=OFF")
        upgrade(datetime.combine(first, time(7), now.tzinfo))
        create(now)
        seal(now)
    connection.close()
    os.sync()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
    main()
