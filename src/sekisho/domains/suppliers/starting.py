"""What keeps an engagement from starting: each thing that is missing, in words that say what to do."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.contract import Contract
from sekisho.domains.suppliers.contract_clause import missing_clauses
from sekisho.domains.suppliers.engagement import Engagement
from sekisho.registers.errors import Text

Reason = tuple[str, Text]


def hindrances(engagement: Engagement, on: date) -> Iterator[Reason]:
    """Everything that is missing; an accepted risk stands in for all but what nobody has said."""
    if engagement.tier is None:
        yield (
            "tier_unknown",
            _("Class and personal data are not entered: nobody knows what to ask."),
        )
    if accepted(engagement, on):
        return
    yield from _contract(engagement, on)
    yield from _assessment(engagement, on)


def accepted(engagement: Engagement, on: date) -> bool:
    """Whether somebody who may accepted the risk, for a time that includes ``on``."""
    found = Engagement.objects.filter(
        pk=engagement.pk, risk__withdrawn_at=None, risk__ended_on=None
    )
    return bool(
        found.filter(
            risk__state="accepted", risk__starts_on__lte=on, risk__ends_on__gte=on
        ).exists()
    )


def _contract(engagement: Engagement, on: date) -> Iterator[Reason]:
    if engagement.contract_id is None:
        yield "no_contract", _("No contract is named. Please register it and name it here.")
        return
    rows = Contract.objects.signed(on).filter(pk=engagement.contract_id)
    if not rows.filter(Q(ends_on=None) | Q(ends_on__gte=on)).exists():
        yield "contract_open", _("The contract is not concluded, or its term is over.")
    lacking = missing_clauses(engagement, on)
    if lacking:
        words = _("Terms of the contract that are missing or not checked: %(terms)s.")
        yield "clauses", words % {"terms": _(", ").join(lacking)}


def _assessment(engagement: Engagement, on: date) -> Iterator[Reason]:
    if Assessment.objects.approving(on).filter(engagement=engagement.pk).exists():
        return
    yield "not_assessed", _("No approved assessment of its measures is in force.")
