"""Links by which people without an account report: what for, where it hangs, until when.

The link itself is a capability (``registers.links``) whose token is shown once; this is its record, by
which it is found again, counted and ended.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers import links
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

PURPOSE = "report"
LONGEST = timedelta(days=400)


class State(models.TextChoices):
    OPEN = "open", _("In use")
    ENDED = "ended", _("Ended")


LIFE = Workflow(
    State,
    State.OPEN,
    (Move("end", State.OPEN, State.ENDED, _("End the link"), asks=("remark",), danger=True),),
)


class ReportLink(Record):
    """One link, perhaps printed as a QR code. ``unit``: whose manager is told of its reports."""

    name = models.CharField(
        _("where it is used"), max_length=80, unique=True,
        help_text=_("Such as: reception desk, factory entrance, one supplier."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="report_links",
        verbose_name=_("unit told of its reports"),
    )  # fmt: skip
    ends_on = models.DateField(_("last day of the link"))
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.OPEN)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("report link")

    def __str__(self) -> str:
        return self.name


@register
class ReportLinks(Register[ReportLink]):
    name = "report_links"
    title = _("Links for reports without an account")
    singular = _("report link")
    about = _("Who has no account reports by one of these links, also printed as a QR code.")
    model = ReportLink
    key = ("name",)
    label_with = ("unit",)
    columns = ("name", "unit", "ends_on", "state")
    filters = ("unit", "state", "ends_on")
    search = ("name",)
    order = ("name",)
    unit_path = "unit"
    place = "incidents"
    life: ClassVar[Workflow] = LIFE
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
        moves={"end": (*LEADERS, "admin", "manager:unit")},
    )

    def check(
        self, values: Mapping[str, Any], record: ReportLink | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if record is not None and record.ends_on == values["ends_on"]:
            return
        if not act.on <= values["ends_on"] <= act.on + LONGEST:
            yield "ends_on", _("From today to %(days)s days from now.") % {"days": LONGEST.days}

    def settle(self, records: Sequence[ReportLink], act: Act) -> None:
        """A link that is ended or withdrawn opens nothing from this moment on."""
        for record in records:
            if record.withdrawn_at or record.state == State.ENDED:
                links.revoke((self.name, record.pk), act.at, PURPOSE)
