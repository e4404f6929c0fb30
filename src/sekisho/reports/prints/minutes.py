"""Minutes of a committee meeting on paper: 承認欄, agenda, minutes, decisions and what has to be done."""

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
                (_("Agenda"), meeting.agenda),
                (_("What was said"), meeting.minutes),
                (_("Decisions"), meeting.decisions),
            )
            if text
        ],
        "actions": [
            [one.number, one.what, one.owner.name, dates.day(one.due_on, "due"),
             dates.day(one.done_on, "dense") if one.done_on else ""]
            for one in actions
        ],
        "words": {
            "actions": _("Actions"),
            "columns": [_("No."), _("What"), _("In charge"), _("Due"), _("Done")],
        },
    }  # fmt: skip
    return Paper("minutes", head | body, f"{meeting.number}_minutes")
