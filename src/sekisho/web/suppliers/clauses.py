"""The required terms on the page of a contract: one line for each, checked in one go."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sekisho.domains.suppliers.contract_clause import Outcome, required
from sekisho.domains.suppliers.models import Contract, ContractClause, Engagement
from sekisho.packs.questionnaires import clauses
from sekisho.registers.commands import write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request

NAME = "contract_clauses"
SEALS = {"present": "kept", "gap": "not_kept", "accepted": "at_risk", "": "unknown"}


@panel("contracts", "web/suppliers/clauses.html")
def beside(request: Request, contract: Contract) -> dict[str, Any] | None:
    """Shown for contracts under which work is entrusted."""
    work = list(Engagement.objects.present().filter(contract=contract))
    if not work and contract.kind not in {"outsourcing", "terms"}:
        return None
    if not allowed(request, "read", registry[NAME]):
        return None
    needed = {one.code for each in work for one in required(each)}
    needed = needed or {one.code for one in clauses().values() if not one.only}
    return {
        "contract": contract,
        "terms": lines(contract, needed),
        "outcomes": Outcome.choices,
        "may": allowed(request, "change", registry["contracts"], contract),
    }


def lines(contract: Contract, needed: set[str]) -> list[dict[str, Any]]:
    """Every term with how it stands; what is not needed here only if somebody looked at it."""
    rows = ContractClause.objects.present().filter(contract=contract)
    found = {row.clause: row for row in rows.select_related("risk")}
    tongue = get_language() or "ja"
    return [
        {
            "code": one.code, "title": one.title.said(tongue), "look": one.look.said(tongue),
            "source": one.source.said(tongue), "row": found.get(one.code),
            "seal": SEALS[found[one.code].outcome if one.code in found else ""],
        }
        for one in clauses().values()
        if one.code in needed or one.code in found
    ]  # fmt: skip


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    here = cast("Request", request)
    contract = record_or_404(here, registry["contracts"], str(pk))
    found = {row.clause: row for row in ContractClause.objects.filter(contract=contract)}
    rows, codes = [], []
    for code in clauses():
        said = {
            name: here.POST.get(f"{code}-{name}", "").strip()
            for name in ("outcome", "article", "gap", "risk")
        }
        if said["outcome"]:
            rows.append(Line(said | {"contract": contract.pk, "clause": code}, found.get(code)))
            codes.append(code)
    try:
        write_many(registry[NAME], here.act(), rows)
    except Invalid as invalid:
        for index, problems in getattr(invalid, "lines", {}).items():
            title = clauses()[codes[index]].title.said(get_language() or "ja")
            for texts in problems.values():
                for text in texts:
                    messages.error(here, f"{title}: {text}")
    else:
        messages.success(here, _("The check of the terms was saved."))
    return redirect("record", name="contracts", key=contract.number)
