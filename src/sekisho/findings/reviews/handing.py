"""Handing a review to a deputy: to somebody who may decide anyway, and it stays on record."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sekisho.domains.access.models import ReviewCampaign
from sekisho.domains.people.models import Delegation, Person
from sekisho.findings.reviews.course import tell
from sekisho.findings.reviews.deciding import Deciders
from sekisho.registers.actor import Act
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry

CHUNK = 500


def takers(items: Iterable[Any], giver: UUID | None, on: date) -> list[tuple[Person, list[Any]]]:
    """Who could take which of ``items``; first those whom ``giver`` named, then those with the most.

    Only who may decide for the unit: another manager of it or above it, the director, the deputy.
    """
    deciders = Deciders(on)
    found: dict[UUID, list[Any]] = {}
    for item in items:
        barred = {giver} | (deciders.barred(item.right) if item.right else set())
        for one in dict.fromkeys(deciders.line(item.unit_id)):
            if one not in barred:
                found.setdefault(one, []).append(item)
    named = set(Delegation.objects.in_force(on).filter(person=giver).values_list("to", flat=True))
    people = Person.objects.in_service(on).filter(pk__in=list(found))
    people = people.select_related("unit").order_by("kana", "pk")
    pairs = [(person, found[person.pk]) for person in people]
    return sorted(pairs, key=lambda pair: (pair[0].pk not in named, -len(pair[1])))


def hand_over(campaign: ReviewCampaign, act: Act, items: Sequence[Any], to: UUID, why: str) -> int:
    """Give ``items`` to ``to``, who is told. Raises Denied or Invalid; then none is given."""
    said = {"reviewer": to, "remark": why}
    for start in range(0, len(items), CHUNK):
        move_many(registry["review_items"], act, "hand_over", items[start : start + CHUNK], said)
    tell(campaign, act, Counter({to: len(items)}), "handed")
    return len(items)
