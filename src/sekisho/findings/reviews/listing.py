"""What a review lists: every right in its scope that stands, and each standard role once."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from sekisho.domains.access.models import AccessRight, Entitlement, EntitlementAsset, ReviewCampaign
from sekisho.domains.access.review_words import Advice, Ground
from sekisho.domains.access.right_rows import LIVE
from sekisho.domains.access.words import Basis
from sekisho.findings.reviews.advice import Adviser
from sekisho.findings.reviews.deciding import Deciders
from sekisho.registers.actor import Act
from sekisho.registers.commands import locked, write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

PART = 1000


@transaction.atomic
def fill(campaign: ReviewCampaign, act: Act) -> int:
    """List the rights of a review that has begun; how many. A second call lists nothing."""
    campaign = locked(registry["review_campaigns"], campaign.pk)
    if campaign.filled_at is not None or campaign.state != "running":
        return 0
    lines = [*_roles(campaign, act.on), *_rights(campaign, act.on)]
    for start in range(0, len(lines), PART):
        write_many(registry["review_items"], act, lines[start : start + PART])
    marked = {"filled_at": act.at}
    line = Line(marked, campaign, answers=("filled_at",))
    write_many(registry["review_campaigns"], act, [line])
    return len(lines)


def rights_of(campaign: ReviewCampaign) -> Any:
    """The rights in scope that stand; standard roles are looked at as roles."""
    rows = AccessRight.objects.present().filter(state__in=LIVE)
    rows = rows.exclude(basis=Basis.BIRTHRIGHT, entitlement__state="birthright")
    if campaign.unit_id:
        rows = rows.filter(unit__path__startswith=campaign.unit.path)  # type: ignore[union-attr]
    if campaign.system_id:
        rows = rows.filter(entitlement__system=campaign.system_id)
    if campaign.privileged:
        rows = rows.filter(privileged())
    if campaign.classification_id:
        rows = rows.filter(_strict(campaign.classification.rank))  # type: ignore[union-attr]
    return rows


def privileged() -> Q:
    return (
        Q(entitlement__privileged=True) | Q(account__privileged=True)
        | Q(actions__contains=",administer,")
    )  # fmt: skip


def _strict(rank: int) -> Q:
    opens = EntitlementAsset.objects.present().filter(
        entitlement=OuterRef("entitlement"), ends_on=None, asset__classification__rank__gte=rank
    )
    return Q(asset__classification__rank__gte=rank) | Q(Exists(opens))


def _rights(campaign: ReviewCampaign, on: date) -> list[Line]:
    adviser, deciders = Adviser(on), Deciders(on)
    rows = rights_of(campaign).select_related("person", "unit", "account", "entitlement")
    lines = []
    for right in rows.order_by("person__kana", "person", "pk"):
        holder = right.person_id
        lines.append(Line({
            "campaign": campaign.pk, "right": right.pk, "person": holder, "unit": right.unit_id,
            "reviewer": deciders.of(right.unit_id, *deciders.barred(right)), "used_on": right.last_used_on,
            **adviser.advise(right).values,
        }))  # fmt: skip
    return lines


def _roles(campaign: ReviewCampaign, on: date) -> list[Line]:
    roles = Entitlement.objects.present().filter(state="birthright").select_related("system__unit")
    if campaign.unit_id:
        roles = roles.filter(system__unit__path__startswith=campaign.unit.path)  # type: ignore[union-attr]
    if campaign.system_id:
        roles = roles.filter(system=campaign.system_id)
    if campaign.privileged:
        roles = roles.filter(privileged=True)
    if campaign.classification_id:
        opens = EntitlementAsset.objects.present().filter(
            entitlement=OuterRef("pk"), ends_on=None,
            asset__classification__rank__gte=campaign.classification.rank,  # type: ignore[union-attr]
        )  # fmt: skip
        roles = roles.filter(Exists(opens))
    deciders = Deciders(on)
    return [
        Line({
            "campaign": campaign.pk, "entitlement": role.pk, "unit": role.system.unit_id,
            "reviewer": deciders.of(role.system.unit_id),
            "advice": Advice.KEEP.value, "grounds": (Ground.AS_POST.value,),
        })
        for role in roles.order_by("system", "name")
    ]  # fmt: skip
