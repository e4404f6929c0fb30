"""Engagements (委託): what work is entrusted to whom, with which information, and how it ends."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.engagement_words import (
    Ending,
    EngagementState,
    Entrusted,
    Subcontracting,
    Tier,
)
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records

UNDERTAKEN = (EngagementState.RUNNING, EngagementState.ENDED, EngagementState.CLOSED)


class Engagements(Records):
    def running(self, on: date) -> Self:
        """Work that had begun by ``on`` and had not ended."""
        open_ = Q(ended_on=None) | Q(ended_on__gte=on)
        return self.present().filter(open_, state__in=UNDERTAKEN, started_on__lte=on)

    def ended(self, on: date) -> Self:
        return self.present().filter(state__in=UNDERTAKEN, ended_on__lt=on)


class Engagement(Record):
    """One work entrusted to one company. ``tier`` and ``assessed_until`` follow from other values."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, related_name="engagements", verbose_name=_("supplier")
    )
    title = models.CharField(_("work entrusted"), max_length=160)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="engagements",
        verbose_name=_("responsible unit"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="engagements",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="engagements", verbose_name=_("highest class handled"),
    )  # fmt: skip
    personal = SetField(_("personal data entrusted"), choices=Entrusted.choices)
    persons = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)
    enters = models.BooleanField(
        _("enters our systems"), null=True, blank=True,
        help_text=_("Connects to our systems or works in our rooms."),
    )  # fmt: skip
    vital = models.BooleanField(
        _("we could not do without"), null=True, blank=True,
        help_text=_("Would a stop delay our work more than can be borne?"),
    )  # fmt: skip
    tier = models.PositiveSmallIntegerField(
        _("tier"), choices=Tier, null=True, blank=True, editable=False
    )
    handover = models.CharField(
        _("way of handing over"), max_length=160, blank=True,
        help_text=_("How the information goes there and back."),
    )  # fmt: skip
    country = models.CharField(
        _("country where it is handled"), max_length=60, blank=True, help_text=_("Empty: Japan.")
    )
    subcontracting = models.CharField(
        _("sub-contracting"), max_length=9, choices=Subcontracting, blank=True
    )
    contract = models.ForeignKey(
        "suppliers.Contract", models.PROTECT, null=True, blank=True, related_name="engagements",
        verbose_name=_("contract"),
    )  # fmt: skip
    risk = models.ForeignKey(
        "risk.RiskAcceptance", models.PROTECT, null=True, blank=True, related_name="engagements",
        verbose_name=_("accepted risk"),
        help_text=_("Where something is missing and the risk was accepted instead."),
    )  # fmt: skip
    contact = models.CharField(
        _("supplier's person in charge"), max_length=120, blank=True,
        help_text=_("Questions, tasks and reminders go to this person."),
    )  # fmt: skip
    contact_email = models.EmailField(_("e-mail address of the person in charge"), blank=True)
    starts_on = models.DateField(_("planned start"))
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    started_on = models.DateField(_("started on"), null=True, blank=True)
    confirmed_on = models.DateField(_("entry confirmed on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ending = models.CharField(
        _("what became of the information"), max_length=9, choices=Ending, blank=True
    )
    returned_on = models.DateField(_("returned or destroyed on"), null=True, blank=True)
    return_proof = models.CharField(
        _("proof of return or destruction"), max_length=200, blank=True,
        help_text=_("Number or place of the certificate; attach the file."),
    )  # fmt: skip
    assessed_until = models.DateField(_("next assessment"), null=True, blank=True, editable=False)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=EngagementState, default=EngagementState.PLANNED
    )

    objects: ClassVar[Any] = Engagements.as_manager()

    class Meta:
        verbose_name = _("engagement")
        indexes = (models.Index(fields=("party", "state"), name="engagement_of"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
