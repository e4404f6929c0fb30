"""The register of cloud evaluations: who may ask, hand in and decide, and what a decision needs."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.classification import Classification
from sekisho.domains.assets.cloud_evaluation import LIFE, CloudEvaluation
from sekisho.domains.assets.cloud_item import CloudItem, CloudItems, lacking
from sekisho.domains.assets.cloud_words import ALLOWING, EvaluationState, Item, Occasion, Treatment
from sekisho.domains.assets.service import Service, Services
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow
from sekisho.registers.errors import Text
from sekisho.registers.fiscal import after_months
from sekisho.registers.plan import Line, plan
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights, Role
from sekisho.registers.store import save
from sekisho.registers.workflow import Workflow

DIRECTOR_RANK = settings.declare(
    "cloud.director_rank", 3, _("Class from which the director decides on a cloud service"),
    least=1, most=9, source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=_("Cloud services"),
)  # fmt: skip
MOST_MONTHS = settings.declare(
    "cloud.valid_months", 12, _("Longest time until a cloud service is evaluated again"),
    least=1, most=36, unit=_("months"), since=date(2026, 4, 1), group=_("Cloud services"),
    source=_("Default of practice; the policy names no number."),
)  # fmt: skip
IN_CHARGE = {Role.DIRECTOR.value, Role.DEPUTY.value}
FIXED = ("service", "occasion", "unit", "purpose", "wanted_class", "personal", "abroad", "users",
         "proof", "no_risk_reason")  # fmt: skip


@register
class CloudEvaluations(Register[CloudEvaluation]):
    name = "cloud_evaluations"
    title = _("Cloud requests and evaluations")
    singular = _("evaluation of a cloud service")
    about = _(
        "Who wants to use which cloud service for what; what was found, and what was decided."
    )
    model = CloudEvaluation
    number = "CE-{year}-{n:03d}"
    label_with = ("service",)
    parts = (("cloud_items", "evaluation"),)
    columns = ("number", "service", "occasion", "unit", "requester", "wanted_class", "state",
               "decided_by", "valid_until")  # fmt: skip
    filters = ("state", "occasion", "service", "unit", "requester", "wanted_class", "personal",
               "abroad", "evaluator", "decided_by", "decided_on", "valid_until")  # fmt: skip
    search = ("number", "service__name", "service__provider", "purpose", "decision")
    order = ("-number",)
    unit_path = "unit"
    person_path = "requester"
    page = "cloud-evaluation"
    sealed = frozenset({"evaluator", "evaluated_on", "max_class", "valid_until", "decision",
                        "condition_due_on", "decided_by", "decided_on"})  # fmt: skip
    life: ClassVar[Workflow] = LIFE
    views = (
        View(_("Being evaluated"), {"state": "requested"}),
        View(_("To be decided"), {"state": "evaluated"}),
        View(_("With conditions"), {"state": "conditional"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "service": ("サービス名", "クラウドサービス"),
        "unit": ("申請部署", "利用部署"),
        "requester": ("申請者",),
        "requested_on": ("申請日",),
        "purpose": ("利用目的", "用途"),
        "wanted_class": ("扱う情報の区分", "取扱情報"),
        "personal": ("個人データ", "個人情報の有無"),
        "users": ("利用者数",),
    }
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "employee:own", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "employee:own", "operator"),
        withdraw=("director", "chair"),
        moves={
            "submit": ("chair", "committee", "admin", "manager:unit"),
            "send_back": ("director", "deputy", "chair", "manager:unit"),
            "approve": ("director", "deputy", "manager:unit"),
            "approve_conditionally": ("director", "deputy", "manager:unit"),
            "refuse": ("director", "deputy", "manager:unit"),
            "retract": (*LEADERS, "admin", "manager:unit", "employee:own"),
        },
        never_own=("approve", "approve_conditionally"),
    )

    def against(self, act: Act, name: str, record: CloudEvaluation) -> Iterable[tuple[str, Text]]:
        """Strict classes and personal data abroad are for the director; unknown counts as both."""
        allows = name in {"approve", "approve_conditionally"}
        if allows and not act.actor.roles & IN_CHARGE and weighty(record):
            words = _(
                "Strict information, or personal data abroad: the director in charge decides."
            )
            yield "director_only", words

    def prepare(self, values: dict[str, Any], record: CloudEvaluation | None, act: Act) -> None:
        values["requested_on"] = values["requested_on"] or act.on
        if record is None:
            values["requester"] = values["requester"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: CloudEvaluation | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        if record is None:
            return
        was, now = record.state, values["state"]
        if was == now and was != EvaluationState.REQUESTED:
            for name in FIXED:
                if values[name] != getattr(record, CloudEvaluation._meta.get_field(name).attname):  # type: ignore[union-attr]
                    yield name, _("This has been handed in. Please have it sent back first.")
        if was != now and now == EvaluationState.EVALUATED:
            yield from _ready(values, record)
        if was != now and now in ALLOWING:
            yield from _bounded(values, act)

    def moved(self, act: Act, name: str, record: CloudEvaluation, said: Mapping[str, Any]) -> None:
        """The service follows its newest decision; a condition becomes a line with a day."""
        del said
        if record.state not in {*ALLOWING, EvaluationState.REFUSED}:
            return
        told: dict[str, Any] = {"decision_reason": record.decision}
        if record.state in ALLOWING:
            told |= {"max_class": record.max_class_id, "next_review_on": record.valid_until}
        service = Service.objects.get(pk=record.service_id)
        follow(registry[Services.name], act, name, service, told)
        if record.state == EvaluationState.CONDITIONAL:
            _condition(act, record, service)

    def label(self, record: CloudEvaluation) -> str:
        return f"{record.number} {record.service}"


def weighty(record: CloudEvaluation) -> bool:
    """Whether the director has to decide: by class, or by personal data that is or may be abroad."""
    rank = record.wanted_class.rank if record.wanted_class else DIRECTOR_RANK()
    abroad = record.personal is not False and record.abroad is not False
    return bool(rank >= DIRECTOR_RANK() or abroad)


def _ready(values: Mapping[str, Any], record: CloudEvaluation) -> Iterator[tuple[str, Text]]:
    """What has to be there before somebody can decide. It queries: for single acts alone."""
    for name in ("wanted_class", "personal"):
        if values[name] is None:
            yield name, _("Please fill this in.")
    if values["occasion"] == Occasion.EARLIER:
        if not values["proof"].strip():
            yield "proof", _("Please name where the earlier evaluation is kept.")
    else:
        for words in lacking(record):
            yield "", words
    risks = CloudItem.objects.risks().filter(evaluation=record.pk).exists()
    if not risks and not values["no_risk_reason"].strip():
        yield "no_risk_reason", _("Please list at least one risk, or write why there is none.")


def _bounded(values: Mapping[str, Any], act: Act) -> Iterator[tuple[str, Text]]:
    """The end of an approval, and a class that goes no further than what was asked and looked at."""
    last = after_months(act.on, MOST_MONTHS())
    if not act.on < values["valid_until"] <= last:
        yield "valid_until", _("Please choose a day up to %(day)s.") % {"day": last.isoformat()}
    ranks = dict(
        Classification.objects.filter(
            pk__in=(values["max_class"], values["wanted_class"])
        ).values_list("pk", "rank")
    )
    if ranks[values["max_class"]] > ranks.get(values["wanted_class"], 0):
        yield "max_class", _("This is stricter than what was asked for and evaluated.")


def _condition(act: Act, record: CloudEvaluation, service: Service) -> None:
    """The condition as a line with its day. It belongs to the decision, which was guarded."""
    values = {
        "evaluation": record.pk, "item": Item.CONDITION.value, "measure": record.decision,
        "treatment": Treatment.REDUCE.value,
        "owner": service.owner_id or record.requester_id, "due_on": record.condition_due_on,
    }  # fmt: skip
    register = registry[CloudItems.name]
    save(register, act, plan(register, act, [Line(values)], guarded=False))
