"""Use of cloud services: evaluated before, decided by somebody else, looked at again, ended cleanly."""

from datetime import date

from django.db.models import Case, DateField, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.models import CloudEvaluation, CloudItem, Service
from sekisho.domains.incidents.models import AffectedAsset
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_or_owner
from sekisho.obligations.words import exists, latest, registered, the_earlier, unless
from sekisho.registers import settings
from sekisho.registers.datesql import After

DEFAULT = _("Default of practice; the policy names no number.")
GROUP = _("Cloud services")
DECIDE_DAYS = settings.declare(
    "cloud.decide_days", 30, _("Days to decide on a cloud service somebody asked for"), most=180,
    source=DEFAULT, since=date(2026, 4, 1), unit=_("days"), group=GROUP,
)  # fmt: skip
CALLED_DAYS = settings.declare(
    "cloud.called_days", 30, _("Days to evaluate a service again after a change or an incident"),
    most=180, source=DEFAULT, since=date(2026, 4, 1), unit=_("days"), group=GROUP,
)  # fmt: skip
RETURN_DAYS = settings.declare(
    "cloud.return_days", 30, _("Days to get the data back and have it erased after the end of a use"),
    most=365, source=DEFAULT, since=date(2026, 4, 1), unit=_("days"), group=GROUP,
)  # fmt: skip
READS = {"services": "", "cloud_evaluations": "evaluations", "appointments": "unit__appointments"}


def used(on: date) -> Rows:
    return Service.objects.used(on)


@obligation(
    "cloud-evaluated",
    of=Service,
    among=used,
    duties=("O117",),
    title=_("Every cloud service in use was evaluated before its use"),
    criterion=_("An evaluation of every item, or the record of an earlier one, was decided on."),
    remedy=_("Evaluate the service item by item and hand it in for the decision."),
    act=_("Evaluate the service"),
    verb="add",
    reads=READS,
    answers="manager",
    minutes=60,
)
def evaluated(services: Rows, on: date) -> Rows:
    """Owed by the first day of use; caught up on, it is kept again."""
    done = exists(CloudEvaluation.objects.decided(on), service="pk")
    first = Coalesce(F("first_used_on"), F("approved_on"), registered())
    return services.annotate(
        due_on=unless(done, due=first), assignee=manager_or_owner("unit", "owner", on)
    )


@obligation(
    "cloud-risks-named",
    of=Service,
    among=lambda on: Service.objects.used(on).filter(
        pk__in=CloudEvaluation.objects.decided(on).values("service")
    ),
    duties=("O118",),
    title=_("The risks of every cloud service in use are known and treated"),
    criterion=_("At least one risk with its treatment, or the reason why there is none."),
    remedy=_("List the risks of the service and what is done about each."),
    act=_("List the risks"),
    verb="add",
    reads={**READS, "cloud_items": "evaluations__items"},
    answers="manager",
    minutes=30,
)
def risks_named(services: Rows, on: date) -> Rows:
    """Of the newest decision: a risk once found does not count for ever."""
    decided = CloudEvaluation.objects.decided(on).filter(service=OuterRef("pk"))
    newest = decided.order_by("-decided_on", "-number").values("pk")[:1]
    rows = services.annotate(newest=Subquery(newest))
    named = exists(CloudItem.objects.risks().exclude(treatment=""), evaluation="newest")
    reasoned = exists(CloudEvaluation.objects.exclude(no_risk_reason=""), pk="newest")
    return rows.annotate(
        due_on=unless(Q(named) | Q(reasoned), due=F("approved_on")),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "cloud-decided",
    of=Service,
    among=Service.objects.in_use,
    duties=("O119",),
    title=_("Somebody has decided whether each cloud service may be used"),
    criterion=_("Decided within %(cloud.decide_days)s days and before the first use; a service that was refused is not used."),
    remedy=_("Decide on the service, or end its use."),
    act=_("Evaluate the service"),
    verb="add",
    reads=READS,
    answers="manager",
    settings=("cloud.decide_days",),
)  # fmt: skip
def decided(services: Rows, on: date) -> Rows:
    """Until then it is owed from the day it is used, or some time after it was asked for."""
    asked = After(registered(), DECIDE_DAYS())
    waiting = the_earlier(F("first_used_on"), asked)
    unused = Q(first_used_on=None) | Q(first_used_on__gt=on)
    owed = Case(
        When(Q(approval__in=("approved", "conditional"), approved_on__lte=on), then=None),
        When(Q(approval="refused") & unused, then=None),
        When(approval="refused", then=After("approved_on", DECIDE_DAYS())),
        default=waiting,
        output_field=DateField(),
    )
    return services.annotate(due_on=owed, assignee=manager_or_owner("unit", "owner", on))


