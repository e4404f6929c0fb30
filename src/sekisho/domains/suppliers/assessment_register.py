"""The register of assessments: who may do what, and what follows from sending, handing in and deciding."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.assessment import Assessment
from sekisho.domains.suppliers.assessment_words import (
    ANSWER_DAYS,
    APPROVING,
    DECIDED,
    DIRECTOR_TIER,
    LIFE,
    PLAIN_MONTHS,
    STRICT_MONTHS,
    SUPPLIER_ACTOR,
    AssessmentState,
)
from sekisho.domains.suppliers.engagement_words import Entrusted, Tier
from sekisho.domains.suppliers.questionnaire import SUPPLIER, in_force
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import month_end
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, Role
from sekisho.registers.workflow import Workflow

HANDLERS = (*LEADERS, "admin", "manager:unit", "employee:own")
DECIDERS = ("director", "deputy", "manager:unit")
IN_CHARGE = frozenset({Role.DIRECTOR.value, Role.DEPUTY.value})
ASKED = ("engagement", "kind", "questionnaire", "depth", "language")


@register
class AssessmentRegister(Register[Assessment]):
    name = "assessments"
    title = _("Assessments of suppliers")
    singular = _("assessment of a supplier")
    about = _(
        "Questions put to suppliers, their answers, gaps and the decision, until when it holds."
    )
    model = Assessment
    number = "SA-{year}-{n:03d}"
    label_with = ("engagement__party",)
    parts = (("assessment_answers", "assessment"),)
    columns = ("number", "engagement", "kind", "depth", "due_on", "score", "gaps", "valid_until",
               "state")  # fmt: skip
    filters = ("state", "kind", "depth", "engagement", "due_on", "valid_until", "decided_on",
               "decided_by")  # fmt: skip
    search = ("number", "engagement__title", "engagement__party__name", "conditions", "decision")
    order = ("-number",)
    unit_path = "engagement__unit"
    person_path = "engagement__owner"
    sealed = frozenset({
        "sent_on", "submitted_on", "submitted_by", "reviewer", "decision", "conditions",
        "decided_by", "decided_on",
    })  # fmt: skip
    derived = frozenset({"score", "gaps"})
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("To be looked at"), {"state": "submitted"}),
        View(_("With the supplier"), {"state": "sent"}),
        View(_("To be decided"), {"state": "reviewing"}),
    )
    rights = Rights(
        read=(*HANDLERS, "auditor", "operator"),
        add=(*HANDLERS, "operator", "engine"), change=(*HANDLERS, "operator"),
        withdraw=LEADERS,
        attach=(*HANDLERS, SUPPLIER_ACTOR),
        moves={
            "send": HANDLERS, "begin": (*HANDLERS, SUPPLIER_ACTOR),
            "submit": (*HANDLERS, SUPPLIER_ACTOR), "review": HANDLERS, "return": HANDLERS,
            "approve": DECIDERS, "approve_conditionally": DECIDERS, "reject": DECIDERS,
            "cancel": HANDLERS,
        },
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: Assessment | None, act: Act) -> None:
        state = values["state"]
        if record is None or record.state == state:
            return
        if state == AssessmentState.SENT:
            values["due_on"] = values["due_on"] or act.on + timedelta(days=ANSWER_DAYS())
            values["questionnaire"] = values["questionnaire"] or in_force(SUPPLIER, act).pk
            if values["depth"] is None:
                values["depth"] = record.engagement.tier
        if state in APPROVING and values["valid_until"] is None:
            months = STRICT_MONTHS() if strict(record) else PLAIN_MONTHS()
            values["valid_until"] = month_end(act.on, months)

    def check(
        self, values: Mapping[str, Any], record: Assessment | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if record is None or record.state == AssessmentState.REQUESTED:
            return
        for name in ASKED:
            before = getattr(record, f"{name}_id", getattr(record, name))
            if values[name] != before:
                yield name, _("The questions have been sent. Please cancel and ask anew.")
        if record.state in DECIDED and values["valid_until"] != record.valid_until:
            yield "valid_until", _("This has been decided already. Please assess anew.")
        if values["valid_until"] and values["decided_on"] and (
            values["valid_until"] < values["decided_on"]
        ):  # fmt: skip
            yield "valid_until", _("The end lies before the beginning.")

    def against(self, act: Act, name: str, record: Assessment) -> Iterable[tuple[str, Text]]:
        from sekisho.domains.suppliers.reviewing import undecidable, unsendable

        if name == "send":
            yield from unsendable(record)
        if name in {"approve", "approve_conditionally"}:
            if (record.depth or 0) >= DIRECTOR_TIER() and not act.actor.roles & IN_CHARGE:
                yield "director_only", _("From this tier on the director in charge decides.")
            yield from undecidable(record)

    def moved(self, act: Act, name: str, record: Assessment, said: Mapping[str, Any]) -> None:
        from sekisho.domains.suppliers import reviewing

        del said
        if name == "send":
            reviewing.put_questions(act, record)
        elif name == "submit":
            reviewing.demand_complete(record)

    def label(self, record: Assessment) -> str:
        return f"{record.number} {record.engagement.party.name}"


def strict(record: Assessment) -> bool:
    """Whether it is assessed every year: personal data or the strictest class."""
    kinds = set(record.engagement.personal) - {Entrusted.NONE}
    return bool(kinds) or (record.depth or 0) >= Tier.TOP
