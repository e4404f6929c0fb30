"""Permits to disclose outside: to whom, of which class, for what, on which ground, until when."""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.disclosure_words import Extent, Ground, PermitState
from sekisho.registers import settings
from sekisho.registers.record import Record, Records

MONTHS = settings.declare(
    "disclosure.most_months", 12, _("Longest permit to disclose"), unit=_("months"),
    least=1, most=12, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("Default of practice: a standing permit holds twelve months at most."),
)  # fmt: skip
DIRECTOR_RANK = settings.declare(
    "disclosure.director_rank", 3, _("Rank of class from which the director permits as well"),
    least=1, most=9, group=_("Information assets"), since=date(2026, 4, 1),
    source=_("Default of practice; the policy names no number."),
)  # fmt: skip


class PermitRows(Records):
    def permitted(self, on: date) -> "PermitRows":
        """Approved by all who must and running on ``on``."""
        ended = models.Q(ended_on=None) | models.Q(ended_on__gt=on)
        rows = self.present().filter(state__in=(PermitState.APPROVED, PermitState.ENDED))
        return rows.filter(ended, starts_on__lte=on, ends_on__gte=on)


class DisclosurePermit(Record):
    """One disclosure permitted, or a standing permit for one receiver and purpose."""

    number = models.CharField(_("permit number"), max_length=20, unique=True, editable=False)
    extent = models.CharField(
        _("kind of permit"), max_length=8, choices=Extent, default=Extent.SINGLE
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT,
        related_name="disclosure_permits", verbose_name=_("managing unit"),
        help_text=_("Its manager decides."),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, null=True, blank=True,
        related_name="disclosure_permits", verbose_name=_("asset"),
        help_text=_("For a single permit."),
    )  # fmt: skip
    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT,
        related_name="disclosure_permits", verbose_name=_("strictest class covered"),
    )  # fmt: skip
    what = models.TextField(
        _("information disclosed"), help_text=_("What is disclosed, and what not.")
    )
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, null=True, blank=True,
        related_name="disclosure_permits", verbose_name=_("counterparty"),
        help_text=_("Empty only for the person whom it is about."),
    )  # fmt: skip
    purpose = models.TextField(_("purpose"))
    ground = models.CharField(_("ground"), max_length=12, choices=Ground)
    nda = models.ForeignKey(
        "suppliers.Nda", models.PROTECT, null=True, blank=True,
        related_name="disclosure_permits", verbose_name=_("confidentiality agreement"),
    )  # fmt: skip
    ground_detail = models.CharField(
        _("details of the ground"), max_length=200, blank=True,
        help_text=_("Law and article, profession, or the contract of entrustment."),
    )  # fmt: skip
    starts_on = models.DateField(_("permitted from"))
    ends_on = models.DateField(_("permitted until"))
    requested_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disclosures_requested", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=9, choices=PermitState, default=PermitState.REQUESTED
    )
    decision = models.TextField(_("words of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disclosures_permitted", verbose_name=_("permitted by"),
    )  # fmt: skip
    approved_on = models.DateField(_("permitted on"), null=True, blank=True)
    approved_at = models.DateTimeField(_("permitted at"), null=True, blank=True)
    director = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disclosures_permitted_finally", verbose_name=_("permitted by the director"),
    )  # fmt: skip
    director_on = models.DateField(_("permitted by the director on"), null=True, blank=True)
    director_at = models.DateTimeField(_("permitted by the director at"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar[Any] = PermitRows.as_manager()

    class Meta:
        verbose_name = _("permit to disclose")
        indexes = (models.Index(fields=("party", "ends_on"), name="permit_party_end"),)

    def __str__(self) -> str:
        return self.number
