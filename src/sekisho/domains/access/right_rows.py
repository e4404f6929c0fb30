"""The words rules speak about access rights in: SQL only."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from django.apps import apps
from django.db.models import F, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce

from sekisho.registers.record import Records

WAITING = ("requested", "returned")
LIVE = ("provisional", "approved", "active", "renewal")
"""States of a right that stands: it may be used within its days."""
OPEN = (*LIVE, "removal")
"""States in which somebody may still get in: to be removed is not removed."""
CLOSED = ("removed", "lapsed")
RESTING = {
    "assets": ("asset", "entitlement__opens__asset"),
    "systems": ("entitlement__system",),
    "entitlement_assets": ("entitlement__opens",),
}
"""By which lookup a right leads to a record that its deciding unit follows."""


def open_on(on: date) -> Q:
    """Rights that were open on ``on``: decided or declared by then, and not yet proven gone."""
    return Q(opens_on__lte=on) & (Q(closed_on=None) | Q(closed_on__gte=on))


class AccessRightRows(Records):
    def open(self, on: date) -> "AccessRightRows":
        return self.present().filter(open_on(on))

    def live(self) -> "AccessRightRows":
        """Those that stand now, whether within their days or not."""
        return self.present().filter(state__in=LIVE)

    def ended(self, on: date) -> "AccessRightRows":
        """Those that stand though their last day lies before ``on``."""
        return self.live().filter(ends_on__lt=on)

    def resting_on(self, name: str, recs: Sequence[UUID]) -> set[UUID]:
        """The rights that rest on these records of the register ``name``."""
        found: set[UUID] = set()
        for start in range(0, len(recs), 500):
            for way in RESTING[name]:
                rows = self.filter(**{f"{way}__in": recs[start : start + 500]})
                found |= set(rows.values_list("pk", flat=True))
        return found

    def placed(self, pks: Sequence[UUID]) -> None:
        """Bring the derived column ``unit`` of these rights up to date, 500 to a statement.

        The asset's unit decides; for a role, the unit of the strictest asset it opens, and the
        system's own where it opens none that is known.
        """
        decides = Coalesce(_unit_of("asset", "assets.Asset", "unit"), _strictest(),
                           _unit_of("entitlement", "access.Entitlement", "system__unit"))  # fmt: skip
        for start in range(0, len(pks), 500):
            self.filter(pk__in=pks[start : start + 500]).update(unit=decides)

    def used(self) -> None:
        """Bring the derived column ``last_used_on`` up to date, from the holders' accounts; a use
        that the checkpoint saw later stays."""
        accounts = apps.get_model("access.SystemAccount")._default_manager.filter(
            Q(pk=OuterRef("account")) | Q(person=OuterRef("person"), kind="person"),
            system=OuterRef("entitlement__system"), withdrawn_at=None, last_used_on__isnull=False,
        )  # fmt: skip
        last = accounts.order_by("-last_used_on").values("last_used_on")[:1]
        rows = self.annotate(used_on=Subquery(last)).exclude(used_on=None)
        stale = Q(last_used_on=None) | Q(last_used_on__lt=F("used_on"))
        for pk, day in rows.filter(stale).values_list("pk", "used_on"):
            self.model.objects.filter(pk=pk).update(last_used_on=day)

    def seen(self, days: Mapping[str, date]) -> int:
        """Take note of the last use (right number → day) that the checkpoint saw; how many were new."""
        changed = 0
        for number, day in days.items():
            older = Q(last_used_on=None) | Q(last_used_on__lt=day)
            changed += self.filter(older, number=number).update(last_used_on=day)
        return changed


def _unit_of(column: str, label: str, path: str) -> Subquery:
    rows = apps.get_model(label)._default_manager.filter(pk=OuterRef(column))
    return Subquery(rows.values(path)[:1], output_field=UUIDField())


def _strictest() -> Subquery:
    from sekisho.domains.access.entitlement_asset import EntitlementAsset

    opens = EntitlementAsset.objects.present().filter(
        entitlement=OuterRef("entitlement"), ends_on=None
    )
    strictest = opens.order_by("-asset__classification__rank", "asset__number")
    return Subquery(strictest.values("asset__unit")[:1], output_field=UUIDField())
