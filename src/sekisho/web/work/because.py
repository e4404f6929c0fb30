"""Which sentence of the policy causes a task: the first clause with a confirmed duty of its obligation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language

from sekisho.domains.documents.binding import Binding
from sekisho.domains.documents.version import policy_in_force_or_draft
from sekisho.obligations.obligation import obligations
from sekisho.web.work.links import address_of

QUOTED = 60


@dataclass(frozen=True, slots=True)
class Cause:
    """A clause as a task quotes it."""

    number: str
    quote: str
    href: str = ""


def causes(codes: Iterable[str], on: date) -> dict[str, Cause]:
    """The clause behind each obligation of ``codes``, in two queries."""
    version = policy_in_force_or_draft(on)
    wanted = [obligations[code] for code in codes if code in obligations]
    if version is None or not wanted:
        return {}
    duties = {duty for one in wanted for duty in one.duties}
    rows = Binding.objects.confirmed(on).filter(clause__version=version, duty__in=duties)
    found: dict[str, Cause] = {}
    for binding in rows.select_related("clause").order_by("clause__position", "clause_id"):
        found.setdefault(binding.duty, _of(binding))
    return {
        one.code: cause
        for one in wanted
        if (cause := next((found[d] for d in one.duties if d in found), None))
    }


def cause_of(duty: str, on: date) -> Cause | None:
    """The clause of our own policy that a duty of the catalogue is bound to."""
    version = policy_in_force_or_draft(on)
    if version is None:
        return None
    rows = Binding.objects.confirmed(on).filter(clause__version=version, duty=duty)
    binding = rows.select_related("clause").order_by("clause__position", "clause_id").first()
    return _of(binding) if binding else None


def _of(binding: Binding) -> Cause:
    clause = binding.clause
    english = get_language() == "en" and clause.text_en
    return _cause(clause.number, clause.text_en if english else clause.text)


def _cause(number: str, text: str) -> Cause:
    words = " ".join(text.split())
    quote = words if len(words) <= QUOTED else words[: QUOTED - 1] + "…"
    return Cause(number, quote, address_of("clause", number=number))
