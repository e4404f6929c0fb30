"""The company's own closed days; the calendar that due dates are reckoned by follows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers import calendar
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone


class ClosedDay(Record):
    """One day on which the company does not work, besides weekends and national holidays."""

    day = models.DateField(_("day closed"), db_index=True)
    name = models.CharField(
        _("name of the day"), max_length=60, help_text=_("Example: summer holidays.")
    )

    class Meta:
        verbose_name = _("company holiday")

    def __str__(self) -> str:
        return f"{self.day.isoformat()} {self.name}"


@register
class ClosedDayRegister(Register[ClosedDay]):
    name = "closed_days"
    title = _("Company holidays")
    singular = _("company holiday")
    about = _(
        "Days the company is closed besides weekends and national holidays; due dates skip them."
    )
    model = ClosedDay
    key = ("day",)
    columns = ("day", "name")
    filters = ("day",)
    search = ("name",)
    order = ("day",)
    place = "settings"
    rights = Rights(
        read=everyone("operator"),
        add=("admin", "chair", "operator"),
        change=("admin", "chair", "operator"),
        withdraw=("admin", "chair", *LEADERS[:1]),
    )

    def check(self, values: Mapping[str, Any], record: ClosedDay | None, act: Act) -> Any:
        del record, act
        day = values["day"]
        if day is not None and not calendar.FIRST <= day <= calendar.LAST:
            told = {"first": calendar.FIRST.year, "last": calendar.LAST.year}
            yield "day", _("Please give a day from %(first)s to %(last)s.") % told

    def settle(self, records: Sequence[ClosedDay], act: Act) -> None:
        """Reckon the calendar anew with the days as they now are. Raises Invalid for a day twice."""
        del act
        gone = {record.pk for record in records if record.withdrawn_at}
        rows = list(ClosedDay.objects.present().exclude(pk__in=gone).values_list("day", "name"))
        days = dict(rows)
        if len(days) != len(rows):
            raise Invalid({"day": [_("This day is registered already.")]})
        calendar.rebuild(days)
