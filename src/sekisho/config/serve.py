"""`sekisho up` and `sekisho demo`: web, worker and schedule as children of one command."""

import argparse
import os
import signal
import subprocess
import sys
import time
from types import FrameType

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from sekisho.cli.command import DONE, WRONG, Context, command
from sekisho.config.upgrade import upgrade

STOP_AFTER = 15.0  # seconds a child has to end by itself


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--threads", type=int, default=4, help="threads of the web server")


@command("up", help="run everything: web, worker, schedule", arguments=_arguments, database=False)
def up(context: Context) -> int:
    upgrade()
    _invite(context)
    return run(context, context.args.host, context.args.port, context.args.threads)


def _invite(context: Context) -> None:
    """Print the one-time link to the first account while nobody can sign in."""
    from sekisho.web.setup.first import invitation

    if path := invitation(timezone.now()):
        where = f"http://localhost:{context.args.port}{path}"
        context.note(
            _("Nobody can sign in yet. Make the first account here: %(where)s") % {"where": where}
        )


def run(context: Context, host: str, port: int, threads: int) -> int:
    """Start the children and wait; when one ends the others are stopped too."""
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", "1", "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "sekisho.config.wsgi:application",
    ]  # fmt: skip
    worker = [sys.executable, "-m", "sekisho.config.worker"]
    env = {**os.environ, "SEKISHO_DATA": str(settings.DATA)}
    children = [subprocess.Popen(args, env=env) for args in (web, worker)]
    stopping: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        stopping.append(number)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    shown = "localhost" if host in {"127.0.0.1", "0.0.0.0"} else host  # noqa: S104
    context.note(
        _("Open http://%(host)s:%(port)s in a browser. Ctrl C stops.")
        % {"host": shown, "port": port}
    )
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(0.2)
    _end(children)
    return DONE if stopping else WRONG


def _end(children: list[subprocess.Popen[bytes]]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + STOP_AFTER
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
