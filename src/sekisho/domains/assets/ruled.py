"""Whether what is asked for is allowed by the rules of the asset's class; a few queries for many.

An asset without a class is treated as the class assumed for access decisions; a class without a
rule allows nothing, since nobody has said that it does.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import Asset
from sekisho.domains.assets.class_rules import DisposalMethod, TransportRule
from sekisho.domains.assets.classification import Classification, assumed_class
from sekisho.registers.errors import Invalid

CHUNK = 500


def assumed() -> UUID | None:
    """The class that unclassified information is handled as."""
    rows = Classification.objects.present().filter(code=assumed_class())
    return rows.values_list("pk", flat=True).first()


def classes_of(assets: Iterable[UUID]) -> dict[UUID, UUID | None]:
    """The class by which each asset is to be handled."""
    wanted, instead = list(set(assets)), assumed()
    found: dict[UUID, UUID | None] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Asset.objects.filter(pk__in=wanted[start : start + CHUNK])
        found.update(rows.values_list("pk", "classification"))
    return {pk: class_ or instead for pk, class_ in found.items()}


def refuse_way(takeouts: Sequence[Any]) -> None:
    """Raises Invalid when a take-out goes by a way its class does not allow."""
    if not takeouts:
        return
    ways: dict[Any, Any] = dict(
        TransportRule.objects.present().values_list("classification", "methods")
    )
    classes = classes_of(one.asset_id for one in takeouts)
    for one in takeouts:
        allowed = ways.get(classes[one.asset_id]) or ()
        if one.method not in allowed:
            named = dict(type(one)._meta.get_field("method").choices)
            words = _("、").join(str(named[code]) for code in allowed)
            raise Invalid({"method": [
                _("The class of this asset does not allow this way. Allowed: %(ways)s.")
                % {"ways": words or _("none")}
            ]})  # fmt: skip


def method_rules(disposals: Sequence[Any]) -> dict[UUID, DisposalMethod | None]:
    """The disposal rule for each of ``disposals``, by the class of its asset and its medium."""
    if not disposals:
        return {}
    every: dict[tuple[UUID | None, str], DisposalMethod] = {
        (r.classification_id, r.medium): r for r in DisposalMethod.objects.present()
    }
    classes = classes_of(one.asset_id for one in disposals)
    return {one.pk: every.get((classes[one.asset_id], one.medium)) for one in disposals}
