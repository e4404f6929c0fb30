"""The lists that rules of handling are written in: places, ways to carry, what one may want to do."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Place(models.TextChoices):
    """Kinds of place information is kept in."""

    SERVER = "server", _("Server run by the company")
    CLOUD = "cloud", _("Approved cloud service")
    OFFICE_PC = "office_pc", _("Company PC")
    DEVICE = "device", _("Encrypted company device or medium")
    SAFE = "safe", _("A safe")
    CABINET = "cabinet", _("Locked cabinet")
    ROOM = "room", _("Locked room")
    ARCHIVE = "archive", _("External archive under contract")
    OPEN = "open", _("Open shelf or desk")
    PRIVATE = "private", _("Private device or private service")


class Backup(models.TextChoices):
    """What a class asks of backups on a medium."""

    REQUIRED = "required", _("Required, kept as safely as the original")
    ENCRYPTED = "encrypted", _("Required, and encrypted")
    OPTIONAL = "optional", _("Optional")
    FORBIDDEN = "forbidden", _("No copies")


class Carriage(models.TextChoices):
    """Ways to take information out or move it."""

    DEVICE = "device", _("Encrypted company device")
    MEDIUM = "medium", _("Encrypted removable medium")
    PLAIN_MEDIUM = "plain_medium", _("Removable medium without encryption")
    HAND = "hand", _("By hand in a sealed case")
    COURIER = "courier", _("Security courier or tracked post")
    POST = "post", _("Ordinary post or parcel")
    SHARE = "share", _("Share restricted to named receivers")
    MAIL = "mail", _("Mail without encryption")


class Use(models.TextChoices):
    """What an employee may want to do with information."""

    MAIL = "mail", pgettext_lazy("may I", "Send by mail")
    CHAT = "chat", _("Send by chat")
    CARRY = "carry", _("Take out of the office")
    COPY = "copy", _("Copy")
    PRINT = "print", _("Print on paper")
    AI = "ai", _("Put into generative AI")
    CLOUD = "cloud", _("Put into a cloud service")
    PRIVATE = "private", _("Keep on a private device")
    USB = "usb", _("Keep on a USB stick")
    DISCLOSE = "disclose", _("Disclose outside the company")
    DISPOSE = "dispose", _("Throw away or erase")


class Verdict(models.TextChoices):
    YES = "yes", pgettext_lazy("may I", "Yes")
    IF = "if", pgettext_lazy("may I", "With conditions")
    NO = "no", pgettext_lazy("may I", "No")


def sole(code: str) -> str:
    """How a set field stores ``code``, for a search in it."""
    return f",{code},"
