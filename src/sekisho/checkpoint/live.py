"""The checkpoint over the registers, as it answers enforcement points, pages and the command line."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from sekisho.checkpoint import deciding
from sekisho.checkpoint.authzen.asking import Answer, Ask, Page
from sekisho.checkpoint.deciding import ASSET, PERSON, Broken, Moment, Verdict
from sekisho.checkpoint.index.following import Follower
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.index.snapshot import usual
from sekisho.checkpoint.keeping import keep_all
from sekisho.checkpoint.rules.case import Failure, Signals
from sekisho.checkpoint.saying import context
from sekisho.checkpoint.telling import signals

STALE = _("The records are %(age)s seconds behind; at most %(most)s are allowed for this class.")
TYPE = _("There is nothing of the type “%(name)s”; there are %(known)s.")


UNKEPT = _("The decision cannot be written down at the moment, so this is denied.")
log = logging.getLogger(__name__)


Made = Sequence[tuple[Ask, Verdict]]


class Keeper(Protocol):
    """Keeps decisions, all or none: returns their numbers, raises when one that must be kept cannot be."""

    def __call__(self, made: Made, at: datetime, as_of: int) -> list[str]: ...


def unkept(made: Made, at: datetime, as_of: int) -> list[str]:
    del at, as_of
    return [""] * len(made)


class Registers:
    """A decider (``authzen.asking.Decider``) over the registers of the company."""

    def __init__(
        self, follower: Follower | None = None, keep: Keeper = unkept,
        now: Callable[[], datetime] = timezone.now, url: str = "",
    ) -> None:  # fmt: skip
        self.follower = follower or Follower()
        self.keep, self.now = keep, now
        self.url = url or settings.BASE_URL
        self.zone = ZoneInfo(settings.TIME_ZONE)
        self._told: tuple[Mapping[str, Any], Signals] = {}, Signals()

    def decide(self, ask: Ask) -> Answer:
        return self.decide_all([ask], None)[0]

    def decide_all(self, asks: Iterable[Ask | Answer], stop: bool | None) -> list[Answer]:
        at, found = self.now(), []
        when, made = Moment.at(at, self.zone), []
        for ask in asks:
            one = ask if isinstance(ask, Answer) else self._verdict(ask, at, when, None)
            found.append(one)
            if isinstance(one, Verdict):
                made.append((ask, one))
            if _answer(one) is stop:
                break
        return self._kept(found, made, at)

    def _kept(self, found: list[Verdict | Answer], made: list[Any], at: datetime) -> list[Answer]:
        """The answers, after the decisions among them are written down."""
        pos, shut = self.follower.pos, False
        try:
            numbers = iter(self.keep(made, at, pos))
        except DatabaseError:
            log.exception("a decision could not be kept")
            numbers, shut = iter([""] * len(made)), True
        answers = []
        for one in found:
            if isinstance(one, Verdict):
                verdict = self._unkept(one) if shut else one
                said = context(verdict, at, pos, next(numbers), self.url)
                answers.append(Answer(verdict.allowed, said))
            else:
                answers.append(one)
        return answers

    def _unkept(self, verdict: Verdict) -> Verdict:
        """What may only be opened when it is written down stays shut when that fails."""
        broken = [Broken(None, Failure("not_kept", UNKEPT, unknown=True)), *verdict.broken]
        return replace(verdict, allowed=False, broken=broken, until=None, emergency="")

    def verdict(self, ask: Ask, at: datetime, told: Signals | None = None) -> Verdict:
        """The answer itself, without keeping it."""
        return self._verdict(ask, at, Moment.at(at, self.zone), told)

    def _verdict(self, ask: Ask, at: datetime, when: Moment, told: Signals | None) -> Verdict:
        index = self.follower.refresh(at)
        if wrong := _wrong_type(ask):
            kind = None
            return Verdict(False, [wrong], None, None, kind, index.terms_of(kind))
        told = told or self._signals(ask.context)
        found = deciding.decide(index, ask.subject.id, ask.action, ask.resource.id, told, when)
        return self._fresh(found)

    def _signals(self, context: Mapping[str, Any]) -> Signals:
        """What a context says; the questions of one boxcar share theirs, and it is read once."""
        known, told = self._told
        if known is not context:
            told = signals(context)
            self._told = context, told
        return told

    def _fresh(self, verdict: Verdict) -> Verdict:
        """``verdict``, or a deny while the records are further behind than the class bears."""
        age, most = self.follower.age(), verdict.terms.stale
        if age <= most:
            return verdict
        values = {"age": "?" if age == float("inf") else int(age), "most": most}
        stale = Broken(None, Failure("index_stale", STALE, values, unknown=True))
        broken = [stale, *verdict.broken]
        return replace(verdict, allowed=False, broken=broken, until=None, emergency="")

    def search(self, wanted: str, ask: Ask, after: str, limit: int | None) -> Page:
        names = self._found(wanted, ask, after)
        found = list(names if limit is None else islice(names, limit + 1))
        more = limit is not None and len(found) > limit
        return Page(found[:limit] if more else found, more)

    def _found(self, wanted: str, ask: Ask, after: str) -> Iterable[str]:
        at = self.now()
        index = self.follower.refresh(at)
        if _wrong_type(ask) or self.follower.age() > _strictest(index):
            return ()
        when, told = Moment.at(at, self.zone), signals(ask.context)
        person = deciding.person_named(index, ask.subject.id)
        asset = deciding.asset_named(index, ask.resource.id)
        if wanted == "action" and person and asset:
            return (
                action for action in deciding.ACTIONS
                if action > after and self.verdict(ask._replace(action=action), at, told).allowed
            )  # fmt: skip
        if wanted == "resource" and person and ask.action in deciding.ACTIONS:
            return (
                a.number for a in deciding.resources(index, person, ask.action, told, when, after)
            )
        if wanted == "subject" and asset and ask.action in deciding.ACTIONS:
            return (p.number for p in deciding.people(index, asset, ask.action, told, when, after))
        return ()


def _answer(one: Verdict | Answer) -> bool:
    return one.allowed if isinstance(one, Verdict) else one.decision


def _wrong_type(ask: Ask) -> Broken | None:
    for thing, known in ((ask.subject, PERSON), (ask.resource, ASSET)):
        if thing.type != known:
            return Broken(None, Failure("type_unknown", TYPE, {"name": thing.type, "known": known}))
    return None


def _strictest(index: Index) -> int:
    return min((index.terms_of(kind).stale for kind in index.classes.values()), default=2)


_here: list[Any] = []


def made() -> bool:
    """Whether this process decides already."""
    return bool(_here)


def here() -> Registers:
    """The checkpoint of this process, made at its first use."""
    if not _here:
        _here.append(Registers(Follower(snapshot=usual()), keep=keep_all))
    found: Registers = _here[0]
    return found
