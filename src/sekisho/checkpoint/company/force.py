"""The company policies in force, compiled; the guard asks them for every list, so they are held."""

import time
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import DatabaseError, connection
from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.tree import Policy
from sekisho.checkpoint.company.reading import Book, read
from sekisho.checkpoint.words import LANGUAGES, both

KEEP = 1.0
"""Seconds another process may still go by the policies from before."""
FORBIDS = _("A rule of the company forbids this: %(name)s.")
ERRING = _("A rule of the company could not be decided, so this is denied: %(name)s.")
BROKEN = _("A rule of the company can no longer be read, so this is denied: %(name)s.")


class Standing(NamedTuple):
    """One policy in force, in words that a snapshot can keep."""

    number: str
    name: str
    text: str

    @property
    def book(self) -> Book | None:
        """The text compiled; None: it is no longer understood, and so it forbids all."""
        try:
            return read(self.text)
        except Refused:
            return None


class Forbidden(NamedTuple):
    """A policy that forbids; ``policy`` None: the whole text is not understood. ``erred``: it
    could not be decided."""

    standing: Standing
    policy: Policy | None
    erred: bool = False

    def words(self) -> str:
        if self.policy is None:
            return BROKEN
        return ERRING if self.erred else FORBIDS

    def said(self) -> dict[str, str]:
        """The reason in each language: of the policy's own annotations, if it has any."""
        found = both(self.words(), {"name": self.standing.name})
        own = self.policy.annotations if self.policy and not self.erred else {}
        return {
            language: own.get(f"reason_{language}") or own.get("reason") or found[language]
            for language in LANGUAGES
        }

    def advice(self) -> dict[str, str]:
        """What the policy says one can do; empty if it says nothing."""
        own = self.policy.annotations if self.policy else {}
        found = {one: own.get(f"advice_{one}") or own.get("advice") or "" for one in LANGUAGES}
        return found if all(found.values()) else {}


def standing(rows: Iterable[tuple[str, str, str]]) -> tuple[Standing, ...]:
    """Policies from number, name and text."""
    return tuple(Standing(*row) for row in rows)


_held: list[Any] = [0.0, ()]


def forget() -> None:
    _held[0] = 0.0


def in_force() -> tuple[Standing, ...]:
    """Those in force now, looked up again after ``KEEP`` seconds."""
    from sekisho.checkpoint.models import AccessPolicy  # the register reads texts with this module

    if time.monotonic() >= _held[0]:
        try:
            found = AccessPolicy.objects.in_force().values_list("number", "name", "text")
            _held[1] = standing(found)
        except DatabaseError:
            if AccessPolicy._meta.db_table in connection.introspection.table_names():
                raise  # without the policies nothing is decided
            return ()  # before the migration there is none
        _held[0] = time.monotonic() + KEEP
    known: tuple[Standing, ...] = _held[1]
    return known
