"""The lists people choose from when they speak about access."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Action(models.TextChoices):
    """What a right lets its holder do with the information."""

    READ = "read", _("Read")
    WRITE = "write", _("Write")
    COPY = "copy", _("Copy")
    PRINT = "print", _("Print")
    SEND = "send", _("Send")
    EXPORT = "export", _("Export")
    ADMINISTER = "administer", _("Administer")


class Basis(models.TextChoices):
    """Why there is a right. The last three came before their approval."""

    REQUEST = "request", _("Request")
    POST = "post", _("Post held")
    BIRTHRIGHT = "birthright", _("Standard role")
    EMERGENCY = "emergency", _("Emergency")
    CARRIED_OVER = "carried_over", _("Carried over from an earlier list")
    FOUND = "found", _("Found in the system")


TIED = (Basis.POST, Basis.BIRTHRIGHT)
"""They live as long as the post: renewed together at the review (no date of their own)."""


class Cause(models.TextChoices):
    """Why a right is to be removed."""

    LEAVER = "leaver", _("Left the company")
    MOVER = "mover", _("Moved to another unit")
    EXPIRED = "expired", _("Term over")
    UNUSED = "unused", _("Not used")
    REVIEW = "review", _("Decided in a review")
    UNNEEDED = "unneeded", _("No longer needed")
    UNAPPROVED = "unapproved", _("Not approved")
    INCIDENT = "incident", _("Decided in an incident")


class AccountKind(models.TextChoices):
    """Whose account it is; unknown: nobody has said yet."""

    PERSON = "person", _("Personal")
    SHARED = "shared", _("Shared")
    SERVICE = "service", _("Service")
    UNKNOWN = "unknown", _("Unknown")
