"""Residual risks that somebody accepts: for a time, with a reason, and by whoever may (ISO/IEC 27001 6.1.3 f)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, Role
from sekisho.registers.settings import declare
from sekisho.registers.workflow import Move, Workflow

DIRECTOR_LEVEL = declare(
    "risk.director_level", 10, _("Residual risks from this level on are accepted by the director"),
    least=1, most=25, source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=_("Risk"),
)  # fmt: skip
LONGEST = timedelta(days=366)
IN_CHARGE = {Role.DIRECTOR.value, Role.DEPUTY.value}


class Origin(models.TextChoices):
    ASSESSMENT = "assessment", _("Risk assessment")
    SUPPLIER = "supplier", _("Supplier or cloud service")
    INCIDENT = "incident", _("Incident")
    AUDIT = "audit", _("Audit or inspection")
    OTHER = "other", _("Other")


class AcceptanceState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    ACCEPTED = "accepted", _("Accepted")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


class Likelihood(models.IntegerChoices):
    RARE = 1, _("1 rare")
    LOW = 2, _("2 low")
    POSSIBLE = 3, _("3 possible")
    HIGH = 4, _("4 high")
    CERTAIN = 5, _("5 almost certain")


class Impact(models.IntegerChoices):
    SLIGHT = 1, _("1 slight")
    SMALL = 2, _("2 small")
    MEDIUM = 3, _("3 medium")
    LARGE = 4, _("4 large")
    GRAVE = 5, _("5 grave")


DECIDED = (("approved_by", "person"), ("approved_on", "day"))
LIFE = Workflow(
    AcceptanceState,
    AcceptanceState.REQUESTED,
    (
        Move("approve", "requested", "accepted", _("Accept the risk"), asks=("decision",),
             other_than=("add", "change"), sets=DECIDED),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("decision",),
             other_than=("add", "change"), sets=DECIDED),
        Move("end", "accepted", "ended", _("End the acceptance"), asks=("decision",),
             sets=(("ended_on", "day"),)),
    ),
)  # fmt: skip


class Acceptances(Records):
    def decided(self, on: date) -> "Acceptances":
        """Accepted by ``on`` and not ended by then."""
        open_ = models.Q(ended_on=None) | models.Q(ended_on__gt=on)
        rows = self.present().filter(open_, approved_on__lte=on)
        return rows.filter(state__in=(AcceptanceState.ACCEPTED, AcceptanceState.ENDED))


class RiskAcceptance(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    title = models.CharField(_("residual risk"), max_length=200)
    origin = models.CharField(_("where it was found"), max_length=10, choices=Origin)
    reference = models.CharField(
        _("reference"),
        max_length=120,
        blank=True,
        help_text=_("Number of the record it stands in."),
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, related_name="risk_acceptances", verbose_name=_("unit")
    )
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="risks_accepted",
        verbose_name=_("risk owner"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    likelihood = models.PositiveSmallIntegerField(_("likelihood"), choices=Likelihood)
    impact = models.PositiveSmallIntegerField(_("degree of impact"), choices=Impact)
    level = models.PositiveSmallIntegerField(
        _("level of the residual risk"), editable=False, default=1
    )
    reason = models.TextField(
        _("reason"), help_text=_("Why it is not lowered, avoided or shared further.")
    )
    measure = models.TextField(_("measures in place"), blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), help_text=_("At most one year; then it is judged anew."))
    decision = models.TextField(_("grounds of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="risk_acceptances_decided", verbose_name=_("decided by"),
    )  # fmt: skip
    approved_on = models.DateField(_("decided on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=AcceptanceState, default=AcceptanceState.REQUESTED
    )

    objects: ClassVar[Any] = Acceptances.as_manager()

    class Meta:
        verbose_name = _("risk acceptance")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


@register
class RiskAcceptanceRegister(Register[RiskAcceptance]):
    name = "risk_acceptances"
    title = _("Accepted residual risks")
    singular = _("risk acceptance")
    about = _("Residual risks accepted for a time: how high, why, and by whose decision.")
    model = RiskAcceptance
    number = "RA-{year}-{n:03d}"
    columns = ("number", "title", "unit", "level", "owner", "ends_on", "state", "approved_by")
    filters = ("state", "origin", "unit", "owner", "level", "ends_on", "approved_on")
    search = ("number", "title", "reason", "measure", "reference")
    order = ("-number",)
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"decision", "approved_by", "approved_on", "ended_on"})
    life = LIFE
    place = "improve"
    views = (
        View(_("To be decided"), {"state": "requested"}),
        View(_("Accepted"), {"state": "accepted"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "title": ("残存リスク", "リスク"),
        "owner": ("リスク所有者",),
        "likelihood": ("発生可能性",),
        "impact": ("影響度",),
        "ends_on": ("受容期限",),
    }
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=("director", "chair"),
        moves={
            "approve": ("director", "deputy", "manager:unit"),
            "refuse": ("director", "deputy", "manager:unit"),
            "end": (*LEADERS, "manager:unit"),
        },
        never_own=("approve",),
    )

    def against(self, act: Act, name: str, record: RiskAcceptance) -> Iterable[tuple[str, Text]]:
        above = name == "approve" and record.level >= DIRECTOR_LEVEL()
        if above and not act.actor.roles & IN_CHARGE:
            words = _("A risk of this level is accepted by the director in charge.")
            yield "director_only", words

    def prepare(self, values: dict[str, Any], record: RiskAcceptance | None, act: Act) -> None:
        if record is None:
            values["owner"] = values["owner"] or act.actor.person
        if values["likelihood"] and values["impact"]:
            values["level"] = int(values["likelihood"]) * int(values["impact"])

    def check(
        self, values: Mapping[str, Any], record: RiskAcceptance | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if values["ends_on"] < values["starts_on"]:
            yield "ends_on", _("The end lies before the beginning.")
        elif values["ends_on"] > values["starts_on"] + LONGEST:
            yield "ends_on", _("At most one year.")
        if record is None or record.state == AcceptanceState.REQUESTED:
            return
        for name in ("title", "unit", "owner", "likelihood", "impact", "reason", "ends_on"):
            before = getattr(record, RiskAcceptance._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values[name] != before:
                yield name, _("This has been decided already. Please request a new acceptance.")
