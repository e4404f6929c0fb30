"""Which rules come first: the stricter ones on personal information, shown where a clause touches it."""

from datetime import date

from sekisho.domains.documents.document import Kind
from sekisho.domains.documents.models import Binding, Clause, Document
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.request import Request

PERSONAL = ("O014", "O015", "O016")
"""The duties about personal information."""


def comes_first(request: Request, clause: Clause, on: date) -> Document | None:
    """The rules on personal information in force that go before ``clause`` and say so; else None."""
    if clause.version.document.kind == Kind.PERSONAL:
        return None
    touched = Binding.objects.confirmed(on).filter(clause=clause, duty__in=PERSONAL)
    if not touched.exists():
        return None
    seen = guard.visible(request.actor, registry["documents"], request.act().on)
    rules = seen.of_kind(Kind.PERSONAL).in_force(on).exclude(precedence="")
    found: Document | None = rules.order_by("code").first()
    return found
