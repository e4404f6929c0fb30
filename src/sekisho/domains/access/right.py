"""Access rights: who may do what with which information, why, until when, by whose decision."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.right_rows import AccessRightRows
from sekisho.domains.access.words import Action, Basis, Cause
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record


class RightState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    RETURNED = "returned", _("Sent back")
    PROVISIONAL = "provisional", _("In effect, approval outstanding")
    APPROVED = "approved", _("Approved, to be set up")
    ACTIVE = "active", _("In effect")
    RENEWAL = "renewal", _("Renewal requested")
    REMOVAL = "removal", _("Removal pending")
    REMOVED = "removed", _("Removed")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Request withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class AccessRight(Record):
    """One right of one person, by a role of a system (``entitlement``), to an asset, or both.

    ``opens_on`` to ``closed_on``: the days on which it was open, past days included. ``unit``
    follows from what it opens: the one whose manager decides.
    """

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="access_rights", verbose_name=_("holder"),
        help_text=_("Who gets access; for a shared or service account, who answers for it."),
    )  # fmt: skip
    account = models.ForeignKey(
        "access.SystemAccount", models.PROTECT, null=True, blank=True,
        related_name="rights", verbose_name=_("shared or service account"),
        help_text=_("Empty for a right of the person alone."),
    )  # fmt: skip
    entitlement = models.ForeignKey(
        "access.Entitlement", models.PROTECT, null=True, blank=True,
        related_name="rights", verbose_name=_("role or permission"),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True,
        related_name="access_rights", verbose_name=_("asset"),
        help_text=_("For access to one asset, such as a folder or a locker."),
    )  # fmt: skip
    actions = SetField(
        _("actions"), choices=Action, help_text=_("Empty: everything the role lets one do.")
    )
    scope = models.CharField(
        _("scope"), max_length=200, blank=True,
        help_text=_("How far it reaches, such as own customers only."),
    )  # fmt: skip
    purpose = models.CharField(
        _("purpose"), max_length=200, blank=True,
        help_text=_("One of the purposes the asset is registered for."),
    )  # fmt: skip
    basis = models.CharField(_("basis"), max_length=12, choices=Basis, default=Basis.REQUEST)
    starts_on = models.DateField(_("valid from"), blank=True, help_text=_("Empty: today."))
    ends_on = models.DateField(
        _("valid until"), null=True, blank=True,
        help_text=_("Last day. Rights tied to a post end with the next review."),
    )  # fmt: skip
    rule = models.ForeignKey(
        "access.BirthrightRule", models.PROTECT, null=True, blank=True, editable=False,
        related_name="rights", verbose_name=_("given by rule"),
    )  # fmt: skip
    requester = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="rights_requested", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    earlier = models.CharField(
        _("earlier approval"), max_length=200, blank=True,
        help_text=_("For what is carried over: who approved it then, when and where it is filed."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=11, choices=RightState, default=RightState.REQUESTED
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="rights_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    provisioned_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="rights_provisioned", verbose_name=_("set up by"),
    )  # fmt: skip
    provisioned_at = models.DateTimeField(_("set up at"), null=True, blank=True)
    ticket = models.CharField(
        _("proof of setting up"), max_length=120, blank=True,
        help_text=_("Number of the work order, or where the record of the change is."),
    )  # fmt: skip
    wanted_until = models.DateField(_("renewal wanted until"), null=True, blank=True)
    renewed_at = models.DateTimeField(_("last renewed at"), null=True, blank=True)
    renewed_on = models.DateField(_("last renewed on"), null=True, blank=True)
    last_used_on = models.DateField(_("last used on"), null=True, blank=True)
    last_reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    removal_cause = models.CharField(
        _("cause of removal"), max_length=10, choices=Cause, blank=True
    )
    removal_asked_on = models.DateField(_("removal asked on"), null=True, blank=True)
    removed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="rights_removed", verbose_name=_("removed by"),
    )  # fmt: skip
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removal_ticket = models.CharField(_("proof of removal"), max_length=120, blank=True)
    removal_verified_on = models.DateField(
        _("removal verified on"), null=True, blank=True,
        help_text=_("The day of the list of accounts that no longer shows it."),
    )  # fmt: skip
    opens_on = models.DateField(_("open from"), null=True, blank=True)
    closed_on = models.DateField(_("open until"), null=True, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, editable=False,
        related_name="access_rights", verbose_name=_("deciding unit"),
    )  # fmt: skip

    objects: ClassVar[Any] = AccessRightRows.as_manager()

    class Meta:
        verbose_name = _("access right")
        indexes = (
            models.Index(fields=("asset", "opens_on"), name="right_asset_day"),
            models.Index(fields=("entitlement", "opens_on"), name="right_entitlement_day"),
            models.Index(fields=("person", "opens_on"), name="right_person_day"),
            models.Index(fields=("unit", "state"), name="right_unit_state"),
            models.Index(fields=("state", "ends_on"), name="right_state_end"),
        )

    def __str__(self) -> str:
        return self.number
