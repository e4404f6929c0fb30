"""The director is accountable: closes major incidents, accepts the residual risks above the threshold."""

from datetime import date

from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import Severity, Stage
from sekisho.domains.risk.acceptance import DIRECTOR_LEVEL
from sekisho.domains.risk.models import RiskAcceptance
from sekisho.obligations.obligation import Rows, obligation
from sekisho.obligations.people import holder, in_office
from sekisho.obligations.words import truth, unless
from sekisho.registers.rights import Role

IN_CHARGE = (Role.DIRECTOR, Role.DEPUTY)


def closed_major(on: date) -> Rows:
    """Major incidents closed by ``on``; exercises are none."""
    rows = Incident.objects.present().filter(drill=False, severity=Severity.MAJOR)
    rows = rows.filter(state=Stage.CLOSED).annotate(closed_on=TruncDate("closed_at"))
    return rows.filter(closed_on__lte=on)


@obligation(
    "major-incidents-closed-by-director",
    of=Incident,
    among=closed_major,
    duties=("O032",),
    title=_("Major incidents are closed by the director in charge"),
    criterion=_("Whoever closed the incident was director or deputy on that day."),
    remedy=_("Open the incident again and have the director close it."),
    act=_("Open the incident"),
    verb="reopen",
    reads={"incidents": "", "appointments": None},
    answers="director",
)
def closed_by_director(rows: Rows, on: date) -> Rows:
    """Unknown where nobody recorded who closed it."""
    met = in_office("closed_by", "closed_on", *IN_CHARGE)
    return rows.annotate(
        due_on=unless(met, due=F("closed_on")),
        unknown=truth(Q(closed_by__isnull=True)),
        assignee=holder(Role.DIRECTOR, on),
    )


def accepted(on: date) -> Rows:
    return RiskAcceptance.objects.decided(on)


@obligation(
    "residual-risks-accepted-by-director",
    of=RiskAcceptance,
    among=accepted,
    duties=("O032",),
    title=_("Residual risks above the threshold are accepted by the director in charge"),
    criterion=_(
        "From level %(risk.director_level)s on, whoever accepted it was director or deputy on that "
        "day and is not its owner; and the acceptance has not run out."
    ),
    remedy=_("Have the risk judged anew and accepted by the director, or end the acceptance."),
    act=_("Open the accepted risks"),
    verb="change",
    reads={"risk_acceptances": "", "appointments": None},
    answers="director",
    notice=30,
    settings=("risk.director_level",),
)
def accepted_by_director(rows: Rows, on: date) -> Rows:
    """Below the threshold only the term counts: after its last day nobody accepts the risk."""
    director = Q(in_office("approved_by", "approved_on", *IN_CHARGE))
    other = Q(owner=None) | ~Q(approved_by=F("owner"))
    met = Q(level__lt=DIRECTOR_LEVEL()) | (director & other)
    wrong = unless(met, due=F("approved_on"))
    return rows.annotate(wrong=wrong).annotate(
        due_on=Coalesce(F("wrong"), F("ends_on")), assignee=holder(Role.DIRECTOR, on)
    )
