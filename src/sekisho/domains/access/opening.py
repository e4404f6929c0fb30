"""What a right opens: the assets, what they may be used for, how long and by whom at most."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.entitlement import Entitlement, EntitlementState
from sekisho.domains.access.entitlement_asset import EntitlementAsset
from sekisho.domains.access.right import AccessRight
from sekisho.domains.access.terms import longest
from sekisho.domains.access.words import Basis
from sekisho.registers.errors import Text

FACTS = ("asset__purposes", "asset__classification__grant_months",
         "asset__classification__named_users")  # fmt: skip


@dataclass(slots=True)
class Opening:
    """``months`` None: no class sets a limit. ``purposes`` empty: no asset says any."""

    purposes: set[str] = field(default_factory=set)
    months: int | None = None
    named: bool = False
    assets: int = 0

    def take(self, purposes: Iterable[str] | None, months: int | None, named: bool | None) -> None:
        self.assets += 1
        self.purposes |= set(purposes or ())
        if months is not None:
            self.months = months if self.months is None else min(self.months, months)
        self.named = self.named or bool(named)


def openings(rights: Iterable[AccessRight], on: date) -> dict[UUID, Opening]:
    """By right, what it opens; two queries for each 500 rights."""
    found: dict[UUID, Opening] = defaultdict(Opening)
    rest = iter(rights)
    while part := list(islice(rest, 500)):
        direct = AccessRight.objects.filter(pk__in=[r.pk for r in part], asset__isnull=False)
        for pk, *facts in direct.values_list("pk", *FACTS):
            found[pk].take(*facts)
        roles: dict[Any, list[UUID]] = defaultdict(list)
        for right in part:
            if right.entitlement_id and not right.asset_id:
                roles[right.entitlement_id].append(right.pk)
        opens = EntitlementAsset.objects.open(on).filter(entitlement__in=list(roles))
        for role, *facts in opens.values_list("entitlement", *FACTS):
            for pk in roles[role]:
                found[pk].take(*facts)
    return found


def opening_of(asset: UUID | None, role: UUID | None, on: date) -> Opening:
    """What a right to ``asset``, else by ``role``, would open on ``on``."""
    found = Opening()
    if asset is not None:
        assets: Any = apps.get_model("assets", "Asset")
        rows = assets._default_manager.filter(pk=asset)
        facts = (name.removeprefix("asset__") for name in FACTS)
        for line in rows.values_list(*facts):
            found.take(*line)
    elif role is not None:
        opens = EntitlementAsset.objects.open(on).filter(entitlement=role)
        for line in opens.values_list(*FACTS):
            found.take(*line)
    return found


def no_standard_role(rights: Iterable[AccessRight]) -> bool:
    """Whether one of these, given as standard roles, was never approved as one."""
    roles = {right.entitlement_id for right in rights if right.basis == Basis.BIRTHRIGHT}
    said = [role for role in roles if role is not None]
    known = Entitlement.objects.filter(pk__in=said, state=EntitlementState.BIRTHRIGHT)
    return known.count() < len(roles)


def unfit(right: AccessRight, opening: Opening, since: date) -> Iterator[tuple[str, Text]]:
    """Why a right, asked for or renewed to run from ``since``, does not fit what it opens."""
    if opening.purposes and right.purpose not in opening.purposes:
        known = " / ".join(sorted(opening.purposes))
        yield "purpose", _("Not among the purposes registered: %(known)s.") % {"known": known}
    latest = longest(since, opening.months)
    if right.ends_on and right.ends_on > latest:
        yield "ends_on", _("At most until %(latest)s.") % {"latest": latest.isoformat()}
    if opening.named and right.account_id is not None:
        yield "account", _("This class is opened to named persons only, never by a shared account.")
