"""Figures that stay of a drill when what single people did is deleted; risk assessment may read them."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class Scope(models.TextChoices):
    WHOLE = "whole", _("Everybody taking part")
    UNIT = "unit", _("One unit")
    SMALL = "small", _("Smaller units together")


class DrillResult(Record):
    """One line of figures. ``minutes``: median from delivery to report."""

    drill = models.ForeignKey(
        "education.Drill", models.PROTECT, related_name="results", verbose_name=_("drill")
    )
    scope = models.CharField(_("of whom"), max_length=5, choices=Scope)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="drill_results",
        verbose_name=_("unit"),
    )  # fmt: skip
    sent = models.PositiveIntegerField(_("mails delivered"))
    reported = models.PositiveIntegerField(_("reports"))
    minutes = models.PositiveIntegerField(_("median minutes to report"), null=True, blank=True)
    before = models.PositiveIntegerField(_("reports before the first click"))
    opened = models.PositiveIntegerField(_("opened, not confirmed"))
    clicked = models.PositiveIntegerField(_("confirmed clicks"))
    submitted = models.PositiveIntegerField(_("entered something"))
    scanned = models.PositiveIntegerField(_("fetches by scanners, left out"))

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("result of a drill")
        constraints = (
            models.UniqueConstraint(fields=("drill", "scope", "unit"), name="drill_result_once"),
        )

    def __str__(self) -> str:
        return f"{self.drill} {self.unit or self.get_scope_display()}"


@register
class DrillResults(Register[DrillResult]):
    name = "drill_results"
    title = _("Results of drills")
    singular = _("result of a drill")
    about = _("Reports, their speed and clicks of each drill, per unit; nobody by name.")
    model = DrillResult
    key = ("drill", "scope", "unit")
    label_with = ("drill", "unit")
    headers = {
        "sent": ("配信数", "到達"), "reported": ("報告数",), "minutes": ("報告までの時間",),
        "clicked": ("クリック数", "クリック/添付実行"), "opened": ("開封",), "submitted": ("入力",),
    }  # fmt: skip
    columns = ("drill", "scope", "unit", "sent", "reported", "minutes", "before", "clicked", "submitted",
               "scanned")  # fmt: skip
    filters = ("drill", "scope", "unit")
    order = ("-drill__number", "scope", "unit__outline")
    unit_path = "unit"
    views = (View(_("Everybody taking part"), {"scope": Scope.WHOLE}),)
    withdrawable = False
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit"),
        add=("engine",),
        change=("engine",),
    )
