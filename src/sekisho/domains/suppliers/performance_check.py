"""Whether a contract is kept (履行): reports of the supplier, inspections and audits of ours."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class CheckKind(models.TextChoices):
    REPORT = "report", _("Report of the supplier")
    INSPECTION = "inspection", _("Inspection by us")
    AUDIT = "audit", _("Audit on site")


class Kept(models.TextChoices):
    KEPT = "kept", _("Kept")
    PARTLY = "partly", _("Kept in part")
    NOT_KEPT = "not_kept", _("Not kept")


class Checks(Records):
    def by(self, on: date) -> Self:
        return self.present().filter(checked_on__lte=on)


class PerformanceCheck(Record):
    engagement = models.ForeignKey(
        "suppliers.Engagement", models.PROTECT, related_name="checks", verbose_name=_("engagement")
    )
    kind = models.CharField(_("how it was looked at"), max_length=10, choices=CheckKind)
    checked_on = models.DateField(_("looked at on"))
    checked_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="performance_checks", verbose_name=_("looked at by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    result = models.CharField(_("result"), max_length=8, choices=Kept)
    found = models.TextField(
        _("what was seen"), help_text=_("Services, handling of our information, incidents, people.")
    )
    action = models.TextField(_("improvement asked for"), blank=True)

    objects: ClassVar[Any] = Checks.as_manager()

    class Meta:
        verbose_name = _("check of performance")

    def __str__(self) -> str:
        return f"{self.checked_on} {self.get_kind_display()}"


@register
class PerformanceChecks(Register[PerformanceCheck]):
    name = "performance_checks"
    title = _("Checks of suppliers' performance")
    singular = _("check of performance")
    about = _("Yearly reports, inspections and audits: whether suppliers keep what was agreed.")
    model = PerformanceCheck
    key = ("engagement", "checked_on", "kind")
    label_with = ("engagement__party",)
    columns = ("engagement", "checked_on", "kind", "result", "found", "checked_by")
    filters = ("engagement", "kind", "result", "checked_on", "checked_by")
    search = ("found", "action", "engagement__title", "engagement__party__name")
    order = ("-checked_on", "id")
    place = "supplier"  # found from the page of its supplier, not in the menu
    unit_path = "engagement__unit"
    person_path = "engagement__owner"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "checked_on": ("監査日", "点検日", "報告日"),
        "result": ("判定", "結果"),
        "found": ("確認内容",),
    }
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "auditor", "admin", "operator"),
        add=(*WRITERS, "employee:own"), change=(*WRITERS, "employee:own"), withdraw=KEEPERS,
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: PerformanceCheck | None, act: Act) -> None:
        if record is None:
            values["checked_by"] = values["checked_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: PerformanceCheck | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        if values["checked_on"] > act.on:
            yield "checked_on", _("This day has not come yet.")
        if values["result"] != Kept.KEPT and not values["action"]:
            yield "action", _("Please write what is to be improved.")
