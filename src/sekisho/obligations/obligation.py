"""Obligations: for every subject in scope, by when must something be so?

A rule is a function from a queryset of subjects and a day to the same queryset annotated with
``due_on``: the day by which the subject must comply, NULL when nothing is owed. It may also
annotate ``unknown`` (an input is missing or stale; beats NULL) and ``assignee`` (the person who
can put it right). One query judges every subject, for any day, as far as the facts are dated.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from sekisho.obligations.saying import current
from sekisho.registers.errors import Text
from sekisho.registers.record import Record

Rows = Any
"""A query set with annotations, which no type checker follows."""
Rule = Callable[[Rows, date], Rows]
Scope = Callable[[date], Rows]
Paths = str | tuple[str, ...] | None


class Kind(models.TextChoices):
    """Curable: a state that can be put right. Event: it happened late; only a confirmed
    corrective action returns the clause to kept."""

    CURABLE = "curable", "curable"
    EVENT = "event", "event"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty made checkable over the registers.

    ``of``: the kind of subject. ``among``: day → the population. ``duties``: ids of the catalogue
    (O001 …) it answers. ``reads``: register name → lookup, or several, from the subject to that
    record ("" the subject itself, None: judge everyone again), so that a change is judged at once.
    ``notice``: days before the due date at which it becomes a task. ``answers``: role that
    answers when nobody is named by ``assignee``. ``minutes``: what putting one right takes.
    ``dated``: past days can be judged from dated facts alone. ``act``: verb and address hint of
    the button that closes it (register name, field or move), shown with the task. ``asks``: the
    criterion as declared; it may name settings (``obligations.saying``), ``criterion`` is read.
    """

    code: str
    of: type[Record]
    among: Scope
    rule: Rule
    duties: tuple[str, ...]
    title: Text
    asks: Text
    remedy: Text
    reads: Mapping[str, Paths]
    notice: int = 14
    answers: str = "committee"
    kind: Kind = Kind.CURABLE
    dated: bool = False
    minutes: int = 5
    act: Text = ""
    verb: str = ""
    meets: tuple[str, ...] = ()
    settings: tuple[str, ...] = field(default=())

    @property
    def criterion(self) -> str:
        """What is asked, with the settings as the company has decided them by now."""
        return current(self.asks)

    def judged(self, on: date) -> Rows:
        """The population of ``on``, annotated by the rule."""
        return self.rule(self.among(on), on)

    @property
    def register_name(self) -> str:
        from sekisho.registers.register import registry

        return registry.of(self.of).name


class Obligations:
    """Every obligation in the house, by code."""

    def __init__(self) -> None:
        self._by_code: dict[str, Obligation] = {}

    def __getitem__(self, code: str) -> Obligation:
        return self._by_code[code]

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    def __iter__(self) -> Iterator[Obligation]:
        return iter(self._by_code.values())

    def of_duty(self, duty: str) -> list[Obligation]:
        """The obligations that answer the catalogue's ``duty``; none: nothing computes it yet."""
        return [one for one in self if duty in one.duties]

    def declare(self, code: str, criterion: Text, **terms: Any) -> Callable[[Rule], Obligation]:
        """Declare the decorated rule as the obligation ``code``."""

        def keep(rule: Rule) -> Obligation:
            if code in self._by_code:
                raise ValueError(f"obligation {code} is declared twice")
            self._by_code[code] = Obligation(code=code, rule=rule, asks=criterion, **terms)
            return self._by_code[code]

        return keep


obligations = Obligations()
obligation = obligations.declare
