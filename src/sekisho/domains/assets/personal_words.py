"""The lists that the personal data register is filled in with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Notice(models.TextChoices):
    """How the purpose was made known (APPI art. 21)."""

    PUBLISHED = "published", _("Published")
    NOTIFIED = "notified", _("Notified to the person")
    STATED = "stated", _("Stated in writing beforehand")
    EXEMPT = "exempt", _("Not needed (art. 21 (4))")


class Provision(models.TextChoices):
    """On what ground it goes to third parties (APPI art. 27 and 28)."""

    NONE = "no", _("Not provided")
    CONSENT = "consent", _("Consent of the person")
    LAW = "law", _("Law or ordinance")
    ENTRUSTMENT = "entrustment", _("Entrustment")
    JOINT_USE = "joint_use", _("Joint use")
    OPT_OUT = "opt_out", _("Opt-out")
    FOREIGN = "foreign", _("Third party in a foreign country")
