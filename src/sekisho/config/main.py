"""`sekisho …`: reads the words, prepares the database, runs the command."""

import argparse
import logging
import os
import sys
import traceback
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from sekisho.cli.command import Command
    from sekisho.registers.actor import Actor


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 found wrong, 2 wrong usage, 3 denied."""
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
    as_json = "--json" in words
    try:
        import django

        django.setup()
    except ValueError as error:  # a setting that cannot be
        from sekisho.cli.command import USAGE, say

        return say(USAGE, str(error), "", as_json=as_json)
    logging.captureWarnings(capture=True)
    return _run(words, as_json=as_json)


def _run(words: list[str], *, as_json: bool) -> int:
    from django.utils.translation import gettext as _

    from sekisho.cli.command import USAGE, say
    from sekisho.config.explain import explain

    try:
        return _dispatch(words)
    except SystemExit as exit_:  # argparse has said why
        return int(exit_.code or 0)
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 - people get words, the trace goes to stderr
        explained = explain(error)
        if explained is None:
            traceback.print_exc()
            said = _("Something unexpected happened: %(what)s") % {"what": error}
            explained = USAGE, said, _("Please report it with the lines above.")
        return say(*explained, as_json=as_json)


def _dispatch(words: list[str]) -> int:
    from django.conf import settings
    from django.utils.translation import override

    from sekisho.cli.command import Context

    args, command = _parse(words)
    with override(settings.LANGUAGE_CODE):
        if command.database:
            from sekisho.config.upgrade import upgrade

            upgrade()
        actor = _actor(args.as_)
        code = command.run(Context(args, args.json, actor))
        if command.database:
            _seal()
        return code


def _discover() -> None:
    """Import every module of commands; the framework's registers come with the apps."""
    from importlib import import_module
    from pkgutil import iter_modules

    import sekisho.cli
    from sekisho.config import demo, serve, simulate

    del demo, serve, simulate
    for module in iter_modules(sekisho.cli.__path__, "sekisho.cli."):
        import_module(module.name)


class Parser(argparse.ArgumentParser):
    """Wrong usage is told like every other mistake: as JSON when JSON was asked for."""

    def error(self, message: str) -> NoReturn:
        from sekisho.cli.command import USAGE, Stop

        raise Stop(USAGE, message, self.format_usage().strip())


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    from sekisho.cli.command import commands

    _discover()
    common = Parser(add_help=False)
    common.add_argument("--json", action="store_true", help="JSON alone on stdout")
    common.add_argument("--as", dest="as_", metavar="PERSON", default="", help="act as this person")
    whole = Parser(prog="sekisho", description="Makes an information security policy run.")
    subparsers: dict[tuple[str, ...], Any] = {
        (): whole.add_subparsers(metavar="COMMAND", required=True)
    }
    for path, one in sorted(commands().items()):
        for depth in range(1, len(path)):
            if path[:depth] not in subparsers:
                group = subparsers[path[: depth - 1]].add_parser(
                    path[depth - 1], help=f"{path[depth - 1]} …"
                )
                subparsers[path[:depth]] = group.add_subparsers(metavar="COMMAND", required=True)
        leaf = subparsers[path[:-1]].add_parser(
            path[-1], help=one.help, description=one.help, parents=[common]
        )
        one.arguments(leaf)
        leaf.set_defaults(command_=one)
    return whole


def _parse(words: Sequence[str]) -> tuple[argparse.Namespace, "Command"]:
    args = parser().parse_args(words)
    return args, args.command_


def _actor(name: str) -> "Actor":
    from django.conf import settings
    from django.utils import timezone
    from django.utils.translation import gettext as _

    from sekisho.cli.command import USAGE, Stop, operator
    from sekisho.domains.people.actors import actor_for
    from sekisho.domains.people.models import Account
    from sekisho.registers.actor import CALLERS, Act, service

    if name in {"", *CALLERS}:
        return service(name) if name else operator()
    found = Account.objects.present().filter(email__iexact=name).first()
    found = found or Account.objects.present().filter(person__number=name).first()
    if found is None:
        raise Stop(
            USAGE,
            _("There is no account “%(name)s”.") % {"name": name},
            _("Give an e-mail address or a person's number."),
        )
    on = Act.now(operator(), timezone.now(), "cli", settings.TIME_ZONE).on
    return actor_for(found, on, {"via": "cli"})


def _seal() -> None:
    """Sign a checkpoint over what the command added."""
    from django.utils import timezone

    from sekisho.ledger.sequence import seal

    seal(timezone.now())


if __name__ == "__main__":
    sys.exit(main())
