"""What a trade secret stands on, from the records as they are: for the page and for the paper.

Unfair Competition Prevention Act, art. 2 (6): managed as secret, useful, not publicly known.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from sekisho.domains.access.models import AccessRight, EntitlementAsset
from sekisho.domains.assets.models import (
    Asset,
    Disclosure,
    LabelCheck,
    Measure,
    StorageCheck,
    TradeSecretSheet,
)
from sekisho.registers import dates

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The three conditions; ``managed`` in four parts, each a list of (label, fact)."""

    managed: list[tuple[str, Pairs]]
    useful: str
    not_public: str
    checked: str


def sheet(asset: Asset, on: date) -> Sheet:
    """The evidence on ``on``; what nobody recorded says so."""
    written = TradeSecretSheet.objects.present().filter(asset=asset).select_related("checked_by")
    told = written.first()
    blank = _("Nothing is recorded.")
    return Sheet(
        [
            (_("Class"), _classified(asset)),
            (_("Marking"), _marked(asset, on)),
            (_("Restriction of access"), _restricted(asset, on)),
            (_("Notice to staff"), [(_("How staff know"), (told and told.told) or blank)]),
            (_("Disclosure outside"), _disclosed(asset, on)),
        ],
        (told and told.usefulness) or blank,
        (told and told.not_public) or blank,
        _by(told.checked_by, told.checked_on) if told and told.checked_on else blank,
    )


def _by(person: Any, day: date | None) -> str:
    if day is None:
        return _("Nothing is recorded.")
    words = {"day": dates.day(day), "who": str(person) if person else "—"}
    return _("%(day)s by %(who)s") % words


def _classified(asset: Asset) -> Pairs:
    class_ = asset.classification
    if class_ is None:
        return [(_("Class"), _("Not classified yet"))]
    return [
        (_("Class"), str(class_)),
        (_("Class decided"), _by(asset.class_decided_by, asset.class_decided_on)),
        (_("Reason"), asset.class_reason or "—"),
        (
            _("Class looked at"),
            dates.day(asset.class_reviewed_on) if asset.class_reviewed_on else "—",
        ),
    ]


def _marked(asset: Asset, on: date) -> Pairs:
    applied = asset.label_applied_on
    checks = LabelCheck.objects.looked_at().filter(asset=asset, checked_on__lte=on)
    last = checks.order_by("-checked_on").first()
    found = _("as it should be") if last and last.ok else _("was wrong") if last else ""
    return [
        (_("Label applied"), dates.day(applied) if applied else _("Nothing is recorded.")),
        (_("Last label check"), f"{dates.day(last.checked_on)} {found}" if last else "—"),
    ]


def _restricted(asset: Asset, on: date) -> Pairs:
    own = Q(asset=asset) | Q(classification=asset.classification_id, classification__isnull=False)
    kinds = Measure.objects.in_place(on).filter(own).values_list("kind", flat=True).distinct()
    named = dict(Measure._meta.get_field("kind").choices or ())
    opened = EntitlementAsset.objects.open(on).filter(asset=asset).values("entitlement")
    rights = AccessRight.objects.open(on).filter(Q(asset=asset) | Q(entitlement__in=opened))
    people = rights.values("person").distinct().count()
    places = dict(Asset._meta.get_field("places").choices or ())
    looked = StorageCheck.objects.looked_at(on).filter(asset=asset).order_by("-checked_on").first()
    return [
        (_("Measures"), _("、").join(str(named[k]) for k in sorted(set(kinds))) or "—"),
        (_("Persons with an access right"), str(people) if people else "—"),
        (_("Places"), _("、").join(str(places[p]) for p in asset.places) or asset.location or "—"),
        (_("Last storage inspection"), dates.day(looked.checked_on) if looked else "—"),
    ]


def _disclosed(asset: Asset, on: date) -> Pairs:
    rows = Disclosure.objects.by(on).filter(asset=asset)
    return [
        (_("Disclosures"), str(rows.count())),
        (_("Of these by a permit"), str(rows.filter(permit__isnull=False).count())),
    ]
