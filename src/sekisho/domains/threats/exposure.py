"""Exposures: one fault in one asset, whatever the paths; somebody judges it, treats it or has it accepted."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.threats.exposure_words import LIFE, Justification, Priority, Step
from sekisho.domains.threats.terms import ACCEPT_DAYS, ACCEPT_SEVERE_DAYS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights

FOUND = ("title", "components", "fix", "cvss", "epss", "exploited",
         "exploited_on", "priority", "treat_by", "found_on", "returned", "possible")  # fmt: skip
DECIDED = ("triaged_by", "triaged_on", "accepted_by", "accepted_on", "fixed_by", "fixed_on",
           "verified_by", "verified_on", "decision", "accepted_until", "justification", "proof")  # fmt: skip
SEVERE = (Priority.EXPLOITED, Priority.ACT)
DIRECTORS = frozenset({"director", "deputy"})
TEAM = ("admin", "committee", "chair", "manager:unit", "employee:own")


class Exposures(Records):
    def found(self, on: date) -> "Exposures":
        return self.present().filter(found_on__lte=on)

    def judged(self, on: date) -> "Exposures":
        """Judged by then, and something is to be done (or was)."""
        return self.found(on).filter(triaged_on__lte=on).exclude(state=Step.NOT_AFFECTED)

    @staticmethod
    def settled(on: date) -> Q:
        """Fixed by then, or accepted by another person for longer."""
        accepted = Q(state=Step.ACCEPTED, accepted_on__lte=on, accepted_until__gte=on)
        return (
            Q(fixed_on__lte=on, state__in=(Step.FIXED_CLAIMED, Step.VERIFIED, Step.GONE)) | accepted
        )


class Exposure(Record):
    """``vulnerability``: the name of the fault, which leads to its group of advisories."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    asset = models.ForeignKey(
        "assets.Asset",
        models.PROTECT,
        related_name="exposures",
        verbose_name=_("asset concerned"),
    )
    vulnerability = models.CharField(_("vulnerability"), max_length=120)
    title = models.CharField(_("title"), max_length=300, blank=True)
    components = models.CharField(_("components affected"), max_length=300, blank=True)
    fix = models.CharField(_("fixed in"), max_length=160, blank=True)
    cvss = models.DecimalField(_("CVSS"), max_digits=3, decimal_places=1, null=True, blank=True)
    epss = models.DecimalField(_("EPSS"), max_digits=5, decimal_places=4, null=True, blank=True)
    exploited = models.BooleanField(_("known to be exploited"), default=False)
    exploited_on = models.DateField(_("known to be exploited since"), null=True, blank=True)
    priority = models.CharField(
        _("priority"), max_length=12, choices=Priority, default=Priority.TRACK
    )
    found_on = models.DateField(_("found on"), null=True, blank=True)
    treat_by = models.DateField(_("due on"), null=True, blank=True)
    possible = models.BooleanField(
        _("only possible"), default=False,
        help_text=_("The version, or the range affected, could not be read for certain."),
    )  # fmt: skip
    returned = models.BooleanField(_("came back after it was fixed"), default=False)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exposures",
        verbose_name=_("person in charge"), help_text=_("At first the owner of the asset."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=16, choices=LIFE.states, default=Step.NEW)
    justification = models.CharField(
        _("why not affected"), max_length=52, choices=Justification, blank=True
    )
    detail = models.TextField(_("grounds"), blank=True, help_text=_("What was found out, and how."))
    action = models.TextField(
        _("measure"), blank=True, help_text=_("What is done, or protects meanwhile.")
    )
    ticket = models.CharField(_("number of the change"), max_length=120, blank=True)
    proof = models.TextField(_("how it was verified"), blank=True)
    accepted_until = models.DateField(_("accepted until"), null=True, blank=True)
    decision = models.TextField(_("words of the decision"), blank=True)
    triaged_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exposures_triaged",
        verbose_name=_("judged by"),
    )  # fmt: skip
    triaged_on = models.DateField(_("judged on"), null=True, blank=True)
    accepted_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exposures_accepted",
        verbose_name=_("accepted by"),
    )  # fmt: skip
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    fixed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exposures_fixed",
        verbose_name=_("fixed by"),
    )  # fmt: skip
    fixed_on = models.DateField(_("fixed on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="exposures_verified",
        verbose_name=_("verified by"), help_text=_("Empty: by the inventory."),
    )  # fmt: skip
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    objects: ClassVar[Any] = Exposures.as_manager()

    class Meta:
        verbose_name = _("exposure")
        constraints = (
            models.UniqueConstraint(fields=("asset", "vulnerability"), name="exposure_once"),
        )
        indexes = (models.Index(fields=("state", "priority", "treat_by"), name="exposure_open"),)

    def __str__(self) -> str:
        return self.number


@register
class ExposureRegister(Register[Exposure]):
    name = "exposures"
    title = _("Vulnerabilities of our assets")
    singular = _("vulnerability of an asset")
    about = _(
        "One fault in one asset: judged, treated by a day, or accepted for a time; then verified."
    )
    model = Exposure
    number = "VE-{year}-{n:04d}"
    label_with = ("asset",)
    columns = (
        "number",
        "vulnerability",
        "asset",
        "components",
        "priority",
        "treat_by",
        "owner",
        "state",
    )
    filters = (
        "state",
        "priority",
        "exploited",
        "asset",
        "owner",
        "treat_by",
        "returned",
        "possible",
        "found_on",
    )
    search = ("number", "vulnerability", "title", "components", "asset__name", "asset__number")
    order = ("priority", "treat_by", "number")
    unit_path = "asset__unit"
    person_path = "owner"
    own_paths = ("asset__owner",)
    asset_path = "asset"
    rank_path = "asset__classification__rank"
    sealed = frozenset({*FOUND, *DECIDED})
    life = LIFE
    withdrawable = False
    views = (
        View(_("To be judged"), {"state": "new,triaging"}),
        View(_("Exploited"), {"exploited": "true"}),
        View(_("Acceptance to be decided"), {"state": "accept_requested"}),
        View(_("To be verified"), {"state": "fixed_claimed"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "vulnerability": ("脆弱性", "CVE"), "owner": ("担当者",), "action": ("対策",),
    }  # fmt: skip
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("engine",),
        change=("admin", "committee", "chair", "manager:unit", "operator", "engine"),
        withdraw=(),
        moves={
            **dict.fromkeys(("take", "not_affected", "remediate", "mitigate", "begin", "claim_fixed",
                             "request_acceptance"), TEAM),
            "accept": ("director", "deputy", "manager:unit"),
            "refuse": ("director", "deputy", "manager:unit"),
            "verify": (*LEADERS, "admin", "manager:unit"),
            "return": (*LEADERS, "admin", "manager:unit", "engine"),
            "reopen": (*LEADERS, "admin", "manager:unit", "employee:own", "engine"),
            **dict.fromkeys(("verify_by_inventory", "lose", "come_back"), ("engine",)),
        },
        never_own=("accept",),
    )  # fmt: skip

    def against(self, act: Act, name: str, record: Exposure) -> Iterable[tuple[str, Text]]:
        severe = name == "accept" and record.priority in SEVERE
        if severe and not act.actor.roles & DIRECTORS:
            yield (
                "director_only",
                _("What is exploited or urgent is accepted by the director in charge."),
            )

    def check(
        self, values: Mapping[str, Any], record: Exposure | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if record is not None and values["asset"] != record.asset_id:
            yield "asset", _("This was found in another asset, which has its own entry.")
        if record is not None and values["vulnerability"] != record.vulnerability:
            yield "vulnerability", _("Another vulnerability has its own entry.")
        until = values["accepted_until"]
        if values["state"] == Step.ACCEPT_REQUESTED and until is not None:
            longest = ACCEPT_SEVERE_DAYS() if values["priority"] in SEVERE else ACCEPT_DAYS()
            if until < act.on:
                yield "accepted_until", _("This day is over.")
            elif until > act.on + timedelta(days=longest):
                yield "accepted_until", _("At most %(n)s days.") % {"n": longest}
        kept = record is not None and record.state == Step.ACCEPTED == values["state"]
        if kept and any(values[name] != getattr(record, name) for name in ("action", "detail")):
            yield "action", _("This has been decided already. Open it again first.")

    def label(self, record: Exposure) -> str:
        return f"{record.number} {record.vulnerability} {record.asset.name}"
