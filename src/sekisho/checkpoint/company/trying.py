"""Trying a draft out: which decisions of the last days it would have turned.

A kept decision is asked again with what was said at the time (moment, device, place, purpose) and
with the records as they stand now. Only permits from 機密 on are kept, so only these can be counted.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings

from sekisho.checkpoint.company.deciding import of_case
from sekisho.checkpoint.company.force import Forbidden, Standing
from sekisho.checkpoint.company.reading import read
from sekisho.checkpoint.deciding import Moment, asset_named, person_named
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.live import here
from sekisho.checkpoint.models import AccessPolicy, Decision
from sekisho.checkpoint.rules.case import Case, Signals


@dataclass(frozen=True)
class Turned:
    """A decision that would have been another; ``by``: the policies that would have denied it."""

    decision: Decision
    by: list[Forbidden] = field(default_factory=list)


@dataclass(frozen=True)
class Tried:
    """``permits``, ``denies``: kept in the days looked at. ``closed``: permits it would have denied;
    ``opened``: denies for which the version in force was the only reason. ``lost``: decisions about
    somebody or something that is no longer there."""

    permits: int
    denies: int
    closed: list[Turned]
    opened: list[Turned]
    lost: int


def try_out(name: str, text: str, since: datetime, until: datetime) -> Tried:
    """What ``text`` would have changed in place of the version of ``name`` in force. Raises Refused."""
    read(text)
    draft = [Standing("", name, text)]
    kept = Decision.objects.filter(at__gte=since, at__lt=until).order_by("-number")
    if not kept.exists():
        return Tried(0, 0, [], [], 0)
    index = here().follower.refresh(until)
    closed, opened, counts, lost = [], [], {True: 0, False: 0}, 0
    own = frozenset(AccessPolicy.objects.filter(name=name).values_list("number", flat=True))
    for one in kept.iterator(1000):
        said = orjson.loads(one.said)
        counts[one.allowed] += 1
        if not one.allowed and not _only(said, own):
            continue
        case = case_of(index, one, said)
        if case is None:
            lost += 1
            continue
        against = list(of_case(case, draft))
        if one.allowed and against and not said["emergency"]:
            closed.append(Turned(one, against))
        elif not one.allowed and not against:
            opened.append(Turned(one))
    return Tried(counts[True], counts[False], closed, opened, lost)


def _only(said: dict[str, Any], own: frozenset[str]) -> bool:
    """Whether versions of the policy were the only reason of a denial."""
    return bool(said["reasons"]) and all(
        one["values"].get("policy") in own for one in said["reasons"]
    )


def case_of(index: Index, one: Decision, said: dict[str, Any]) -> Case | None:
    """A kept decision as a case again; None: its person or information is no longer there."""
    person = person_named(index, said["subject"].partition(":")[2])
    asset = asset_named(index, said["resource"].partition(":")[2])
    if person is None or asset is None:
        return None
    told = Signals(
        said["device"], said["mfa_at"], frozenset(said["methods"]), said["zone"], said["purpose"]
    )
    kind = index.class_of(asset)
    when = Moment.at(one.at, ZoneInfo(settings.TIME_ZONE))
    return Case(index, person, asset, kind, index.terms_of(kind), one.action, told, *when)


def by_policy(turned: Iterable[Turned]) -> dict[str, int]:
    """How many decisions each policy of the text would have turned, by its name in the text."""
    found: dict[str, int] = {}
    for one in turned:
        for against in one.by:
            name = against.policy.id if against.policy else ""
            found[name] = found.get(name, 0) + 1
    return found
