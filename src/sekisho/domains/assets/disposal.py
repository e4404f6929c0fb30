"""Disposals: asked for, approved, carried out with a witness, and confirmed by another person."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.class_rules import DisposalMethod
from sekisho.domains.assets.words import Disposal as Way
from sekisho.domains.assets.words import Medium
from sekisho.registers.notes import Attachment
from sekisho.registers.record import Record, Records
from sekisho.registers.workflow import Move, Workflow

NAME = "disposals"


class DisposalState(models.TextChoices):
    REQUESTED = "requested", _("Awaiting approval")
    APPROVED = "approved", _("Approved, to be carried out")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Taken back")
    DONE = "done", _("Carried out, to be confirmed")
    CONFIRMED = "confirmed", _("Confirmed")


DONE = (("executed_by", "person"), ("executed_on", "day"))
LIFE = Workflow(
    DisposalState,
    DisposalState.REQUESTED,
    (
        Move("approve", "requested", "approved", _("Approve"), other_than=("add",),
             sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("decision",)),
        Move("take_back", ("requested", "approved"), "cancelled", _("Take the request back")),
        Move("carry_out", "approved", "done", _("Record as carried out, with a witness"),
             asks=("witness",), sets=DONE),
        Move("carry_out_alone", "approved", "done", _("Record as carried out, without a witness"),
             sets=DONE),
        Move("confirm", "done", "confirmed", _("Confirm"),
             other_than=("carry_out", "carry_out_alone"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day")), danger=True),
    ),
)  # fmt: skip


class DisposalRows(Records):
    """The words rules speak about disposals in."""

    def carried_out(self, on: date) -> "DisposalRows":
        return self.present().filter(executed_on__lte=on)

    def by_allowed_way(self) -> "DisposalRows":
        """By a way that the disposal rule of the class on that medium allows, witnessed if it says so."""
        rule = DisposalMethod.objects.present().filter(
            classification=OuterRef("asset__classification"),
            medium=OuterRef("medium"),
            methods__contains=Concat(Value(","), OuterRef("method"), Value(",")),
        )
        bare = rule.filter(witness=True)
        return self.filter(Exists(rule)).exclude(Exists(bare), witness=None)

    def certified(self) -> "DisposalRows":
        """Done by ourselves, or with the vendor's certificate on file."""
        files = Attachment.objects.present().filter(kind=NAME, rec=OuterRef("pk"))
        return self.filter(models.Q(vendor="") | Exists(files))


class Disposal(Record):
    """What becomes of one asset, or of part of it, when its time is over."""

    number = models.CharField(_("disposal number"), max_length=20, unique=True, editable=False)
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="disposals", verbose_name=_("asset")
    )
    whole = models.BooleanField(
        _("the whole asset"), default=True,
        help_text=_("Then the asset is no longer held once the disposal is confirmed."),
    )  # fmt: skip
    what = models.CharField(_("what is disposed of"), max_length=200, blank=True)
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    serial = models.CharField(_("serial or device number"), max_length=80, blank=True)
    quantity = models.CharField(_("quantity"), max_length=40, blank=True)
    method = models.CharField(_("way of disposal"), max_length=12, choices=Way)
    reason = models.TextField(_("reason"))
    vendor = models.CharField(
        _("vendor"), max_length=120, blank=True,
        help_text=_("Empty: by ourselves. A vendor's certificate must be attached."),
    )  # fmt: skip
    certificate = models.CharField(_("certificate number"), max_length=80, blank=True)
    requested_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disposals_requested", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=9, choices=DisposalState, default=DisposalState.REQUESTED
    )
    decision = models.TextField(_("words of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disposals_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    executed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disposals_executed", verbose_name=_("carried out by"),
    )  # fmt: skip
    executed_on = models.DateField(_("carried out on"), null=True, blank=True)
    witness = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disposals_witnessed", verbose_name=_("witness"),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disposals_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    objects: ClassVar[Any] = DisposalRows.as_manager()

    class Meta:
        verbose_name = _("disposal")
        indexes = (models.Index(fields=("asset", "state"), name="disposal_of_asset"),)

    def __str__(self) -> str:
        return self.number
