"""Words that several registers of documents share: whom a text binds, and what a section is about."""

from collections.abc import Iterable, Iterator
from re import compile as pattern

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.rights import LEADERS, everyone

DUTY = pattern(r"O\d{3}")
READERS = everyone("operator")
WRITERS = (*LEADERS, "operator")
APPROVERS = ("director", "deputy")


class Bound(models.TextChoices):
    """Kinds of people a text binds; the codes are those of a person's employment."""

    OFFICER = "officer", _("Officers")
    EMPLOYEE = "employee", _("Employees")
    TEMPORARY = "temporary", _("Fixed-term employees")
    PART_TIME = "part_time", _("Part-time workers")
    DISPATCHED = "dispatched", _("Dispatched workers")
    CONTRACTOR = "contractor", _("Contractors working under our control")


class SheetRole(models.TextChoices):
    """Roles that have a sheet of duties of their own; deputies read the director's, and so on."""

    EMPLOYEE = "employee", _("Everyone employed or sent to us")
    CONTRACTOR = "contractor", _("Contractors working under our control")
    MANAGER = "manager", _("Information security manager")
    COMMITTEE = "committee", _("Member of the committee")
    DIRECTOR = "director", _("Director in charge")
    ADMIN = "admin", _("System administrator")
    AUDITOR = "auditor", _("Auditor")


class Language(models.TextChoices):
    JAPANESE = "ja", _("Japanese")
    ENGLISH = "en", _("English")


class Topic(models.TextChoices):
    """What a section of the manual tells people to do."""

    INCIDENT = "incident", _("Responding to incidents")
    ACCESS = "access", _("Access rights")
    CLASSES = "classification", _("Classifying and labelling")
    STORAGE = "storage", _("Storing")
    TRANSPORT = "transport", _("Transport and taking out")
    DISPOSAL = "disposal", _("Disposal")
    DISCLOSURE = "disclosure", _("Disclosure outside")
    OUTSOURCING = "outsourcing", _("Outsourcing")
    CLOUD = "cloud", _("Cloud services")
    BACKUP = "backup", _("Backup and recovery")
    REMOTE = "remote", _("Working outside the office")
    PHYSICAL = "physical", _("Areas and entry")
    PERSONAL = "personal_information", _("Personal information")
    EDUCATION = "education", _("Education")
    OTHER = "other", _("Other topics")


NEEDED = (
    Topic.INCIDENT,
    Topic.ACCESS,
    Topic.DISPOSAL,
    Topic.TRANSPORT,
    Topic.OUTSOURCING,
    Topic.CLOUD,
)
"""Sections a management manual has unless the company says otherwise (duty O023)."""


def wrong_duties(field: str, duties: Iterable[str]) -> Iterator[tuple[str, Text]]:
    """A problem for each word that is not the number of a duty, such as O053."""
    for duty in duties:
        if not DUTY.fullmatch(duty):
            yield field, _("%(duty)s is no duty number; write it like O053.") % {"duty": duty}
