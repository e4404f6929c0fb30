"""What must be so before an incident leaves a stage: said before the step, and enforced by it.

Scaled by severity: major and moderate ones in full; minor ones and near misses need their cause, a
decision about evidence, and nothing still owed to people outside.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.words import ROAD, Severity, Stage, Tri
from sekisho.registers import settings
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.rights import Role

FULL = frozenset({Severity.MAJOR, Severity.MODERATE})
WHYS = settings.declare(
    "incidents.whys", 3, _("How often “why” is asked before the cause of an incident counts as found"),
    source=_("Practice of the five whys; three is the least that leaves the first answer behind."),
    least=1, most=5, group=_("Incidents"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition: in words that say what to do, and whether it is met."""

    words: Text
    met: bool


def problems(record: Incident, values: Mapping[str, Any], act: Act) -> Iterable[tuple[str, Text]]:
    """The unmet gates of the step from the record's stage to that of ``values``."""
    if record.state == values["state"]:
        return
    for gate in of_step(record, values, record.state, values["state"]):
        if not gate.met:
            yield "", gate.words
    if values["state"] == Stage.CLOSED:
        yield from _closing(record, values["severity"], act)


def _closing(record: Incident, severity: str, act: Act) -> Iterator[tuple[str, Text]]:
    """Who may close what, and from where."""
    if record.state != Stage.PREVENTION and severity in FULL:
        yield "", _("Major and moderate incidents go the whole road before they are closed.")
    if severity == Severity.MAJOR and not act.actor.roles & {Role.DIRECTOR, Role.DEPUTY}:
        yield "", _("A major incident is closed by the director in charge.")


def ahead(record: Incident) -> list[Gate]:
    """The gates of the next step on the road, as they stand now."""
    values = {field.attname.removesuffix("_id"): getattr(record, field.attname)
              for field in record._meta.concrete_fields}  # fmt: skip
    following = NEXT.get(Stage(record.state))
    return list(of_step(record, values, record.state, following)) if following else []


NEXT = dict(pairwise(ROAD))


def of_step(record: Incident, values: Mapping[str, Any], before: str, after: str) -> Iterator[Gate]:
    """Every gate between two stages."""
    if after == Stage.CONTAINED:
        yield from _contained(record, values)
    elif after == Stage.RECOVERED:
        yield from _recovered(record, values)
    elif after == Stage.CLOSED:
        yield from _closed(record, values)
    if values["severity"] in FULL and before in ROAD and after in ROAD:
        yield _steps(record, before)


def _contained(record: Incident, values: Mapping[str, Any]) -> Iterator[Gate]:
    from sekisho.domains.incidents.containment import Containment, State

    verified = Containment.objects.present().filter(incident=record.pk, state=State.VERIFIED)
    met = bool(values["uncontained_reason"]) or verified.exists()
    yield Gate(_("One containment measure is verified by somebody else, or the reason why there is "
                 "nothing to contain is written."), met)  # fmt: skip
    yield Gate(_("It is decided whether evidence is kept, before anything is erased."),
               values["evidence_needed"] != Tri.UNKNOWN)  # fmt: skip


def _recovered(record: Incident, values: Mapping[str, Any]) -> Iterator[Gate]:
    from sekisho.domains.incidents.freezing import frozen
    from sekisho.domains.incidents.recovery import RecoveryCheck, State

    open_ = RecoveryCheck.objects.present().filter(incident=record.pk).exclude(state=State.CHECKED)
    yield Gate(_("Everything to be restored is checked by somebody else."), not open_.exists())
    yield Gate(_("For every access frozen in this incident it is decided what becomes of it."),
               not frozen(record).exists())  # fmt: skip
    if values["severity"] in FULL:
        yield Gate(_("For what was affected it is entered what has to run again."),
                   _entered(record))  # fmt: skip
        asked = len(values["whys"] or ())
        words = _("“Why” is asked %(n)s times (now %(is)s).") % {"n": WHYS(), "is": asked}
        yield Gate(words, asked >= WHYS())


def _entered(record: Incident) -> bool:
    """Whether anything has to be restored at all, and somebody has said what."""
    from sekisho.domains.incidents.affected import AffectedAsset, Standing
    from sekisho.domains.incidents.recovery import RecoveryCheck

    hit = (
        AffectedAsset.objects.present().filter(incident=record.pk).exclude(standing=Standing.CLEAN)
    )
    checks = RecoveryCheck.objects.present().filter(incident=record.pk)
    return not hit.exists() or checks.exists()


def _closed(record: Incident, values: Mapping[str, Any]) -> Iterator[Gate]:
    from sekisho.domains.incidents.evidence import Evidence
    from sekisho.domains.incidents.evidence import State as Held
    from sekisho.domains.incidents.outside import Decision, OutsideContact
    from sekisho.domains.incidents.person_notice import PersonNotice
    from sekisho.domains.incidents.prevention import Prevention
    from sekisho.domains.incidents.report_duty import ReportDuty

    owed = ReportDuty.objects.pending().filter(incident=record.pk)
    yield Gate(_("Every report and notice is submitted, or two people agree that it is not owed."),
               not owed.exists())  # fmt: skip
    groups = PersonNotice.objects.present().filter(incident=record.pk)
    if groups.exists():
        yield Gate(_("For every group of persons it is decided whether and how they are told, and it is "
                     "done."), not groups.filter(_untold()).exists())  # fmt: skip
    if values["severity"] not in FULL:
        return
    kept = Evidence.objects.present().filter(incident=record.pk)
    handed = kept.filter(state=Held.HANDED_OVER)
    yield Gate(_("No evidence is on its way between two people."), not handed.exists())
    undecided = OutsideContact.objects.present().filter(
        incident=record.pk, decision=Decision.UNDECIDED
    )
    yield Gate(
        _("For every body outside it is decided whether it is told."), not undecided.exists()
    )
    waiting = OutsideContact.objects.present().filter(
        incident=record.pk, decision=Decision.NEEDED, contacted_at=None
    )
    yield Gate(_("Every body that has to be told was told."), not waiting.exists())
    planned = Prevention.objects.present().filter(incident=record.pk).exists()
    yield Gate(_("There is a preventive measure, or the reason why nothing further is done."),
               planned or bool(values["no_prevention_reason"]))  # fmt: skip


def _untold() -> Q:
    """Groups nobody has decided about, or that were to be told and were not."""
    from sekisho.domains.incidents.person_notice import Answer

    told = (Answer.NOTIFY, Answer.SUBSTITUTE)
    return Q(decision__in=(Answer.UNDECIDED, Answer.LATER)) | Q(decision__in=told, notified_at=None)


def _steps(record: Incident, stage: str) -> Gate:
    from sekisho.domains.incidents.step import IncidentStep, State

    so_far = ROAD[: ROAD.index(Stage(stage)) + 1]
    rows = IncidentStep.objects.present().filter(incident=record.pk, state=State.OPEN)
    left = rows.filter(mandatory=True, stage__in=so_far).exists()
    return Gate(_("Every mandatory step so far is done, or left out with a reason."), not left)
