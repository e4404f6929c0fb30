"""What a manager answers for: nothing of the unit stays overdue without the director knowing (O049)."""

from datetime import date

from django.db.models import DateField, Exists, F, Min, OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from sekisho.domains.people.models import Unit
from sekisho.findings.escalation import Escalation, Level
from sekisho.findings.task import Task
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import manager_of
from sekisho.registers import settings
from sekisho.registers.datesql import BusinessAfter

CODE = "overdue-escalated"
WITHIN = settings.declare(
    "escalation.within_days", 5, _("Overdue items are brought before the director within"),
    unit=_("business days"), least=1, most=60, since=date(2026, 4, 1),
    source=_("Default of practice; the ladder may be shorter, never longer, to be in time."),
    group=_("Direction and committee"),
)  # fmt: skip


@obligation(
    CODE,
    of=Unit,
    among=Unit.objects.active,
    duties=("O049",),
    title=_("What stays overdue in a unit is brought before the director in time"),
    criterion=_(
        "Each overdue item is escalated within %(escalation.within_days)s business days of its due date."
    ),
    remedy=_("Finish what is overdue in the unit, or bring it before the director in charge."),
    act=_("Open the scorecard"),
    verb="change",
    reads={"units": "", "tasks": "tasks", "escalations": "escalations", "appointments": None},
    answers="director",
    notice=3,
    settings=("escalation.within_days",),
)
def overdue_escalated(units: Rows, on: date) -> Rows:
    """The oldest item overdue on ``on`` that the director or the committee has not been told of.

    This duty's own tasks are left out: an item is counted once, where it arose.
    """
    told = Escalation.objects.by(on).exclude(level=Level.MANAGER).filter(task=OuterRef("pk"))
    late = Task.objects.live().filter(unit=OuterRef("pk"), due_on__lt=on).exclude(obligation=CODE)
    untold = late.filter(~Exists(told)).order_by().values("unit")
    first = untold.annotate(first=Min("due_on")).values("first")
    return units.annotate(sk_late=Subquery(first, output_field=DateField())).annotate(
        due_on=BusinessAfter(F("sk_late"), WITHIN()), assignee=manager_of("pk", on)
    )
