"""Who could open what on a day, for programs: the same answer as the page and the command."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sekisho.api.door import Ask, reply, resource
from sekisho.domains.access.as_of import what_could_open, who_could_open
from sekisho.domains.access.telling import as_json, told
from sekisho.ledger import inclusion
from sekisho.registers import guard
from sekisho.registers.errors import Invalid, Missing
from sekisho.registers.knowing import may_hear_core
from sekisho.registers.references import resolve
from sekisho.registers.wareki import parse_day

MOST = 1000


def as_of(ask: Ask) -> HttpResponse:
    """``?asset=`` or ``?person=`` (number, name or id) and ``on``; at most 1,000 lines."""
    register = ask.register("access_rights")
    given = ask.request.GET
    on = parse_day(given["on"]) if given.get("on") else ask.act.on
    if on is None:
        raise Invalid(
            {
                "on": [
                    _("“%(value)s” is not a day. Example: 2026/04/01") % {"value": given["on"][:40]}
                ]
            }
        )
    if bool(given.get("asset")) == bool(given.get("person")):
        raise Invalid({"asset": [_("Please name an asset or a person.")]})
    rights = guard.visible(ask.actor, register, ask.act.on)
    if given.get("asset"):
        found = who_could_open(_named(ask, "assets", given["asset"]), on, rights, MOST)
    else:
        found = what_could_open(_named(ask, "people", given["person"]), on, rights, MOST)
    return reply({"on": on, "items": [as_json(one) for one in told(found, on)]})


def _named(ask: Ask, register: str, word: str) -> UUID:
    ask.register(register)
    found = resolve({register: [word]}, ask.actor, ask.act.on).get((register, word))
    if not isinstance(found, UUID):
        raise Missing(word)
    return found


def proof(ask: Ask, pos: int) -> HttpResponse:
    """The inclusion proof of one entry. It holds no personal data, only ids and hashes."""
    ask.register("access_rights")
    found = inclusion.proof(pos)
    if found is None or not may_hear_core(ask.actor, found["core"]):
        raise Missing(str(pos))
    return reply(found)


answers = resource(GET=as_of)
proofs = resource(GET=proof)
