"""Who could open an asset on a day, and what a person could open: from the days rights were open.

``opens_on`` to ``closed_on`` hold every right's past, so one query over an index answers for any
day. The members of a shared account could open what the account could.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery, UUIDField

from sekisho.domains.access.account_member import AccountMember
from sekisho.domains.access.entitlement_asset import EntitlementAsset
from sekisho.domains.access.right_rows import open_on

TOGETHER = ("person", "account", "asset", "entitlement", "entitlement__system",
            "entitlement__approved_by", "approved_by")  # fmt: skip
SHOWN = (
    "number", "actions", "scope", "purpose", "basis", "state", "ends_on", "opens_on", "closed_on",
    "approved_at", "person__name", "account__login", "asset__number", "asset__name",
    "entitlement__name", "entitlement__actions", "entitlement__given_to",
    "entitlement__system__name", "entitlement__approved_by__name", "approved_by__name",
)  # fmt: skip
"""All that is told of a way in: an asset has fifty columns, and most say nothing here."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One way in. ``link``: the line that says the role opened the asset; None: given directly.

    ``member``: who may use the shared account; ``over``: the last day had passed, and removal was
    not proven yet.
    """

    right: Any
    link: UUID | None
    person: Any
    member: UUID | None
    over: bool

    @property
    def way(self) -> str:
        return "shared" if self.member else "role" if self.link else "asset"


def who_could_open(asset: UUID, on: date, rights: Any, limit: int | None = None) -> list[Opened]:
    """Everybody who could open ``asset`` on ``on``, of the rows ``rights`` that may be seen."""
    open_ = rights.filter(open_on(on))
    links = EntitlementAsset.objects.open(on).filter(asset=asset)
    link = Subquery(
        links.filter(entitlement=OuterRef("entitlement")).values("pk")[:1],
        output_field=UUIDField(),
    )
    direct = open_.filter(asset=asset).select_related(*TOGETHER).only(*SHOWN)
    roles = list(links.values_list("entitlement", flat=True))
    by_role = open_.filter(asset=None, entitlement__in=roles).annotate(link=link)
    found = [Opened(right, None, right.person, None, _over(right, on)) for right in direct[:limit]]
    if roles:
        found += [
            Opened(right, right.link, right.person, None, _over(right, on))
            for right in by_role.select_related(*TOGETHER).only(*SHOWN)[:limit]
        ]
    return [*found, *_members([one for one in found if one.right.account_id], on)]


def what_could_open(person: UUID, on: date, rights: Any, limit: int | None = None) -> list[Opened]:
    """What ``person`` could open on ``on``: by own rights, and by shared accounts."""
    open_ = rights.filter(open_on(on)).select_related(*TOGETHER).only(*SHOWN)
    own = [
        Opened(right, None, right.person, None, _over(right, on))
        for right in open_.filter(person=person)[:limit]
    ]
    using = AccountMember.objects.in_use(on).filter(person=person).select_related("person")
    accounts = {one.account_id: one for one in using}
    if not accounts:
        return own
    shared = open_.filter(~Q(person=person), account__in=list(accounts))[:limit]
    return own + [
        Opened(right, None, member.person, member.pk, _over(right, on))
        for right in shared
        for member in [accounts[right.account_id]]
    ]


def assets_of(found: Sequence[Opened], on: date) -> dict[UUID, list[Any]]:
    """By role, the lines that said on ``on`` which assets it opens."""
    roles = {one.right.entitlement_id for one in found if one.right.asset_id is None}
    opens: dict[UUID, list[Any]] = {}
    rows = EntitlementAsset.objects.open(on).filter(entitlement__in=roles - {None})
    for line in rows.select_related("asset", "asset__classification"):
        opens.setdefault(line.entitlement_id, []).append(line)
    return opens


def _over(right: Any, on: date) -> bool:
    return right.ends_on is not None and right.ends_on < on


def _members(shared: Sequence[Opened], on: date) -> list[Opened]:
    """Those who used the shared accounts, besides whoever answers for them."""
    accounts = {one.right.account_id for one in shared}
    using: dict[UUID, list[Any]] = {}
    rows = AccountMember.objects.in_use(on).filter(account__in=accounts).select_related("person")
    for member in rows:
        using.setdefault(member.account_id, []).append(member)
    return [
        Opened(one.right, one.link, member.person, member.pk, one.over)
        for one in shared
        for member in using.get(one.right.account_id, ())
        if member.person_id != one.right.person_id
    ]
