"""A store of entities with Cedar policies as a decider of its own, without any database."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sekisho.checkpoint.authzen.asking import Answer, Ask, Page, Thing
from sekisho.checkpoint.cedar import entities
from sekisho.checkpoint.cedar.deciding import Asked, Outcome, Policies
from sekisho.checkpoint.cedar.meaning import Entity
from sekisho.checkpoint.cedar.values import Rec, Uid
from sekisho.checkpoint.reasons import reasons, unknown

NOTHING = Entity({}, frozenset())
ACTION = "Action"


class Overlay(NamedTuple):
    """A store with the properties of one request laid over it."""

    sent: Mapping[Uid, Entity]
    store: Mapping[Uid, Entity]

    def get(self, name: Uid) -> Entity | None:
        return self.sent.get(name) or self.store.get(name)


class Store:
    """``trust``: the properties an enforcement point sends count, and win over the store's.

    Otherwise they count for nothing: the store alone says what somebody is, and whom or what it
    does not know is denied. With ``trust`` a resource may be unknown; a subject only when it is
    described. The properties of an action are its attributes, and stand in the context too where
    that says nothing else, because a Cedar schema gives actions no attributes.
    """

    def __init__(self, store: Any, policies: str, *, trust: bool = False) -> None:
        self.entities = entities.read(store)
        self.policies = Policies(policies)
        self.trust = trust
        self._ids = _by_type(self.entities)
        named = {uid for policy in self.policies.all for uid in policy.actions}
        self._actions = _actions(named | {uid for uid in self.entities if _is_action(uid)})

    def decide(self, ask: Ask) -> Answer:
        stranger = self._stranger(ask)
        if stranger:
            return Answer(False, unknown(stranger, ask))
        outcome = self._outcome(ask)
        if outcome.safe:
            return Answer(True, {"policies": [policy.id for policy in outcome.because]})
        return Answer(False, reasons(outcome))

    def decide_all(self, asks: Iterable[Ask | Answer], stop: bool | None) -> list[Answer]:
        found = []
        for ask in asks:
            found.append(ask if isinstance(ask, Answer) else self.decide(ask))
            if found[-1].decision is stop:
                break
        return found

    def search(self, wanted: str, ask: Ask, after: str, limit: int | None) -> Page:
        found: list[str] = []
        for name, one in self._candidates(wanted, ask, after):
            if not self._stranger(one) and self._outcome(one).safe:
                found.append(name)
                if limit is not None and len(found) > limit:
                    return Page(found[:limit], True)
        return Page(found, False)

    def _candidates(self, wanted: str, ask: Ask, after: str) -> Iterator[tuple[str, Ask]]:
        if self._unlisted(wanted, ask):
            return
        names: Sequence[str] = sorted(self._actions)
        if wanted != "action":
            names = self._ids.get(getattr(ask, wanted).type, ())
        for name in names[bisect_right(names, after) if after else 0 :]:
            yield name, _filled(wanted, ask, name)

    def _unlisted(self, wanted: str, ask: Ask) -> bool:
        """Whether a search starts from somebody or something that the store does not list."""
        given = [ask.subject] if wanted != "subject" else []
        given += [ask.resource] if wanted != "resource" else []
        return not all(
            Uid(one.type, one.id) in self.entities or (self.trust and one.properties)
            for one in given
        )

    def _stranger(self, ask: Ask) -> str:
        subject, resource = ask.subject, ask.resource
        known = Uid(subject.type, subject.id) in self.entities
        if not known and not (self.trust and subject.properties):
            return "subject"
        if not self.trust and Uid(resource.type, resource.id) not in self.entities:
            return "resource"
        return ""

    def _outcome(self, ask: Ask) -> Outcome:
        principal = Uid(ask.subject.type, ask.subject.id)
        resource = Uid(ask.resource.type, ask.resource.id)
        action = self._actions.get(ask.action) or Uid(ACTION, ask.action)
        context = entities.record(ask.context)
        if not self.trust:
            return self.policies.answer(Asked(principal, action, resource, context), self.entities)
        sent: dict[Uid, Entity] = {}
        for uid, properties in (
            (principal, ask.subject.properties),
            (resource, ask.resource.properties),
            (action, ask.parameters),
        ):
            if properties:
                known = sent.get(uid) or self.entities.get(uid, NOTHING)
                told = entities.record(properties).fields
                sent[uid] = Entity({**known.attrs, **told}, known.ancestors)
        if ask.parameters:
            context = Rec({**entities.record(ask.parameters).fields, **context.fields})
        found: Any = Overlay(sent, self.entities) if sent else self.entities
        return self.policies.answer(Asked(principal, action, resource, context), found)


def _filled(wanted: str, ask: Ask, name: str) -> Ask:
    """``ask`` with ``name`` in the place that a search leaves open."""
    if wanted == "action":
        return ask._replace(action=name)
    if wanted == "subject":
        return ask._replace(subject=Thing(ask.subject.type, name, {}))
    return ask._replace(resource=Thing(ask.resource.type, name, {}))


def _is_action(uid: Uid) -> bool:
    return uid.type == ACTION or uid.type.endswith("::" + ACTION)


def _by_type(known: Mapping[Uid, Entity]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for uid in sorted(known):
        found.setdefault(uid.type, []).append(uid.id)
    return found


def _actions(known: set[Uid]) -> dict[str, Uid]:
    """Actions by the name that AuthZEN has for them; one without a namespace comes first."""
    found: dict[str, Uid] = {}
    for uid in sorted(known, key=lambda one: (one.type != ACTION, one)):
        found.setdefault(uid.id, uid)
    return found
