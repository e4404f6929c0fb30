"""A set of policies, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from sekisho.checkpoint.cedar.compiler import Predicate, predicate
from sekisho.checkpoint.cedar.errors import Erring
from sekisho.checkpoint.cedar.meaning import Entities
from sekisho.checkpoint.cedar.policies import policies
from sekisho.checkpoint.cedar.tree import Policy
from sekisho.checkpoint.cedar.values import Rec, Uid


class Asked(NamedTuple):
    """A request as Cedar knows it."""

    principal: Uid
    action: Uid
    resource: Uid
    context: Rec


@dataclass(frozen=True, slots=True)
class Outcome:
    """``allowed``: as Cedar says, where a policy that errs does not apply.

    ``safe``: as we serve it, where a forbid that errs forbids. An error may then deny what Cedar
    allows, and never the other way round: no broken rule opens a door.
    """

    allowed: bool
    because: Sequence[Policy]
    errors: Sequence[tuple[Policy, str]]

    @property
    def safe(self) -> bool:
        return self.allowed and not any(policy.effect == "forbid" for policy, _why in self.errors)


class Policies:
    """The policies of one text, compiled."""

    def __init__(self, text: str) -> None:
        self.digest = "sha256:" + sha256(text.encode()).hexdigest()
        self.all = policies(text)
        compiled = [(one, predicate(one)) for one in self.all]
        self._forbids = [pair for pair in compiled if pair[0].effect == "forbid"]
        self._permits = [pair for pair in compiled if pair[0].effect == "permit"]

    def answer(self, asked: Asked, entities: Entities) -> Outcome:
        """Permitted by some permit and by no forbid; with the policies that made it so."""
        errors: list[tuple[Policy, str]] = []
        against = _applying(self._forbids, asked, entities, errors)
        favour = _applying(self._permits, asked, entities, errors)
        if against or not favour:
            return Outcome(False, against, errors)
        return Outcome(True, favour, errors)


def _applying(
    compiled: Sequence[tuple[Policy, Predicate]],
    asked: Asked,
    entities: Entities,
    errors: list[tuple[Policy, str]],
) -> list[Policy]:
    found = []
    for policy, applies in compiled:
        try:
            if applies(*asked, entities):
                found.append(policy)
        except Erring as error:
            errors.append((policy, str(error)))
    return found
