"""What company policies say of one access: those that forbid it, and those that cannot be decided."""

from collections.abc import Iterable, Iterator

from sekisho.checkpoint.cedar.deciding import Asked
from sekisho.checkpoint.cedar.meaning import Entities
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.company.facts import asset_of, context_of, person_of
from sekisho.checkpoint.company.force import Forbidden, Standing
from sekisho.checkpoint.company.vocabulary import ASSET
from sekisho.checkpoint.rules.case import Case, Failure


def forbidding(
    policies: Iterable[Standing], about: str, asked: Asked, entities: Entities
) -> Iterator[Forbidden]:
    """Each policy about ``about`` that applies to what is asked. One that errs forbids."""
    for one in policies:
        if one.book is None:
            yield Forbidden(one, None)
            continue
        outcome = one.book.policies.answer(asked, entities)
        found = [(policy, False) for policy in outcome.because]
        found += [(policy, True) for policy, _why in outcome.errors]
        for policy, erred in sorted(found, key=lambda pair: pair[0].number):
            if one.book.about[policy.number] == about:
                yield Forbidden(one, policy, erred)


def of_case(case: Case, policies: Iterable[Standing]) -> Iterator[Forbidden]:
    policies = tuple(policies)
    grouped = any(one.book and one.book.units for one in policies)
    who, person = person_of(case.index, case.person, grouped=grouped)
    what, asset = asset_of(case.index, case.asset, grouped=grouped)
    asked = Asked(who, Uid("Action", case.action), what, context_of(case))
    return forbidding(policies, ASSET, asked, {who: person, what: asset})


def failures(case: Case) -> list[Failure]:
    """Every policy in force that stands against it."""
    policies = case.index.policies
    if not policies:
        return []
    if case.forbidden is None or case.forbidden[0] != case.action:
        case.forbidden = case.action, [_failure(one) for one in of_case(case, policies)]
    found: list[Failure] = case.forbidden[1]
    if not found and any(one.book and one.book.hourly for one in policies):
        case.until_moment(case.now - case.now % 3600 + 3600)
    return found


def company(case: Case) -> Failure | None:
    return next(iter(failures(case)), None)


def _failure(one: Forbidden) -> Failure:
    said = {"name": one.standing.name, "policy": one.standing.number, "said": one.said()}
    if advice := one.advice():
        said["advice"] = advice
    if one.policy is not None:
        said["id"] = one.policy.id
    code = "company_policy" if one.policy is not None and not one.erred else "policy_error"
    return Failure(code, one.words(), said, unknown=code == "policy_error", advice="policy")
