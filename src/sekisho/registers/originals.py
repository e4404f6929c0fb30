"""Originals: where the signed text is and how it was signed, for every record of an agreement.

Search by day, amount and counterparty follows from the register's own fields. Nothing here claims
that a record satisfies the Electronic Books Preservation Act, and a consent given in this system is
called a record of consent, never an electronic signature.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text


class Place(models.TextChoices):
    """Where the original is. ``FILE``: received as a file and kept as it was received."""

    PAPER = "paper", _("Original on paper")
    SERVICE = "e_contract", _("E-contract service")
    FILE = "file", _("File as received")
    HERE = "here", _("Record of consent in this system")


class Signing(models.TextChoices):
    SEAL = "seal", _("Name and seal")
    HAND = "hand", _("Signed by hand")
    PARTIES = "parties", _("Electronic signature of the parties")
    WITNESS = "witness", _("Electronic signature of the service as witness")
    UNSIGNED = "unsigned", _("Without signature (terms agreed by use or e-mail)")
    CONSENT = "consent", _("Record of consent")


ELECTRONIC = (Place.SERVICE, Place.FILE)
FIELDS = ("original", "kept_at", "signing", "signer", "document_id")


class Original(models.Model):
    """The facts about an original that a person can check against it."""

    original = models.CharField(
        _("where the original is"), max_length=10, blank=True, choices=Place
    )
    kept_at = models.CharField(
        _("place of keeping"), max_length=120, blank=True,
        help_text=_("Cabinet and binder, or the name of the e-contract service."),
    )  # fmt: skip
    signing = models.CharField(_("way of signing"), max_length=8, blank=True, choices=Signing)
    signer = models.CharField(
        _("authorised signer"), max_length=120, blank=True,
        help_text=_("Who signed, with the title that gave the authority."),
    )  # fmt: skip
    document_id = models.CharField(
        _("id in the e-contract service"), max_length=120, blank=True,
        help_text=_("Needed for originals in an e-contract service."),
    )  # fmt: skip

    class Meta:
        abstract = True


def located() -> models.Q:
    """Records of which the original can be found: place, way of signing, id where there is one."""
    said = ~models.Q(original="") & ~models.Q(signing="")
    somewhere = models.Q(original=Place.HERE) | ~models.Q(kept_at="")
    named = ~models.Q(original=Place.SERVICE) | ~models.Q(document_id="")
    return said & somewhere & named


def unfit(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """Facts about an original that contradict each other."""
    place, signing = values.get("original"), values.get("signing")
    if (place == Place.HERE) != (signing == Signing.CONSENT) and place and signing:
        yield "signing", _("A record of consent is kept in this system, and nothing else is.")
    if values.get("document_id") and place and place != Place.SERVICE:
        yield "document_id", _("Only originals in an e-contract service have such an id.")
