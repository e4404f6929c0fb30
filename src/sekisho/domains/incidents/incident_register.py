"""The register of incidents: what must hold at each step, and who may take it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents import gates, intake
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.incident_life import LIFE
from sekisho.domains.incidents.lessons import propose_revision
from sekisho.domains.incidents.secrecy import (
    ENDERS,
    INTAKE,
    READERS,
    RUNNERS,
    WRITERS,
    incidents_known_to,
    worked_on_by,
)
from sekisho.domains.incidents.words import OVER, RANK, Exit, Severity
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Text
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights, everyone
from sekisho.registers.schema import schema
from sekisho.registers.workflow import Workflow

SEALED = frozenset(
    {"triaged_at", "commander_at", "first_order_at", "manager_report_at", "contained_at", "recovered_at",
     "reviewed_on", "closed_at", "closed_by"}
)  # fmt: skip


@register
class IncidentRegister(Register[Incident]):
    name = "incidents"
    title = _("Incidents")
    singular = _("incident")
    about = _("Incidents, suspicions and near misses: from the report to what was learnt.")
    model = Incident
    number = "INC-{year}-{n:03d}"
    key = ()
    handles = ("number",)
    columns = (
        "number",
        "title",
        "category",
        "severity",
        "unit",
        "noticed_at",
        "commander",
        "state",
    )
    filters = (
        "state", "severity", "category", "unit", "commander", "suspected", "drill", "restricted",
        "channel", "whistle",
        "noticed_at", "cause",
    )  # fmt: skip
    search = ("number", "title", "text")
    order = ("-number",)
    unit_path = "unit"
    open_when_frozen = frozenset({"add"})  # what somebody saw is never kept out
    person_path = "reporter"
    place = "incidents"
    page = "incident-room"
    life: ClassVar[Workflow] = LIFE
    sealed = SEALED
    derived = frozenset({"least"})
    withdrawable = False
    views = (
        View(_("Under way"), {"state": ",".join(s for s in LIFE.states if s not in OVER)}),
        View(_("Major"), {"severity": Severity.MAJOR}),
        View(_("Near misses"), {"severity": Severity.NEAR_MISS}),
    )
    rights = Rights(
        read=READERS,
        add=everyone("designated", INTAKE, "operator"),
        change=(*WRITERS, "engine"),
        attach=(*WRITERS, "employee:own", "contractor:own", INTAKE),
        moves={
            "triage": WRITERS,
            "respond": RUNNERS,
            "contain": WRITERS,
            "investigate": WRITERS,
            "recover": WRITERS,
            "prevent": RUNNERS,
            "close": ENDERS,
            "close_light": RUNNERS,
            "report_up": RUNNERS,
            "raise": WRITERS,
            "lower": ("director",),
            "propose_exit": RUNNERS,
            "confirm_exit": ENDERS,
            "refuse_exit": ENDERS,
            "reopen": ("director", "chair"),
        },
    )

    def known_to(self, actor: Actor) -> Q:
        return incidents_known_to(actor)

    def own(self, person: UUID, on: date) -> Q | None:
        """What one found, and what one is named for."""
        del on
        return Q(reporter=person) | Q(pk__in=worked_on_by(person).values("pk"))

    def numbered(self, values: Mapping[str, Any]) -> str:
        """What is kept secret from its birth leaves no gap; exercises count by themselves."""
        if values["restricted"]:
            return "INC-{year}-{secret}"
        return "DRILL-{year}-{n:03d}" if values["drill"] else self.number

    def prepare(self, values: dict[str, Any], record: Incident | None, act: Act) -> None:
        intake.complete(values, record, act)
        values["reported_at"] = values["reported_at"] or act.at
        values["aware_at"] = values["aware_at"] or min(values["noticed_at"], values["reported_at"])

    def check(
        self, values: Mapping[str, Any], record: Incident | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        yield from _times(values, act)
        if record is None:
            yield from intake.beyond(schema(self), values, act)
            return
        if record.drill != values["drill"]:
            yield "drill", _("An exercise is begun as one, and stays one: its number says so.")
        if record.state in OVER and values["state"] == record.state:
            yield "", _("This incident is closed. Open it again before changing it.")
        if record.aware_at != values["aware_at"] and not values["aware_basis"]:
            yield "aware_basis", _("Please say what the moment of awareness rests on.")
        if _below(values, record):
            words = _(
                "The facts call for at least “%(severity)s”; the director alone may lower it."
            )
            yield "severity", words % {"severity": Severity(record.least).label}
        if values["exit_kind"] == Exit.MERGED and not values["merged_into"]:
            yield "merged_into", _("Please name the incident it is merged into.")
        if values["merged_into"] == record.pk:
            yield "merged_into", _("An incident cannot be merged into itself.")
        yield from gates.problems(record, values, act)

    def settle(self, records: Sequence[Incident], act: Act) -> None:
        """Clocks follow the facts; a judged incident gets the steps of its kind."""
        from sekisho.domains.incidents.judging import follow
        from sekisho.domains.incidents.playbook import prepare

        for record in records:
            follow(record, act)
            prepare(record, act)
            intake.keep_sight(record, act)

    def moved(self, act: Act, name: str, record: Incident, said: Mapping[str, Any]) -> None:
        """A clause that was missing or wrong is proposed for revision."""
        del said
        if name == "prevent":
            propose_revision(record, act)

    def label(self, record: Incident) -> str:
        return f"{record.number} {record.title}"


def _times(values: Mapping[str, Any], act: Act) -> Iterable[tuple[str, Text]]:
    for name in ("occurred_at", "noticed_at", "reported_at", "aware_at"):
        if values[name] and values[name] > act.at:
            yield name, _("This moment has not come yet.")
    if values["occurred_at"] and values["occurred_at"] > values["noticed_at"]:
        yield (
            "occurred_at",
            _("It cannot be noticed before it happens. Please correct one of the two."),
        )


def _below(values: Mapping[str, Any], record: Incident) -> bool:
    """Whether the severity would lie below what the facts call for."""
    if not (record.least and values["severity"]) or values["lowered_reason"]:
        return False
    return RANK[Severity(values["severity"])] < RANK[Severity(record.least)]
