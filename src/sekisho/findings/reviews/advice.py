"""What is recommended for a right, and why. A recommendation decides nothing and ticks nothing."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from sekisho.domains.access.models import AccessRight, StaffChange, StaffChangeItem
from sekisho.domains.access.review_words import Advice, Ground
from sekisho.domains.access.words import TIED, AccountKind
from sekisho.domains.people.models import Assignment, Person
from sekisho.obligations.rules.access_removal import DORMANT_DAYS

FEW = 3
"""Of fewer others in a unit nothing can be told about what is usual there."""

CLOSER = frozenset({Ground.PROJECT, Ground.CONTRACT, Ground.MOVED, Ground.SHARED, Ground.NO_END,
                    Ground.OUTSIDE, Ground.TRAINING, Ground.UNAPPROVED})  # fmt: skip


@dataclass(slots=True)
class Advised:
    advice: str = Advice.KEEP.value
    grounds: list[str] = field(default_factory=list)
    peers: int | None = None
    peers_of: int | None = None
    until: date | None = None

    @property
    def values(self) -> dict[str, Any]:
        return {
            "advice": self.advice, "grounds": tuple(self.grounds), "peers": self.peers,
            "peers_of": self.peers_of, "until_hint": self.until,
        }  # fmt: skip


class Adviser:
    """The facts that recommendations stand on, read in a few queries whatever the size."""

    def __init__(self, on: date) -> None:
        self.on = on
        staff = Person.objects.in_service(on).exclude(unit=None)
        self.sizes = dict(staff.values_list("unit").annotate(n=Count("pk")).order_by())
        live = AccessRight.objects.live().exclude(person__unit=None)
        self.roles = _holders(live, "entitlement")
        self.assets = _holders(live, "asset")
        moves = StaffChange.objects.present().filter(kind="mover", effective_on__lte=on)
        self.moved = dict(moves.values_list("person").annotate(d=Max("effective_on")).order_by())
        over = Assignment.objects.present().filter(unit__kind="project", ends_on__lt=on)
        held = Assignment.objects.in_force(on).values_list("person", "unit")
        late = StaffChangeItem.objects.present().filter(
            point="training", state="open", due_on__lt=on, change__withdrawn_at=None
        )
        late = late.exclude(change__state="cancelled")
        self.untrained = set(late.values_list("change__person", flat=True))
        self.left = set(over.values_list("person", "unit")) - set(held)

    def advise(self, right: Any) -> Advised:
        """For one right, read with its person, asset and account."""
        made = Advised()
        made.peers, made.peers_of = self._peers(right)
        found = list(self._grounds(right, made))
        unused = Ground.UNUSED in found
        if unused:
            made.advice = Advice.REMOVE.value
        elif CLOSER & set(found):
            made.advice = Advice.CHECK.value
        made.grounds = [str(one) for one in found]
        return made

    def _peers(self, right: Any) -> tuple[int | None, int | None]:
        unit = right.person.unit_id
        others = self.sizes.get(unit, 0) - 1
        if unit is None or others < FEW or right.account_id:
            return None, None
        by_role = right.entitlement_id is not None
        held = self.roles if by_role else self.assets
        key = right.entitlement_id if by_role else right.asset_id
        return max(0, held[unit, key] - 1), others

    def _grounds(self, right: Any, made: Advised) -> Iterable[Ground]:
        if right.last_used_on is not None:
            long_ago = right.last_used_on < self.on - timedelta(days=DORMANT_DAYS())
            yield Ground.UNUSED if long_ago else Ground.IN_USE
        if right.state == "provisional":
            yield Ground.UNAPPROVED
        yield from self._usual(right, made)
        yield from self._changed(right, made)
        if right.account_id and right.account.kind == AccountKind.SHARED:
            yield Ground.SHARED
        if right.ends_on is None:
            yield Ground.NO_END

    def _usual(self, right: Any, made: Advised) -> Iterable[Ground]:
        if right.basis in TIED or (made.peers_of and (made.peers or 0) * 2 >= made.peers_of):
            yield Ground.AS_POST
        elif made.peers == 0:
            yield Ground.OUTSIDE

    def _changed(self, right: Any, made: Advised) -> Iterable[Ground]:
        seen = right.last_reviewed_on or right.opens_on or right.starts_on
        moved = self.moved.get(right.person_id)
        if moved is not None and moved > seen:
            yield Ground.MOVED
        unit = right.unit
        over = unit is not None and unit.kind == "project" and (
            (unit.ends_on is not None and unit.ends_on < self.on)
            or (right.person_id, right.unit_id) in self.left
        )  # fmt: skip
        if over:
            yield Ground.PROJECT
        if right.person_id in self.untrained:
            yield Ground.TRAINING
        ends = right.person.contract_ends_on
        if ends is not None and (right.ends_on is None or right.ends_on > ends):
            made.until = ends
            yield Ground.CONTRACT


def _holders(live: Any, column: str) -> Counter[tuple[UUID, UUID]]:
    """How many people of each unit hold each role, or each right to an asset."""
    rows = live.exclude(**{column: None}).values_list("person__unit", column)
    counted = rows.annotate(n=Count("person", distinct=True)).order_by()
    return Counter({(unit, key): n for unit, key, n in counted})
