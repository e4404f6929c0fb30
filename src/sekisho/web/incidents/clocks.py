"""The clocks on top of an incident: how long it has run, and what is due next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from sekisho.domains.incidents.applies import Answer
from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.report_duty import ENDED, ReportDuty, State
from sekisho.web.words import Text

MOST = 3


@dataclass(frozen=True, slots=True)
class Clock:
    """One figure: what, how it stands, and the facts under it. ``tone``: ok, warn, ng or plain."""

    title: Text
    value: Text
    tone: str
    under: Text
    at: datetime | None = None


def of(record: Incident, at: datetime) -> list[Clock]:
    """The age of the incident and its most urgent duties outside, at the moment ``at``."""
    end = record.closed_at or at
    found = [Clock(_("Since it was noticed"), span(end - record.noticed_at), "", _("noticed"),
                   record.noticed_at)]  # fmt: skip
    found.append(_told(record))
    owed = [d for d in record.report_duties.order_by("due_at") if d.answer != Answer.NO]
    owed.sort(key=lambda d: (d.state in ENDED, d.due_at))
    clocks: dict[tuple[str, str], list[ReportDuty]] = {}
    for duty in owed:
        clocks.setdefault(_outcome(duty), []).append(duty)
    shown = list(clocks.values())[: MOST - 1]
    return found + [_duty(some[0], at) if len(some) == 1 else _both(some, at) for some in shown]


def _outcome(duty: ReportDuty) -> tuple[str, str]:
    """What cannot both be owed in the end (30 or 60 days) is one clock until the facts are known."""
    terms = duty.terms
    if terms is None or terms.malicious is None or duty.state in ENDED:
        return "", duty.rule
    return terms.law, terms.stage


def _both(some: list[ReportDuty], at: datetime) -> Clock:
    """Both outcomes, the nearer one first: nobody may count on the later one yet."""
    nearest = _duty(some[0], at)
    days = [
        _("if %(which)s by %(at)s")
        % {"which": one.words, "at": localtime(one.due_at).strftime("%Y/%m/%d")}
        for one in some
    ]
    under = _(" / ").join(days)
    return Clock(some[0].to, nearest.value, nearest.tone or "warn", under)


def _told(record: Incident) -> Clock:
    """How soon manager and committee knew."""
    first = record.alerts.order_by("told_at").first()
    if first is None:
        return Clock(_("Told to manager and committee"), _("not yet"), "ng", "")
    took = first.told_at - record.reported_at
    return Clock(_("Told to manager and committee"), span(took), "ok", _("after the report"),
                 first.told_at)  # fmt: skip


def _duty(duty: ReportDuty, at: datetime) -> Clock:
    state, due = duty.state, duty.due_at
    title = f"{duty.to} {duty.words}"
    possible = duty.answer == Answer.POSSIBLE
    if state == State.SUBMITTED:
        return Clock(title, _("Submitted"), "ok", _("submitted"), duty.submitted_at)
    if state in ENDED:
        return Clock(title, State(state).label, "", "")
    left = due - at
    under = _("by, if it applies") if possible else _("by")
    if left < timedelta(0):
        return Clock(title, _("%(span)s late") % {"span": span(-left)}, "ng", under, due)
    tone = "warn" if left < timedelta(days=2) else ""
    return Clock(title, _("%(span)s left") % {"span": span(left)}, tone, under, due)


def span(length: timedelta) -> str:
    """A length of time in its two largest units: 2日 21時間, 14分."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return _("%(days)sd %(hours)sh") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)sh %(minutes)smin") % {"hours": hours, "minutes": rest}
    return _("%(minutes)smin") % {"minutes": rest}
