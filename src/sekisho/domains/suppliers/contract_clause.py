"""Terms a contract must hold: for each, whether it is there, what is missing, and who accepted that.

Standard terms of a provider (約款) that nobody can change are compared in the same way; what is
missing there is accepted as a risk, or the work is not entrusted.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.engagement import Engagement
from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.packs.questionnaires import Clause, clauses
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Outcome(models.TextChoices):
    PRESENT = "present", _("In the contract")
    GAP = "gap", _("Missing or not enough")
    ACCEPTED = "accepted", _("Missing, accepted as a risk")


def _said(code: str) -> str:
    return clauses()[code].title.said(get_language() or "en")


_title: Any = lazy(_said, str)
CHOICES = tuple((code, _title(code)) for code in clauses())


class ClauseRows(Records):
    def settled(self, on: date) -> Self:
        """Terms that are there, or whose absence was accepted for a time that includes ``on``."""
        risk = Q(
            outcome=Outcome.ACCEPTED, risk__state="accepted", risk__starts_on__lte=on,
            risk__ends_on__gte=on, risk__withdrawn_at=None,
        )  # fmt: skip
        there = Q(outcome=Outcome.PRESENT)
        return self.present().filter(there | risk, checked_on__lte=on)


class ContractClause(Record):
    """How one required term stands in one contract."""

    contract = models.ForeignKey(
        "suppliers.Contract", models.PROTECT, related_name="clauses", verbose_name=_("contract")
    )
    clause = models.CharField(_("required term"), max_length=16, choices=CHOICES)
    outcome = models.CharField(_("how it stands"), max_length=8, choices=Outcome)
    article = models.CharField(
        _("clause of the contract"),
        max_length=60,
        blank=True,
        help_text=_("Such as article 9 (2)."),
    )
    gap = models.TextField(_("what is missing"), blank=True)
    risk = models.ForeignKey(
        "risk.RiskAcceptance", models.PROTECT, null=True, blank=True, related_name="clauses",
        verbose_name=_("accepted risk"),
    )  # fmt: skip
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="clauses_checked",
        verbose_name=_("checked by"),
    )  # fmt: skip

    objects: ClassVar[Any] = ClauseRows.as_manager()

    class Meta:
        verbose_name = _("check of a contract term")
        constraints = (
            models.UniqueConstraint(fields=("contract", "clause"), name="contract_clause_once"),
        )

    def __str__(self) -> str:
        return f"{self.contract} {self.get_clause_display()}"


@register
class ContractClauses(Register[ContractClause]):
    name = "contract_clauses"
    title = _("Checks of contract terms")
    singular = _("check of a contract term")
    about = _(
        "Required terms of contracts with suppliers: present, missing, or accepted as a risk."
    )
    model = ContractClause
    key = ("contract", "clause")
    label_with = ("contract",)
    columns = ("contract", "clause", "outcome", "article", "gap", "checked_on")
    filters = ("contract", "clause", "outcome", "checked_on")
    search = ("article", "gap", "contract__title", "contract__number")
    order = ("contract", "clause", "id")
    place = "supplier"  # found from the page of its supplier, not in the menu
    unit_path = "contract__unit"
    views = (View(_("Missing"), {"outcome": "gap"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "clause": ("条項", "必須条項"),
        "article": ("条番号", "条項番号"),
        "outcome": ("確認結果", "有無"),
        "gap": ("不足", "不足内容"),
    }
    rights = Rights(
        read=(*LEADERS, "manager:unit", "auditor", "admin", "operator"),
        add=WRITERS, change=WRITERS, withdraw=KEEPERS,
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: ContractClause | None, act: Act) -> None:
        if record is None or record.outcome != values["outcome"]:
            values["checked_on"] = values["checked_on"] or act.on
            values["checked_by"] = values["checked_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: ContractClause | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        if values["outcome"] == Outcome.PRESENT and not values["article"]:
            yield "article", _("Please give the number of the clause in the contract.")
        if values["outcome"] == Outcome.GAP and not values["gap"]:
            yield "gap", _("Please write what is missing.")
        if values["outcome"] == Outcome.ACCEPTED and not values["risk"]:
            yield "risk", _("Please name the risk acceptance. It is requested and approved first.")
        if values["checked_on"] and values["checked_on"] > act.on:
            yield "checked_on", _("This day has not come yet.")


def required(engagement: Engagement) -> list[Clause]:
    """The terms that the contract of ``engagement`` must hold."""
    personal = bool(set(engagement.personal) - {"no"})
    return [one for one in clauses().values() if not one.only or personal]


def missing_clauses(engagement: Engagement, on: date) -> list[str]:
    """Titles of required terms that are neither there nor accepted as missing."""
    rows = ContractClause.objects.settled(on).filter(contract=engagement.contract_id)
    there = set(rows.values_list("clause", flat=True))
    return [_said(one.code) for one in required(engagement) if one.code not in there]
