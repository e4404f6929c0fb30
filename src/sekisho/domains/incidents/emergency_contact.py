"""Whom to call in an emergency outside the house: the numbers that stand in the offline kit."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone


class Whom(models.TextChoices):
    """What the one called is for."""

    POLICE = "police", _("Police")
    COMMISSION = "commission", _("Personal Information Protection Commission")
    JPCERT = "jpcert", _("JPCERT/CC")
    IPA = "ipa", _("IPA")
    FORENSICS = "forensics", _("Forensic examiner")
    LAWYER = "lawyer", _("Lawyer")
    INSURER = "insurer", _("Insurer")
    CARDS = "cards", _("Card brands and acquirer")
    MINISTRY = "ministry", _("Ministry in charge of the industry")
    PROVIDER = "provider", _("Internet or cloud provider")
    SUPPLIER = "supplier", _("Supplier who looks after our systems")
    BUILDING = "building", _("Building management and security guards")
    OTHER = "other", _("Others")


LEAST = (Whom.POLICE, Whom.COMMISSION, Whom.JPCERT, Whom.INSURER)
"""Without these a kit is not whole (auditor's practice; a company without insurance says so)."""


class EmergencyContact(Record):
    """One number to call; looked up by the company itself, for numbers change."""

    whom = models.CharField(_("for"), max_length=10, choices=Whom)
    name = models.CharField(_("whom to call"), max_length=120)
    phone = models.CharField(
        _("telephone"), max_length=60, blank=True, help_text=_("“None” if there is nobody to call.")
    )
    other_way = models.CharField(
        _("other ways (mail, address of a form)"), max_length=200, blank=True
    )
    hours = models.CharField(_("when they can be reached"), max_length=120, blank=True)
    reference = models.CharField(_("number of our contract"), max_length=80, blank=True)
    when = models.CharField(_("when to call"), max_length=200, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("emergency contact")
        constraints = (
            models.UniqueConstraint(fields=("whom", "name"), name="emergency_contact_once"),
        )

    def __str__(self) -> str:
        return self.name


@register
class EmergencyContacts(Register[EmergencyContact]):
    name = "emergency_contacts"
    title = _("Emergency contacts")
    singular = _("emergency contact")
    about = _("Whom to call outside in an emergency; printed in the kit for when nothing works.")
    model = EmergencyContact
    key = ("whom", "name")
    handles = ("name",)
    columns = ("whom", "name", "phone", "other_way", "hours", "reference")
    filters = ("whom",)
    search = ("name", "phone", "other_way")
    order = ("whom", "name")
    place = "incidents"
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=(*LEADERS, "admin"),
    )
