"""What was not kept is recorded, understood, put right and confirmed; persons are answered in time."""

from datetime import date

from django.db.models import Case, F, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assurance.models import Nonconformity, PersonalRequest
from sekisho.domains.assurance.nonconformity_words import State
from sekisho.domains.assurance.personal_request_words import Kind as Request
from sekisho.obligations.obligation import Kind, Rows, obligation
from sekisho.obligations.people import holder, manager_or_owner
from sekisho.obligations.words import unless
from sekisho.registers import settings
from sekisho.registers.datesql import After, AfterDays
from sekisho.registers.rights import Role

PRACTICE = _("Default of practice; the policy names no number.")
SINCE = date(2026, 4, 1)
GROUP = _("Nonconformities and requests")

PLAN_DAYS = settings.declare(
    "nonconformities.plan_days", 14, _("Days to find the cause and plan the corrective action"),
    unit=_("days"), least=1, most=90, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
CONFIRM_DAYS = settings.declare(
    "nonconformities.confirm_days", 30, _("Days to confirm the effect of a corrective action"),
    unit=_("days"), least=1, most=180, source=PRACTICE, since=SINCE, group=GROUP,
)  # fmt: skip
ANSWER_DAYS = settings.declare(
    "requests.answer_days", 14, _("Days to answer a request about personal data"),
    unit=_("days"), least=1, most=60, since=date(2022, 4, 1), group=GROUP,
    source=_(
        "Act on the Protection of Personal Information: without delay (art. 32 to 35); action at law "
        "is open two weeks after the request arrived (art. 39)."
    ),
)  # fmt: skip
COMPLAINT_DAYS = settings.declare(
    "requests.complaint_days", 30, _("Days to answer a complaint"),
    unit=_("days"), least=1, most=90, since=date(2022, 4, 1), group=GROUP,
    source=_(
        "Act on the Protection of Personal Information, art. 40: properly and promptly; the number "
        "of days is a default of practice."
    ),
)  # fmt: skip


def detected(on: date) -> Rows:
    return Nonconformity.objects.detected(on)


def of_unit(on: date) -> Coalesce:
    """The manager of the unit concerned, else the chair."""
    return Coalesce(manager_or_owner("unit", "owner", on), holder(Role.CHAIR, on))


@obligation(
    "nonconformities-planned",
    of=Nonconformity,
    among=detected,
    duties=("O013",),
    title=_("For every nonconformity the cause is found and an action planned"),
    criterion=_(
        "Within %(nonconformities.plan_days)s days of detection: cause, corrective action, person in charge, due day."
    ),
    remedy=_("Find the cause, decide the corrective action and by when who does it."),
    act=_("Set cause and action"),
    verb="plan",
    reads={"nonconformities": "", "appointments": None},
    answers="manager",
    minutes=30,
    settings=("nonconformities.plan_days",),
)
def planned(rows: Rows, on: date) -> Rows:
    """Planned by then, whatever came of the plan since."""
    met = Q(planned_on__lte=on) & ~Q(state=State.RECORDED)
    due = After("detected_on", PLAN_DAYS())
    return rows.annotate(due_on=unless(met, due=due), assignee=of_unit(on))


@obligation(
    "nonconformities-corrected",
    of=Nonconformity,
    among=lambda on: detected(on).exclude(state=State.RECORDED),
    duties=("O013",),
    title=_("Corrective actions are carried out by their day"),
    criterion=_(
        "By the day set in the plan, and it was looked whether the same happens elsewhere."
    ),
    remedy=_("Carry the action out, look for the same elsewhere, and record the day."),
    act=_("Carried out"),
    verb="carry_out",
    reads={"nonconformities": ""},
    answers="manager",
    minutes=30,
)
def corrected(rows: Rows, on: date) -> Rows:
    """Carried out, and the same looked for elsewhere."""
    met = Q(done_on__lte=on, state__in=(State.DONE, State.CLOSED)) & ~Q(similar="")
    return rows.annotate(due_on=unless(met, due=F("action_due")), assignee=F("owner_id"))


@obligation(
    "nonconformities-confirmed",
    of=Nonconformity,
    among=lambda on: detected(on).filter(done_on__lte=on, state__in=(State.DONE, State.CLOSED)),
    duties=("O013",),
    title=_("Somebody else confirms that corrective actions work"),
    criterion=_(
        "Within %(nonconformities.confirm_days)s days of carrying it out, by somebody who neither planned nor did it."
    ),
    remedy=_("Look at the facts whether the action works, and confirm or send it back."),
    act=_("Confirm and close"),
    verb="confirm",
    reads={"nonconformities": "", "appointments": None},
    answers="chair",
    notice=21,
    minutes=15,
    settings=("nonconformities.confirm_days",),
)
def confirmed(rows: Rows, on: date) -> Rows:
    """Closed by another person than those who did it."""
    met = Q(confirmed_on__lte=on, state=State.CLOSED)
    due = After("done_on", CONFIRM_DAYS())
    return rows.annotate(due_on=unless(met, due=due), assignee=holder(Role.CHAIR, on))


def received(on: date) -> Rows:
    return PersonalRequest.objects.received(on)


@obligation(
    "requests-answered",
    of=PersonalRequest,
    among=received,
    duties=("O014", "O016"),
    kind=Kind.EVENT,
    title=_("Requests of persons about their data are answered in time"),
    criterion=_(
        "Within %(requests.answer_days)s days of receipt, complaints within %(requests.complaint_days)s; identity checked, confirmed by two."
    ),
    remedy=_(
        "Check the identity, decide, have it confirmed and send the answer. If it is too late, "
        "record the cause and a corrective action."
    ),
    act=_("Open the request"),
    verb="send",
    reads={"personal_requests": "", "appointments": None},
    answers="committee",
    notice=10,
    minutes=60,
    settings=("requests.answer_days", "requests.complaint_days"),
)
def answered(rows: Rows, on: date) -> Rows:
    """An answer that came too late stays a breach."""
    days = Case(
        When(kind=Request.COMPLAINT, then=Value(COMPLAINT_DAYS())),
        default=Value(ANSWER_DAYS()),
        output_field=IntegerField(),
    )
    rows = rows.annotate(limit=AfterDays("received_on", days))
    met = Q(answered_on__lte=on) & Q(answered_on__lte=F("limit"))
    return rows.annotate(
        due_on=unless(met, due=F("limit")),
        assignee=Coalesce(manager_or_owner("unit", "owner", on), holder(Role.CHAIR, on)),
    )
