"""Information assets: what they are, where they are, who answers for them (IPA's asset sheet)."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset_rows import AssetRows
from sekisho.domains.assets.handling_words import Place
from sekisho.domains.assets.words import (
    Cipher,
    Degree,
    Disposal,
    Medium,
    Ownership,
    PersonalKind,
    TradeSecret,
)
from sekisho.registers.fields import SetField, WordsField
from sekisho.registers.record import Record


class AssetState(models.TextChoices):
    IN_USE = "in_use", _("In use")
    LOWERING = "lowering", _("Lower class proposed")
    ENDED = "ended", _("No longer held")


class Asset(Record):
    """One information asset.

    ``classification`` None: not classified yet. ``class_decided_on`` without ``class_decided_at``:
    a decision taken before the asset came into this register, as its sheet declared it.
    ``personal`` empty: nobody said; ``("no",)``: declared to hold none.
    """

    number = models.CharField(_("registration number"), max_length=20, unique=True, editable=False)
    reference = models.CharField(
        _("own number"),
        max_length=60,
        blank=True,
        help_text=_("Number in a former register or on a sticker."),
    )
    name = models.CharField(_("asset name"), max_length=200)
    category = models.CharField(_("business category"), max_length=80, blank=True)
    note = models.TextField(_("note"), blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="assets", verbose_name=_("managing unit")
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="assets_owned", verbose_name=_("asset owner"),
    )  # fmt: skip
    risk_owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="asset_risks_owned", verbose_name=_("risk owner"),
    )  # fmt: skip
    users = models.CharField(
        _("range of users"),
        max_length=200,
        blank=True,
        help_text=_("Example: sales department and accounting."),
    )
    media = SetField(
        _("media"), choices=Medium, help_text=_("Every medium on which it exists, paper included.")
    )
    location = models.CharField(
        _("place kept"),
        max_length=200,
        blank=True,
        help_text=_("Example: file server, archive B-4 on floor 3."),
    )
    places = SetField(
        _("kinds of place"), choices=Place,
        help_text=_("Where it is kept, in the words of the storage rules."),
    )  # fmt: skip
    locked = models.BooleanField(_("kept under lock"), null=True, blank=True)
    service = models.ForeignKey(
        "assets.Service", models.PROTECT, null=True, blank=True,
        related_name="assets", verbose_name=_("cloud service used"),
    )  # fmt: skip

    ownership = models.CharField(_("ownership"), max_length=9, choices=Ownership, blank=True)
    entruster = models.CharField(_("entrusted by"), max_length=120, blank=True)
    contract = models.CharField(
        _("contract number"),
        max_length=80,
        blank=True,
        help_text=_("Contract under which it is entrusted or shared."),
    )
    external = models.BooleanField(_("obtained from outside"), null=True, blank=True)
    origin = models.CharField(_("obtained from"), max_length=200, blank=True)
    lawful_basis = models.CharField(
        _("lawful basis"),
        max_length=200,
        blank=True,
        help_text=_("Example: consent, contract, published information."),
    )
    purposes = WordsField(_("purposes of use"), help_text=_("One purpose a line."))

    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="assets", verbose_name=_("security class"),
        help_text=_("Once decided, it changes by a decision of the manager alone."),
    )  # fmt: skip
    class_decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="asset_classes_decided", verbose_name=_("class decided by"),
    )  # fmt: skip
    class_decided_on = models.DateField(_("class decided on"), null=True, blank=True)
    class_decided_at = models.DateTimeField(_("class decided here at"), null=True, blank=True)
    class_reason = models.TextField(_("reason for the class"), blank=True)
    class_reviewed_on = models.DateField(_("class reviewed on"), null=True, blank=True)
    proposed_class = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True,
        related_name="assets_proposed", verbose_name=_("class proposed"),
    )  # fmt: skip
    label_applied_on = models.DateField(_("label applied on"), null=True, blank=True)

    label_missing = models.BooleanField(
        _("label missing"),
        default=False,
        editable=False,
        help_text=_("The class asks for a label and none is applied."),
    )

    confidentiality = models.PositiveSmallIntegerField(
        _("confidentiality"), choices=Degree, null=True, blank=True
    )
    integrity = models.PositiveSmallIntegerField(
        _("integrity"), choices=Degree, null=True, blank=True
    )
    availability = models.PositiveSmallIntegerField(
        _("availability"), choices=Degree, null=True, blank=True
    )
    vital = models.BooleanField(
        _("the company's survival depends on it"),
        default=False,
        help_text=_("Makes the importance 3."),
    )
    importance = models.PositiveSmallIntegerField(
        _("importance"), null=True, blank=True, editable=False,
        help_text=_("The greatest of the three; 3 with personal data."),
    )  # fmt: skip
    personal = SetField(
        _("kinds of personal data"), choices=PersonalKind,
        help_text=_("Empty: not said yet. “No personal data” is an answer."),
    )  # fmt: skip
    trade_secret = models.CharField(
        _("trade secret"), max_length=12, choices=TradeSecret, default=TradeSecret.UNDECIDED
    )

    keep_until = models.DateField(_("keep until"), null=True, blank=True)
    keep_forever = models.BooleanField(_("kept for ever"), default=False)
    retention = models.ForeignKey(
        "assets.RetentionRule", models.PROTECT, null=True, blank=True,
        related_name="assets", verbose_name=_("statutory retention"),
    )  # fmt: skip
    retention_from = models.DateField(
        _("retention runs from"), null=True, blank=True,
        help_text=_("Such as the end of the fiscal year, or the day a contract ended."),
    )  # fmt: skip
    law_until = models.DateField(_("statutory minimum ends"), null=True, blank=True, editable=False)
    law_years = models.PositiveSmallIntegerField(
        _("statutory minimum (years)"), null=True, blank=True
    )
    law_basis = models.CharField(
        _("ground of the statutory minimum"), max_length=120, blank=True,
        help_text=_("Law and article."),
    )  # fmt: skip
    purpose_years = models.PositiveSmallIntegerField(
        _("longest by purpose (years)"), null=True, blank=True
    )
    legal_hold = models.BooleanField(
        _("legal hold"), default=False, help_text=_("Not to be disposed of, whatever the period.")
    )
    registered_on = models.DateField(_("registered on"), blank=True, help_text=_("Empty: today."))
    next_review_on = models.DateField(_("next review on"), null=True, blank=True)
    backed_up = models.BooleanField(_("backed up"), null=True, blank=True)
    backup_place = models.CharField(_("place of the backup"), max_length=120, blank=True)
    encrypted = models.BooleanField(_("encrypted"), null=True, blank=True)
    encrypted_in_transit = models.BooleanField(_("encrypted when sent"), null=True, blank=True)
    cipher = models.CharField(
        _("encryption method"),
        max_length=20,
        choices=Cipher,
        blank=True,
    )
    key_owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="asset_keys", verbose_name=_("keeper of the key"),
    )  # fmt: skip
    disposal = models.CharField(_("way of disposal"), max_length=12, choices=Disposal, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=AssetState, default=AssetState.IN_USE
    )
    ended_on = models.DateField(_("no longer held since"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=200, blank=True)

    objects: ClassVar[Any] = AssetRows.as_manager()

    class Meta:
        verbose_name = _("information asset")
        indexes = (
            models.Index(fields=("unit", "classification"), name="asset_unit_class"),
            models.Index(fields=("registered_on", "ended_on"), name="asset_in_use"),
        )

    def __str__(self) -> str:
        return self.name
