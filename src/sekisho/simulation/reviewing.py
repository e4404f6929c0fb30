"""Reviews of access rights in the invented company: one finished in spring, one under way."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sekisho.domains.access.models import AccessRight, ReviewCampaign, ReviewItem, System
from sekisho.domains.people.models import Person
from sekisho.findings.reviews.listing import fill
from sekisho.simulation.access import system_named
from sekisho.simulation.organisation import Firm

BEFORE = 230  # days before today on which the lists of the systems were carried over
SYSTEMS = (("見積共有フォルダ", "2200", ("閲覧・編集", "閲覧")),)
MOST = 40  # decisions of one scene
PURPOSE = "営業活動"


def review(firm: Firm) -> None:
    """Scenes of the last months: rights carried over, looked at once, and now again."""
    stage = firm.stage
    first = stage.last - timedelta(days=BEFORE)
    if first < stage.first:
        return
    stage.at(first, lambda: _carry_over(firm), 13)
    stage.at(first + timedelta(days=7), lambda: _begin(firm, "アクセス権限の見直し 上期", 21), 9)
    stage.at(first + timedelta(days=16), lambda: _decide(firm, whole=True), 15)
    stage.at(first + timedelta(days=20), lambda: _clear(firm), 11)
    stage.at(first + timedelta(days=28), lambda: _close(firm), 10)
    stage.at(
        stage.last - timedelta(days=9), lambda: _begin(firm, "アクセス権限の見直し 下期", 21), 9
    )
    stage.at(stage.last - timedelta(days=3), lambda: _decide(firm, whole=False), 16)


def _carry_over(firm: Firm) -> None:
    """The lists of two systems as they were, with the last day that the post suggests."""
    stage = firm.stage
    rows: list[dict[str, Any]] = []
    for name, code, roles in SYSTEMS:
        if System.objects.filter(name=name).exists():
            continue
        unit = firm.units[code]
        system = stage.one("systems", name=name, unit=unit.pk, admin=firm.holder("admin").pk,
                           sso=True, mfa=True, starts_on=stage.first)  # fmt: skip
        made = [
            stage.one("entitlements", system=system.pk, name=role, actions=["read", "write"])
            for role in roles
        ]
        staff = Person.objects.in_service(stage.on).filter(unit=unit).order_by("kana", "number")
        for n, person in enumerate(staff[:14]):
            role = made[n % len(made)]
            rows.append({
                "person": person.pk, "entitlement": role.pk, "basis": "carried_over",
                "purpose": PURPOSE, "starts_on": stage.first,
                "ends_on": stage.on + timedelta(days=330), "earlier": "旧一覧（部門長承認）",
            })  # fmt: skip
    stage.add("access_rights", rows)


def _begin(firm: Firm, title: str, days: int) -> None:
    stage = firm.stage
    chair = firm.holder("chair")
    on = stage.on
    system = system_named(SYSTEMS[0][0])
    one = stage.one("review_campaigns", stage.by(chair), title=title, starts_on=on, system=system.pk,
                    due_on=on + timedelta(days=days), undecided="escalate")  # fmt: skip
    begun = stage.move(stage.by(chair), "review_campaigns", "start", one)
    fill(begun, stage.by(chair))


def _decide(firm: Firm, *, whole: bool) -> None:
    """Each reviewer decides; of the review under way some are left, and some not yet confirmed."""
    stage = firm.stage
    campaign = ReviewCampaign.objects.running().order_by("-starts_on").first()
    for n, item in enumerate(_waiting(campaign)):
        if not whole and n % 5 in {2, 4}:
            continue
        decider = item.reviewer
        removes = n % 9 == 5
        decision = (
            {"decision": "remove", "reason": "担当を外れたため"}
            if removes
            else {"decision": "keep"}
        )
        _said(firm, decider, item, decision)
        if whole or n % 2:
            stage.move(
                stage.by(decider), "review_items", "confirm", item, decision=decision["decision"]
            )


def _said(firm: Firm, decider: Person, item: Any, values: dict[str, str]) -> None:
    from sekisho.registers.commands import write
    from sekisho.registers.register import registry

    write(registry["review_items"], firm.stage.by(decider), values, item)


def _waiting(campaign: ReviewCampaign | None) -> Iterable[Any]:
    if campaign is None:
        return []
    rows = ReviewItem.objects.pending().filter(campaign=campaign, reviewer__account__isnull=False)
    return list(rows.select_related("reviewer").order_by("number")[:MOST])


def _clear(firm: Firm) -> None:
    """The administrator takes away what was to be removed; the next list will show that it is gone."""
    stage = firm.stage
    admin = firm.holder("admin")
    for right in AccessRight.objects.present().filter(state="removal", removal_cause="review"):
        stage.move(
            stage.by(admin),
            "access_rights",
            "confirm_removal",
            right,
            removal_ticket="作業依頼 2026-061",
        )


def _close(firm: Firm) -> None:
    stage = firm.stage
    for one in ReviewCampaign.objects.running():
        if not ReviewItem.objects.pending().filter(campaign=one).exists():
            stage.move(stage.by(firm.holder("chair")), "review_campaigns", "close", one)
