"""From when an obligation applies, its transition, its tolerance; and declared emptiness."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.obligations.obligation import obligations
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights

settings.declare(
    "obligations.started_on", None, _("Day the policy was put into operation"), type="date",
    source=_("Decided when the policy is put into operation."), group=_("Obligations"),
)  # fmt: skip
settings.declare(
    "obligations.grace_days", 30, _("Days of transition after the start"), unit=_("days"),
    source=_("Practice: nobody is late on the first day."), since=date(2026, 4, 1),
    most=365, group=_("Obligations"),
)  # fmt: skip


class Term(Record):
    """The company's terms for one obligation."""

    obligation = models.CharField(_("obligation"), max_length=40, unique=True)
    applies_from = models.DateField(_("applies from"), null=True, blank=True)
    transition_until = models.DateField(_("transition until"), null=True, blank=True)
    plan = models.TextField(
        _("transition plan"), blank=True, help_text=_("What will be done by when.")
    )
    tolerance = models.PositiveSmallIntegerField(
        _("tolerated share (%)"), default=0,
        help_text=_("Share of the population that may be overdue. A decision of the committee; normally 0."),
    )  # fmt: skip
    reason = models.TextField(_("reason of the decision"))

    class Meta:
        verbose_name = _("terms of application")

    def __str__(self) -> str:
        return self.obligation


@register
class TermRegister(Register[Term]):
    name = "terms"
    title = _("Terms of application")
    singular = _("terms of application")
    about = _("From when each item applies, its transition and its tolerance.")
    model = Term
    key = ("obligation",)
    columns = ("obligation", "applies_from", "transition_until", "tolerance")
    search = ("obligation", "plan")
    order = ("obligation",)
    place = "settings"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "operator"),
        add=("director", "chair", "operator"),
        change=("director", "chair", "operator"),
        withdraw=("director", "chair"),
    )

    def check(self, values: Any, record: Term | None, act: Act) -> Any:
        del record, act
        if values["obligation"] not in obligations:
            yield "obligation", _("There is no obligation of this code.")
        if values["tolerance"] > 20:
            yield "tolerance", _("From %(least)s to %(most)s.") % {"least": 0, "most": 20}
        if values["transition_until"] and not values["plan"]:
            yield "plan", _("A transition needs a plan.")


class Declaration(Record):
    """A person's word that there is nothing an obligation could be about."""

    obligation = models.CharField(_("obligation"), max_length=40)
    declared_on = models.DateField(_("declared on"))
    valid_until = models.DateField(_("valid until"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("declaration that there is none")

    def __str__(self) -> str:
        return self.obligation


@register
class DeclarationRegister(Register[Declaration]):
    name = "declarations"
    title = _("Declarations that there is none")
    singular = _("declaration that there is none")
    about = _("Where a population is empty, a person says so, for at most a year.")
    model = Declaration
    key = ("obligation", "declared_on")
    columns = ("obligation", "declared_on", "valid_until", "reason")
    search = ("obligation", "reason")
    order = ("obligation", "declared_on")
    place = "settings"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "operator"),
        add=("director", "chair", "committee", "operator"),
        withdraw=("director", "chair"),
    )

    def check(self, values: Any, record: Declaration | None, act: Act) -> Any:
        del record, act
        if values["obligation"] not in obligations:
            yield "obligation", _("There is no obligation of this code.")
        if values["valid_until"] > values["declared_on"] + timedelta(days=366):
            yield "valid_until", _("At most one year.")


@dataclass(frozen=True, slots=True)
class Terms:
    """What applies to one obligation on one day."""

    applies_from: date | None
    lenient_until: date | None
    tolerance: int
    declared_empty: bool


def terms(on: date) -> dict[str, Terms]:
    """The terms of every obligation on ``on``, in two queries."""
    own = {t.obligation: t for t in Term.objects.present()}
    valid = Declaration.objects.present().filter(declared_on__lte=on, valid_until__gte=on)
    empty = set(valid.values_list("obligation", flat=True))
    started = settings.value("obligations.started_on")
    grace = timedelta(days=settings.value("obligations.grace_days"))
    found = {}
    for one in obligations:
        term = own.get(one.code)
        start = (term.applies_from if term else None) or started
        until = (term.transition_until if term else None) or (start and start + grace)
        found[one.code] = Terms(start, until, term.tolerance if term else 0, one.code in empty)
    return found