@obligation(
    "cloud-reviewed",
    of=Service,
    among=lambda on: Service.objects.in_use(on).allowed(),
    duties=("O119",),
    title=_("Every cloud service is evaluated again in time"),
    criterion=_("Before its approval ends, and within %(cloud.called_days)s days of a change or of a major or moderate incident that touches what it holds."),
    remedy=_("Evaluate the service again and have it decided."),
    act=_("Evaluate again"),
    verb="add",
    reads={**READS, "assets": "assets", "affected_assets": "assets__incidents",
           "incidents": "assets__incidents__incident"},
    answers="manager",
    notice=30,
    minutes=45,
    settings=("cloud.called_days",),
)  # fmt: skip
def reviewed(services: Rows, on: date) -> Rows:
    """An incident counts from the day it was reported, unless the decision is newer."""
    touched = AffectedAsset.objects.present().filter(
        incident__withdrawn_at=None,
            incident__severity__in=("major", "moderate"), incident__drill=False, incident__reported_at__date__lte=on,
    ).exclude(standing="clean").annotate(day=Cast("incident__reported_at", DateField()))  # fmt: skip
    rows = services.annotate(hit_on=latest(touched, "day", asset__service="pk"))
    hit = Case(
        When(hit_on__gt=F("approved_on"), then=After("hit_on", CALLED_DAYS())),
        output_field=DateField(),
    )
    called = After("review_called_on", CALLED_DAYS())
    ends = Coalesce(F("next_review_on"), After("approved_on", 365))
    return rows.annotate(
        due_on=the_earlier(ends, the_earlier(hit, called)),
        assignee=manager_or_owner("unit", "owner", on),
    )


@obligation(
    "cloud-conditions-met",
    of=CloudItem,
    among=lambda on: CloudItem.objects.to_do().filter(
        evaluation__in=CloudEvaluation.objects.allowing(on), evaluation__service__ended_on=None
    ),
    duties=("O118", "O119"),
    title=_("Conditions and measures for cloud services are carried out in time"),
    criterion=_("Each is done by its day, and it is written how."),
    remedy=_("Carry out the condition and write down how, or have the service decided anew."),
    act=_("Record it as done"),
    verb="change",
    reads={"cloud_items": "", "cloud_evaluations": "evaluation", "services": "evaluation__service",
           "appointments": "evaluation__unit__appointments"},
    answers="manager",
    minutes=20,
)  # fmt: skip
def conditions_met(items: Rows, on: date) -> Rows:
    return items.annotate(
        owed_on=unless(Q(done_on__lte=on), due=F("due_on")),
        assignee=Coalesce(
            F("owner_id"), manager_or_owner("evaluation__unit", "evaluation__evaluator", on)
        ),
    )


@obligation(
    "cloud-ended-cleanly",
    of=Service,
    among=lambda on: Service.objects.present().filter(ended_on__lte=on),
    duties=("O119",),
    title=_("Nothing of ours is left in a cloud service that ended"),
    criterion=_("Within %(cloud.return_days)s days it is recorded what came back and what proves the erasure."),
    remedy=_("Get the data back, have it erased, and record both."),
    act=_("Record return and erasure"),
    verb="confirm_return",
    reads=READS,
    answers="manager",
    minutes=20,
    settings=("cloud.return_days",),
)  # fmt: skip
def ended_cleanly(services: Rows, on: date) -> Rows:
    clean = Q(data_returned_on__lte=on) & ~Q(data_returned="")
    return services.annotate(
        due_on=unless(clean, due=After("ended_on", RETURN_DAYS())),
        assignee=manager_or_owner("unit", "owner", on),
    )
