"""Campaigns: everyone in scope is asked to read a version and to acknowledge it."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.version import Version
from sekisho.domains.documents.words import READERS, WRITERS, Bound, Topic
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class Campaigns(Records):
    def started(self, on: date) -> Self:
        return self.present().filter(starts_on__lte=on)


class Campaign(Record):
    """One request to acknowledge a version (同意の依頼); late joiners count from their start."""

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="campaigns", verbose_name=_("version")
    )
    title = models.CharField(_("title"), max_length=200)
    starts_on = models.DateField(_("starts on"))
    due_days = models.PositiveSmallIntegerField(
        _("days to answer"), default=14, help_text=_("From the start, or from joining if later.")
    )
    audience = SetField(
        _("people asked"), choices=Bound.choices, default=tuple(Bound.values),
        help_text=_("Empty means everyone, contractors under our control too."),
    )  # fmt: skip
    sections = SetField(
        _("sections of the manual"), choices=Topic.choices,
        help_text=_("Topics acknowledged together with it, by those whom the section binds."),
    )  # fmt: skip
    minutes = models.PositiveSmallIntegerField(_("minutes to read"), default=10)

    objects: ClassVar[Any] = Campaigns.as_manager()

    class Meta:
        verbose_name = _("request to acknowledge")

    def __str__(self) -> str:
        return self.title

    def due_on(self, joined_on: date) -> date:
        """The last day for somebody who joined on ``joined_on``."""
        return max(self.starts_on, joined_on) + timedelta(days=self.due_days)


@register
class CampaignRegister(Register[Campaign]):
    name = "campaigns"
    title = _("Requests to acknowledge")
    singular = _("request to acknowledge")
    about = _("Who is asked to acknowledge which version, with which sections, until when.")
    model = Campaign
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=LEADERS)
    key = ("version", "title")
    columns = ("title", "version", "starts_on", "due_days", "audience", "sections", "minutes")
    filters = ("version", "audience", "starts_on")
    search = ("title", "version__document__title")
    order = ("-starts_on",)
    unit_path = "version__document__unit"
    place = "policy"
