"""Take-outs and transports: who takes which information where, how, why, and until when."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.class_rules import TransportRule
from sekisho.domains.assets.handling_words import Carriage
from sekisho.domains.assets.takeout_life import LIFE, TakeoutState
from sekisho.domains.assets.words import Medium
from sekisho.registers.record import Record, Records


class TakeoutKind(models.TextChoices):
    TAKE_OUT = "take_out", _("Taken out and brought back")
    TRANSFER = "transfer", _("Moved to a receiver")


class TakeoutRows(Records):
    """The words rules speak about take-outs in."""

    def gone(self, on: date) -> "TakeoutRows":
        """Left the office on or before ``on``."""
        return self.present().filter(left_on__lte=on)

    def out(self, on: date) -> "TakeoutRows":
        """Still out on ``on``."""
        back = Q(returned_on=None) | Q(returned_on__gt=on)
        return self.gone(on).filter(back)

    def by_allowed_way(self) -> "TakeoutRows":
        """By a way that the take-out rule of the asset's class allows."""
        rule = TransportRule.objects.present().filter(
            classification=OuterRef("asset__classification"),
            methods__contains=Concat(Value(","), OuterRef("method"), Value(",")),
        )
        return self.filter(Exists(rule))


class Takeout(Record):
    """One asset on its way. Several assets are several lines with the same purpose."""

    number = models.CharField(_("permit number"), max_length=20, unique=True, editable=False)
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="takeouts", verbose_name=_("asset")
    )
    kind = models.CharField(
        _("kind of move"), max_length=8, choices=TakeoutKind, default=TakeoutKind.TAKE_OUT
    )
    what = models.CharField(
        _("what is taken"), max_length=200, blank=True,
        help_text=_("Which part, how many copies or media."),
    )  # fmt: skip
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    serial = models.CharField(_("serial or device number"), max_length=80, blank=True)
    requested_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="takeouts_requested", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    carrier = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="takeouts", verbose_name=_("carried by"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    origin = models.CharField(_("starting point"), max_length=120, blank=True)
    destination = models.CharField(_("destination"), max_length=200)
    receiver = models.CharField(_("receiver"), max_length=120, blank=True)
    method = models.CharField(_("way of transport"), max_length=12, choices=Carriage)
    tracking = models.CharField(_("tracking number"), max_length=80, blank=True)
    safeguards = models.CharField(
        _("safeguards"), max_length=200, blank=True,
        help_text=_("Encryption, lock, remote wipe."),
    )  # fmt: skip
    purpose = models.TextField(_("purpose"))
    starts_on = models.DateField(_("from day"))
    due_back_on = models.DateField(
        _("due back or due there"), help_text=_("Also the last day of the permit.")
    )
    state = models.CharField(
        _("state"), max_length=9, choices=TakeoutState, default=TakeoutState.REQUESTED
    )
    decision = models.TextField(_("words of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="takeouts_approved", verbose_name=_("decided by"),
    )  # fmt: skip
    approved_on = models.DateField(_("decided on"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    left_on = models.DateField(_("taken out on"), null=True, blank=True)
    left_at = models.DateTimeField(_("taken out at"), null=True, blank=True)
    returned_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="takeouts_returned", verbose_name=_("return recorded by"),
    )  # fmt: skip
    returned_on = models.DateField(_("returned or received on"), null=True, blank=True)
    received_by = models.CharField(_("received by"), max_length=120, blank=True)
    accident = models.BooleanField(_("accident on the way"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="takeouts_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects: ClassVar[Any] = TakeoutRows.as_manager()
    life: ClassVar[Any] = LIFE

    class Meta:
        verbose_name = _("take-out")
        indexes = (models.Index(fields=("state", "due_back_on"), name="takeout_state_due"),)

    def __str__(self) -> str:
        return self.number


def same_person(field: str) -> Q:
    """The one at ``field`` is the requester or the carrier of the take-out."""
    return Q(**{field: F("requested_by")}) | Q(**{field: F("carrier")})
