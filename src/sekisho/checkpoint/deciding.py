"""The decision: from a question to a verdict with every reason. Pure; all facts are handed in."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.index.facts import (
    AssetFacts,
    ClassFacts,
    EmergencyFacts,
    PersonFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.rules.case import Case, Failure, Signals
from sekisho.checkpoint.rules.gates import Rule
from sekisho.checkpoint.rules.table import OF_ASSET, OF_CLASS, RULES
from sekisho.domains.access.words import Action

ACTIONS = tuple(sorted(Action.values))
PERSON, ASSET = "person", "asset"
LONG = 36  # characters of an id


class Moment(NamedTuple):
    """When it is, in the forms rules compare."""

    now: float
    on: int
    hour: int
    zone: ZoneInfo

    @classmethod
    def at(cls, at: datetime, zone: ZoneInfo) -> "Moment":
        now = at.timestamp()
        return cls(now, *_day_and_hour(int(now // 60), zone), zone)


@lru_cache(maxsize=64)
def _day_and_hour(minute: int, zone: ZoneInfo) -> tuple[int, int]:
    """The day and the hour of a minute since 1970; no zone is off by parts of one."""
    local = datetime.fromtimestamp(minute * 60, zone)
    return local.toordinal(), local.hour


class Broken(NamedTuple):
    """A rule that does not hold; ``rule`` is None where there was nothing to ask rules about."""

    rule: Rule | None
    failure: Failure


@dataclass(frozen=True, slots=True)
class Verdict:
    """``broken``: every reason against it, in the order of the gates. ``until``: the moment up to
    which a permit holds as far as is known now. ``emergency``, ``right``: the number of what opened it."""

    allowed: bool
    broken: Sequence[Broken]
    person: PersonFacts | None
    asset: AssetFacts | None
    kind: ClassFacts | None
    terms: Terms
    until: float | None = None
    emergency: str = ""
    right: str = ""


def _no(code: str, words: str, **values: object) -> Broken:
    return Broken(None, Failure(code, words, values))


def decide(
    index: Index, subject: str, action: str, resource: str, signals: Signals, when: Moment
) -> Verdict:
    """May ``subject`` do ``action`` with ``resource`` now?"""
    person, asset = person_named(index, subject), asset_named(index, resource)
    kind = index.class_of(asset) if asset else None
    terms = index.terms_of(kind)
    missing = []
    if person is None:
        missing.append(_no("subject_unknown", _("“%(name)s” is not known here."), name=subject))
    if asset is None:
        missing.append(_no("resource_unknown", _("“%(name)s” is not known here."), name=resource))
    if action not in ACTIONS:
        words = _("There is no action “%(name)s”; there are %(known)s.")
        missing.append(_no("action_unknown", words, name=action, known=", ".join(ACTIONS)))
    if person is None or asset is None or missing:
        return Verdict(False, missing, person, asset, kind, terms)
    case = Case(index, person, asset, kind, terms, action, signals, *when)
    return judge(case, RULES)


def judge(case: Case, rules: Sequence[Rule]) -> Verdict:
    broken = _broken(case, rules)
    opened = ""
    if broken and (emergency := open_emergency(case)):
        opened = emergency.number
        case.until_moment(emergency.until)
        broken = [one for one in broken if one.rule is None or not one.rule.emergency]
    until = None if broken else case.holds_until()
    return Verdict(
        not broken, broken, case.person, case.asset, case.kind, case.terms, until,
        opened if not broken else "", case.used if not broken and not opened else "",
    )  # fmt: skip


def _broken(case: Case, rules: Sequence[Rule]) -> list[Broken]:
    """Every rule that does not hold. Asked in one go; only when one breaks, each by itself."""
    try:
        failed = [Broken(rule, why) for rule in rules if (why := rule.test(case)) is not None]
        return [each for one in failed for each in _each(one, case)]
    except Exception:  # noqa: BLE001 - which one it was is found out rule by rule
        return [Broken(rule, found) for rule in rules if (found := ask(rule, case)) is not None]


def _each(one: Broken, case: Case) -> Iterable[Broken]:
    """All that a rule has against it, where it has more than one thing to say."""
    if one.rule is None or one.rule.every is None:
        return (one,)
    return [Broken(one.rule, failure) for failure in one.rule.every(case)]


def ask(rule: Rule, case: Case) -> Failure | None:
    """What ``rule`` says; one that breaks does not hold, and lets nobody in."""
    try:
        return rule.test(case)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is no
        words = _("A rule could not be decided (%(what)s), so this is denied.")
        return Failure("rule_error", words, {"what": f"{rule.code}: {type(error).__name__}"})


def open_emergency(case: Case) -> EmergencyFacts | None:
    for one in case.index.emergencies.values():
        fits = one.person == case.person.id and one.asset == case.asset.id
        if fits and one.granted <= case.now < one.until and (case.reads or one.writes):
            return one
    return None


def person_named(index: Index, name: str) -> PersonFacts | None:
    pk = index.person_names.get(name) or index.person_names.get(name.lower())
    return index.people.get(pk) if pk else None


def asset_named(index: Index, name: str) -> AssetFacts | None:
    pk = index.asset_names.get(name) or _as_id(name)
    return index.assets.get(pk) if pk else None


def _as_id(name: str) -> UUID | None:
    """The id that ``name`` is written as, in the one usual way."""
    if len(name) != LONG or name != name.lower():
        return None
    try:
        found = UUID(name)
    except ValueError:
        return None
    return found if str(found) == name else None


def _behind(order: Sequence[str], after: str) -> Iterable[str]:
    return islice(order, bisect_right(order, after) if after else 0, None)


def resources(
    index: Index, person: PersonFacts, action: str, signals: Signals, when: Moment, after: str
) -> Iterable[AssetFacts]:
    """The assets for which ``decide`` permits, by number. What depends on the class alone is asked
    once for each class; emergencies are looked at besides."""
    gates: dict[object, bool] = {}
    for number in _behind(index.asset_order, after):
        asset = index.assets[index.asset_names[number]]
        kind = index.class_of(asset)
        case = Case(index, person, asset, kind, index.terms_of(kind), action, signals, *when)
        key = kind.id if kind else None
        if key not in gates:
            gates[key] = all(ask(rule, case) is None for rule in OF_CLASS)
        passes = gates[key] and all(ask(rule, case) is None for rule in OF_ASSET)
        if passes or (index.emergencies and open_emergency(case) and judge(case, RULES).allowed):
            yield asset


def people(
    index: Index, asset: AssetFacts, action: str, signals: Signals, when: Moment, after: str
) -> Iterable[PersonFacts]:
    """The people for whom ``decide`` permits, by number."""
    for number in _behind(index.person_order, after):
        person = index.people[index.person_names[number]]
        kind = index.class_of(asset)
        case = Case(index, person, asset, kind, index.terms_of(kind), action, signals, *when)
        if judge(case, RULES).allowed:
            yield person
