"""What a confirmed decision of a review does: each by a move of the right or of the role.

Rights tied to a post are renewed by it until the next review (auditor.md C30); individual
ones and those to the strictest class keep the last day they have.
"""

from datetime import date, timedelta
from typing import Any

from sekisho.domains.access.entitlement import EntitlementState
from sekisho.domains.access.opening import Opening, openings
from sekisho.domains.access.review_words import Decision
from sekisho.domains.access.right import AccessRight, RightState
from sekisho.domains.access.terms import longest, next_review
from sekisho.domains.access.words import TIED, Cause
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.register import registry

SETTLED = (RightState.ACTIVE, RightState.RENEWAL)


def carry_out(item: Any, act: Act) -> None:
    """Raises Denied or Invalid where the right cannot be moved; then nothing is confirmed."""
    if item.entitlement_id:
        _role(item, act)
        return
    right = AccessRight.objects.present().get(pk=item.right_id)
    if item.decision == Decision.REMOVE:
        if right.state in (*SETTLED, RightState.PROVISIONAL, RightState.APPROVED):
            _move(act, "remove", right, removal_cause=Cause.REVIEW.value)
        return
    until = item.until_on if item.decision == Decision.UNTIL else _renewed_until(right, act.on)
    if right.state == RightState.PROVISIONAL:
        opening = openings([right], act.on).get(right.pk) or Opening()
        last = until or right.ends_on or longest(act.on, opening.months)
        _move(act, "confirm", right, ends_on=last)
    elif right.state in SETTLED:
        _keep(act, right, until)


def _keep(act: Act, right: AccessRight, until: date | None) -> None:
    if until is None or (until == right.ends_on):
        _move(act, "keep", right)
    else:
        _move(act, "renew", right, ends_on=until)


def _renewed_until(right: AccessRight, on: date) -> date | None:
    """The new last day of a right tied to a post; None: it keeps the one it has."""
    opening = openings([right], on).get(right.pk) or Opening()
    over = right.ends_on is not None and right.ends_on < on
    if right.basis not in TIED or opening.named or over:
        return None
    following = next_review(next_review(on) + timedelta(days=1))
    return min(following, longest(on, opening.months))


def _role(item: Any, act: Act) -> None:
    """A standard role: kept for everybody, or given to nobody any more as one."""
    role = item.entitlement
    if role.state != EntitlementState.BIRTHRIGHT:
        return
    if item.decision == Decision.REMOVE:
        words = item.reason or str(item.campaign)
        move(registry["entitlements"], act, "end", role, {"remark": words})
    else:
        move(registry["entitlements"], act, "keep", role)


def _move(act: Act, name: str, right: AccessRight, **said: Any) -> None:
    move(registry["access_rights"], act, name, right, said)
