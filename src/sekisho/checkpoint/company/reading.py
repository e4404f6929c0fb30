"""A company policy text: read, held to what it may say, and compiled both ways.

Besides the limits of ``checkpoint.cedar`` (refused there by place and name) a company policy only
forbids, says which type of resource it is about, and uses known words alone: so it can never err
for a whole company because of a slip of the pen.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar import where
from sekisho.checkpoint.cedar.deciding import Policies
from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.sides import Made
from sekisho.checkpoint.cedar.tree import Attr, Has, Is, Lit, Pair, Policy, Var
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.cedar.walking import parts
from sekisho.checkpoint.company import vocabulary as words
from sekisho.checkpoint.company.vocabulary import Word
from sekisho.registers.register import registry

LONGEST = 20_000
HOURLY = frozenset({"hour", "weekday"})
EXAMPLE = (
    'forbid(principal, action == Action::"export", resource is Asset) when { resource.rank >= 2 };'
)


@dataclass(frozen=True)
class Book:
    """One text. ``about``: policy → type of resource; ``where``: policy → its condition on rows.
    ``hourly``: it asks for the hour or the day of the week; ``units``: it names a unit."""

    policies: Policies
    about: Mapping[int, str]
    where: Mapping[int, Made]
    hourly: bool = False
    units: bool = False

    def of(self, resource: str) -> list[Policy]:
        """The policies about a type of resource."""
        return [one for one in self.policies.all if self.about[one.number] == resource]

    def names(self) -> set[Uid]:
        """Every entity that the text names."""
        return {uid for one in self.policies.all for uid in _uids(one)}


@lru_cache(maxsize=256)
def read(text: str) -> Book:
    """The policies of ``text``. Raises Refused, saying what is wrong and where."""
    if len(text) > LONGEST:
        raise Refused(_("The text is longer than %(n)s characters.") % {"n": LONGEST})
    policies = Policies(text)
    if not policies.all:
        raise Refused(_("There is no policy in this text."), None, EXAMPLE)
    about = {one.number: _about(one) for one in policies.all}
    ids = [one.id for one in policies.all]
    for one in policies.all:
        if ids.count(one.id) > 1:
            words_ = _("Two policies are called “%(id)s”.") % {"id": one.id}
            raise Refused(words_, one.place, _('Give each a name of its own: @id("…").'))
        for test in (*one.scope, *(part for _when, part in one.conditions)):
            _hold(test, one, about[one.number])
    made = {one.number: where.where(one) for one in policies.all}
    hourly = any(speaks_of(one, "context", HOURLY) for one in policies.all)
    units = any(uid.type == words.UNIT for one in policies.all for uid in _uids(one))
    return Book(policies, about, made, hourly, units)


def _about(policy: Policy) -> str:
    """The type of resource of the policy's head."""
    if policy.effect != "forbid":
        raise Refused(
            _("A company policy only forbids: “permit” would open what the rules keep shut."),
            policy.place, _("Write “forbid”; what is to be opened needs a right."),
        )  # fmt: skip
    for test in policy.scope:
        if isinstance(test, Is) and test.part == Var("resource"):
            if test.type in words.RESOURCES:
                return test.type
            raise _unknown(_("type of resource"), test.type, words.RESOURCES, policy.place)
    raise Refused(
        _("The head must say what it is about: resource is Asset, or resource is Record."),
        policy.place, EXAMPLE,
    )  # fmt: skip


def _unknown(what: Any, name: str, known: Any, place: Any) -> Refused:
    text = _("There is no %(what)s “%(name)s”.") % {"what": what, "name": name}
    return Refused(text, place, _("There are: %(known)s.") % {"known": ", ".join(sorted(known))})


def _hold(node: Any, policy: Policy, about: str) -> None:
    """Refuse every word of ``node`` that means nothing here."""
    if isinstance(node, Attr | Has) and isinstance(node.part, Var):
        _attribute(node, policy, about)
    if isinstance(node, Lit):
        _literal(node.value, policy, about)
    if isinstance(node, Pair):
        _types(node, about)
    if isinstance(node, Is) and node.type not in {words.PERSON, *words.RESOURCES, "Action"}:
        raise _unknown(_("type"), node.type, {words.PERSON, *words.RESOURCES}, policy.place)
    for part in parts(node):
        _hold(part, policy, about)


def _attributes(name: str, about: str) -> Mapping[str, Word]:
    if name == "principal":
        return words.PRINCIPAL
    if name == "resource":
        return words.RESOURCES[about]
    return words.CONTEXTS[about] if name == "context" else {}


def _attribute(node: Any, policy: Policy, about: str) -> None:
    known = _attributes(node.part.name, about)
    name = node.name if isinstance(node, Attr) else node.names[0]
    if name not in known:
        place = (node.place if isinstance(node, Attr) else node.part.place) or policy.place
        raise _unknown(_("attribute"), f"{node.part.name}.{name}", known, place)


def _literal(value: Any, policy: Policy, about: str) -> None:
    if isinstance(value, str) and "\0" in value:
        raise Refused(_("A text may not hold the character zero."), policy.place)
    if type(value) is not Uid:
        return
    types = {words.PERSON, about, "Action", *words.SURE_GROUPS[about], words.UNIT}
    if value.type not in types:
        raise _unknown(_("type"), value.type, types, policy.place)
    if value.type == "Action" and value.id not in words.actions(about):
        raise _unknown(_("action"), value.id, words.actions(about), policy.place)
    if value.type == words.REGISTER and value.id not in registry:
        raise _unknown(_("register"), value.id, {one.name for one in registry}, policy.place)
    if value.type == words.RECORD:
        raise Refused(
            _("A policy speaks of kinds of records, not of a single one."), policy.place,
            'resource in Register::"incidents"',
        )  # fmt: skip


def _types(node: Pair, about: str) -> None:
    """An attribute compared with a value of another type would never hold."""
    for one, other in ((node.left, node.right), (node.right, node.left)):
        if not (isinstance(one, Attr) and isinstance(one.part, Var) and isinstance(other, Lit)):
            continue
        word = _attributes(one.part.name, about).get(one.name)
        ordered = node.op not in {"==", "!="}
        fits = word is None or (
            type(other.value) is word.type and (word.type is int or not ordered)
        )
        if word is not None and not fits:
            text = _("%(name)s is %(type)s.") % {
                "name": f"{one.part.name}.{one.name}", "type": words.TYPES[word.type],
            }  # fmt: skip
            raise Refused(text, one.place, _("Compare it with a value of the same type."))


def _uids(policy: Policy) -> Iterator[Uid]:
    waiting = [*policy.scope, *(part for _when, part in policy.conditions)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Lit) and type(node.value) is Uid:
            yield node.value
        waiting += parts(node)


def speaks_of(policy: Policy, variable: str, names: frozenset[str]) -> bool:
    """Whether ``policy`` reads one of the attributes ``names`` of ``variable``, or all of it."""
    waiting = [*policy.scope, *(part for _when, part in policy.conditions)]
    while waiting:
        node = waiting.pop()
        inside = list(parts(node))
        if isinstance(node, Attr | Has) and isinstance(node.part, Var):
            said = node.name if isinstance(node, Attr) else node.names[0]
            if node.part.name == variable and said in names:
                return True
            inside = []
        elif isinstance(node, Var) and node.name == variable:
            return True
        waiting += inside
    return False
