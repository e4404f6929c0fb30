"""Units that report nothing for long are asked: silence is no proof that nothing happens."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class SilenceCheck(Record):
    """The manager asked in the unit; this is the answer."""

    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="silence_checks", verbose_name=_("unit")
    )
    asked_on = models.DateField(_("asked in the unit on"), blank=True, help_text=_("Empty: today."))
    answer = models.TextField(
        _("answer of the unit"),
        help_text=_("Whom you asked, and what they told, also of near misses."),
    )

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("question about silence")
        constraints = (
            models.UniqueConstraint(fields=("unit", "asked_on"), name="silence_check_once"),
        )

    def __str__(self) -> str:
        return f"{self.unit} {self.asked_on}"


@register
class SilenceChecks(Register[SilenceCheck]):
    name = "silence_checks"
    title = _("Questions about silence")
    singular = _("question about silence")
    about = _("Units without a report for half a year are asked, and their answer is kept.")
    model = SilenceCheck
    key = ("unit", "asked_on")
    label_with = ("unit",)
    columns = ("unit", "asked_on", "answer")
    filters = ("unit", "asked_on")
    search = ("answer",)
    order = ("-asked_on", "unit")
    unit_path = "unit"
    place = "incidents"
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=LEADERS,
    )

    def prepare(self, values: dict[str, Any], record: SilenceCheck | None, act: Act) -> None:
        del record
        values["asked_on"] = values["asked_on"] or act.on

    def check(
        self, values: Mapping[str, Any], record: SilenceCheck | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["asked_on"] > act.on:
            yield "asked_on", _("This day has not come yet.")
