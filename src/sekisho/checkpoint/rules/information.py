"""Rules about the information and the right to it."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_noop as _

from sekisho.checkpoint.index.facts import RightFacts
from sekisho.checkpoint.rules.case import Case, Failure, iso

LIVE = frozenset({"provisional", "approved", "active", "renewal"})
_NONE: dict[Any, Any] = {}
WAITING = frozenset({"requested", "returned"})


def held(case: Case) -> Failure | None:
    """The company still holds it."""
    if case.asset.ended < case.on:
        words = _("The information is no longer held since %(day)s.")
        return Failure("asset_ended", words, {"day": iso(case.asset.ended)})
    return None


def classified(case: Case) -> Failure | None:
    """An asset nobody has classified is guarded as 機密; without even such a class it stays shut."""
    if case.kind is None:
        return Failure("class_unknown", _("The information has no security class."), unknown=True)
    return None


def asset_free(case: Case) -> Failure | None:
    index = case.index
    if len(index.frozen_assets) == 0 == len(index.frozen_units):
        return None
    number = index.frozen_assets.get(case.asset.id) or index.frozen_unit(case.asset.unit)
    if number:
        words = _("Access to this information is frozen (%(number)s).")
        return Failure("asset_frozen", words, {"number": number})
    return None


def right(case: Case) -> Failure | None:
    """Some right of the person covers it; else what is wrong with the one that comes nearest."""
    if case.reads and not case.terms.right_to_read:
        return None
    nearest: tuple[int, Failure] = (
        -1, Failure("no_right", _("There is no right to this information."), advice="request"),
    )  # fmt: skip
    for one in rights_to(case):
        step, failure = _wrong(case, one)
        if failure is None:
            case.until_day(min(one.ends, one.review))
            case.used = one.number
            return None
        if step > nearest[0]:
            nearest = step, failure
    return nearest[1]


def rights_to(case: Case) -> Iterator[RightFacts]:
    """The person's rights that lead to the asset, by themselves or by their role."""
    held = case.index.held(case.person.id)
    if held is None:
        return
    asset = case.asset.id
    yield from tuple(held.get(asset, _NONE).values())
    for one in tuple(held.get(None, _NONE).values()):
        spans = case.index.opens.get(one.role, _NONE).get(asset, ()) if one.role else ()
        if any(first <= case.on <= last for first, last in spans):
            yield one


def _wrong(case: Case, one: RightFacts) -> tuple[int, Failure | None]:
    """How far a right comes (the further, the nearer to opening), and where it ends."""
    for step, test in enumerate((_stands, _covers, _runs, _free)):
        if (failure := test(case, one)) is not None:
            return step, failure
    return len(LIVE), None


def _free(case: Case, one: RightFacts) -> Failure | None:
    """Not frozen by itself, in an incident."""
    frozen = case.index.frozen_rights
    if len(frozen) == 0 or (number := frozen.get(one.id)) is None:
        return None
    words = _("The right %(right)s is frozen (%(number)s).")
    return Failure("right_frozen", words, {"right": one.number, "number": number})


def _stands(case: Case, one: RightFacts) -> Failure | None:
    del case
    said = {"number": one.number}
    if one.state in WAITING:
        return Failure("right_waiting", _("The right %(number)s still waits for approval."), said)
    if one.state not in LIVE:
        return Failure("right_removed", _("The right %(number)s is being removed."), said,
                       advice="request")  # fmt: skip
    return None


def _covers(case: Case, one: RightFacts) -> Failure | None:
    said = {"number": one.number, "purpose": one.purpose}
    if case.action not in one.actions:
        words = _("The right %(number)s does not cover this action.")
        return Failure("action_not_covered", words, said, advice="request")
    purpose = case.signals.purpose
    if purpose and one.purpose and purpose != one.purpose:
        words = _("The right %(number)s was given for another purpose: %(purpose)s.")
        return Failure("purpose", words, said, advice="request")
    return None


def _runs(case: Case, one: RightFacts) -> Failure | None:
    if case.on < one.opens:
        words = _("The right %(number)s begins on %(day)s.")
        return Failure("right_not_begun", words, {"number": one.number, "day": iso(one.opens)})
    if one.ends < case.on:
        words = _("The right %(number)s ended on %(day)s.")
        return Failure("right_ended", words, {"number": one.number, "day": iso(one.ends)},
                       advice="request")  # fmt: skip
    if one.review < case.on:
        words = _("The right %(number)s had to be reviewed by %(day)s.")
        return Failure("review_overdue", words, {"number": one.number, "day": iso(one.review)})
    return None
