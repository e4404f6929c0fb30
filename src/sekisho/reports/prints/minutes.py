"""Minutes of a committee meeting on paper: 承認欄, agenda, minutes, decisions and what has to be done."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.registers import dates, guard
from sekisho.registers.register import registry
from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed
from sekisho.reports.stamps import stamps


@printed("minutes", of="committee_meetings", title=gettext_lazy("Minutes"))
def minutes(asked: Asked) -> Paper:
    register, meeting = registry["committee_meetings"], asked.record
    title = _("Minutes: %(meeting)s") % {"meeting": register.label(meeting)}
    head = paper(
        title, asked.act, proof=of_record(register.name, meeting.pk), version=meeting.number
    )
    rows = guard.visible(asked.act.actor, registry["meeting_actions"], asked.act.on)
    decided = (
        _of(asked, "committee_decisions")
        .select_related("responsible")
        .exclude(state="proposed")
        .order_by("number")
    )
    agenda = "\n".join(
        f"{n}. {one.title}"
        for n, one in enumerate(_of(asked, "agenda_items").filter(state="accepted"), 1)
    )
    actions = rows.filter(meeting=meeting).select_related("owner").order_by("due_on", "number")
    body = {
        "stamps": stamps(register, meeting),
        "facts": [
            [_("Day of the meeting"), dates.day(meeting.held_on)],
            [_("Attendees"), _("、").join(meeting.attendees)],
        ],
        "parts": [
            [title, text]
            for title, text in (
                (_("Agenda"), "\n".join(filter(None, (meeting.agenda, agenda)))),
                (_("What was said"), meeting.minutes),
                (_("Decisions"), meeting.decisions),
            )
            if text
        ],
        "decisions": [_decision(one) for one in decided],
        "actions": [
            [one.number, one.what, one.owner.name, dates.day(one.due_on, "due"),
             dates.day(one.done_on, "dense") if one.done_on else ""]
            for one in actions
        ],
        "words": {
            "decisions": _("Decisions of the meeting"),
            "decided": [_("No."), _("Decision"), _("Votes"), _("Effective"), _("In charge")],
            "actions": _("Actions"),
            "columns": [_("No."), _("What"), _("In charge"), _("Due"), _("Done")],
        },
    }  # fmt: skip
    return Paper("minutes", head | body, f"{meeting.number}_minutes")


def _of(asked: Asked, name: str) -> Any:
    rows = guard.visible(asked.act.actor, registry[name], asked.act.on)
    return rows.filter(meeting=asked.record).order_by("number")


def _decision(one: Any) -> list[str]:
    """Number, words with their ground, how it was carried, from when, who by when."""
    votes = " ".join(filter(None, (one.get_state_display(), one.get_consent_display())))
    if one.votes_for is not None:
        counted = (one.votes_for, one.votes_against or 0, one.abstained or 0)
        votes += _(" (%d for, %d against, %d abstained)") % counted
    due = f" {dates.day(one.due_on, 'dense')}" if one.due_on else ""
    words = _("%(text)s (ground: %(ground)s)") % {"text": one.text, "ground": one.ground}
    effective = dates.day(one.effective_on, "dense") if one.effective_on else ""
    who = one.responsible.name if one.responsible else ""
    return [one.number, words, votes, effective, who + due]
