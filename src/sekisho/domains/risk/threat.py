"""The catalogue of threats an assessment goes through, so that none is forgotten."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class ThreatKind(models.TextChoices):
    DELIBERATE = "deliberate", _("Deliberate, from outside")
    INSIDE = "inside", _("Deliberate, from inside")
    ERROR = "error", _("Mistake or omission")
    FAILURE = "failure", _("Failure of equipment or service")
    NATURE = "nature", _("Disaster and surroundings")


class Aspect(models.TextChoices):
    CONFIDENTIALITY = "c", _("Confidentiality")
    INTEGRITY = "i", _("Integrity")
    AVAILABILITY = "a", _("Availability")


class RiskThreat(Record):
    code = models.CharField(_("code of the threat"), max_length=16, unique=True)
    title = models.CharField(_("threat"), max_length=160)
    kind = models.CharField(_("kind of threat"), max_length=10, choices=ThreatKind)
    aspects = SetField(_("what it harms"), choices=Aspect.choices)
    weaknesses = models.TextField(
        _("usual vulnerabilities"), blank=True, help_text=_("One a line.")
    )
    measures = models.TextField(_("usual measures"), blank=True, help_text=_("One a line."))

    class Meta:
        verbose_name = _("threat of the catalogue")

    def __str__(self) -> str:
        return self.title


@register
class RiskThreatRegister(Register[RiskThreat]):
    name = "risk_threats"
    title = _("Catalogue of threats")
    singular = _("threat of the catalogue")
    about = _("What can happen to information: gone through in every risk assessment.")
    model = RiskThreat
    key = ("code",)
    handles = ("code", "title")
    open_labels = True
    columns = ("code", "title", "kind", "aspects")
    filters = ("kind", "aspects")
    search = ("code", "title", "weaknesses", "measures")
    order = ("code",)
    place = "improve"
    headers: ClassVar[dict[str, tuple[str, ...]]] = {"title": ("脅威",), "weaknesses": ("脆弱性",)}
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin", "operator"),
        add=("chair", "committee", "admin", "operator"),
        change=("chair", "committee", "admin"),
        withdraw=("chair",),
    )
