"""The words of the command line: a command is a function with its arguments, in one file."""

import argparse
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TextIO

import orjson
from django.conf import settings
from django.utils import timezone

from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.errors import Text

DONE, WRONG, USAGE, REFUSED = 0, 1, 2, 3


class Stop(Exception):  # noqa: N818
    """Ends a command with an exit code, a message and a way out."""

    def __init__(self, code: int, message: Text, hint: Text = "") -> None:
        self.code, self.message, self.hint = code, message, hint
        super().__init__(str(message))


@dataclass(frozen=True, slots=True)
class Context:
    """What a command is given: its arguments, who it acts as, and where to say things."""

    args: argparse.Namespace
    json: bool
    actor: Actor
    out: TextIO = field(default_factory=lambda: sys.stdout)

    def act(self, at: datetime | None = None) -> Act:
        return Act.now(self.actor, at or timezone.now(), "cli", settings.TIME_ZONE)

    def answer(self, found: Any, words: str) -> None:
        """JSON alone when asked for, else the sentence."""
        text = orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if self.json else words
        self.out.write(text + "\n")

    def note(self, words: str) -> None:
        """Progress and remarks: never on stdout."""
        sys.stderr.write(words + "\n")


Run = Callable[[Context], int]
Arguments = Callable[[argparse.ArgumentParser], None]


@dataclass(frozen=True, slots=True)
class Command:
    """One command. ``path``: its words (``("ledger", "verify")``). ``database``: needs one."""

    path: tuple[str, ...]
    help: str
    run: Run
    arguments: Arguments
    database: bool = True


_commands: dict[tuple[str, ...], Command] = {}


def command(
    *path: str,
    help: str,  # noqa: A002
    arguments: Arguments = lambda _parser: None,
    database: bool = True,
) -> Callable[[Run], Run]:
    """Declare the decorated function as the command ``path``."""

    def keep(run: Run) -> Run:
        _commands[path] = Command(path, help, run, arguments, database)
        return run

    return keep


def commands() -> Mapping[tuple[str, ...], Command]:
    return _commands


def operator() -> Actor:
    """Whom the command line acts as unless told otherwise."""
    return service("operator")


def say(code: int, message: Text, hint: Text, *, as_json: bool) -> int:
    """A failure: JSON on stdout when asked for, else words on stderr."""
    if as_json:
        body = {"error": {"message": str(message), "hint": str(hint)}}
        sys.stdout.write(orjson.dumps(body).decode() + "\n")
    else:
        sys.stderr.write(f"{message}\n{hint}\n" if hint else f"{message}\n")
    return code
