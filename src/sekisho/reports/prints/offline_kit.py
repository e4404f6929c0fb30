"""The kit for the hour when our own server is down: whom to call, what to do first, forms, time limits."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sekisho.domains.incidents.emergency_contact import LEAST, EmergencyContact
from sekisho.domains.incidents.playbook import playbooks
from sekisho.domains.incidents.words import Category
from sekisho.domains.people.models import Appointment
from sekisho.packs.breach import Rule, rules
from sekisho.registers.rights import LEADERS, Role
from sekisho.reports.paper import paper
from sekisho.reports.printing import Asked, Paper, printed

ROLES = (*LEADERS, "admin", "auditor", "manager", "operator")
OFFICES = (Role.DIRECTOR, Role.DEPUTY, Role.CHAIR, Role.COMMITTEE, Role.ADMIN, Role.MANAGER)
FIRST = ("triaged", "responding")
Part = dict[str, Any]


@printed("offline_kit", title=gettext_lazy("Offline kit for emergencies"), roles=ROLES)
def offline_kit(asked: Asked) -> Paper:
    head = paper(_("Offline kit for emergencies"), asked.act, label=_("Internal use"))
    body = {
        "note": _("Keep it where it can be reached without a computer. Replace it when it is more than a "
                  "month old or a number has changed."),
        "parts": [_inside(asked), _outside(), _steps(), _limits(asked), _form(), _course()],
    }  # fmt: skip
    return Paper("tables", head | body, "offline_kit")


def missing() -> list[str]:
    """The contacts without which the kit is not whole."""
    there = set(EmergencyContact.objects.present().exclude(phone="").values_list("whom", flat=True))
    return [str(one.label) for one in LEAST if one.value not in there]


def _part(
    title: str, heads: list[str], lines: list[list[str]], widths: list[float], *texts: str
) -> Part:
    return {"title": title, "heads": heads, "lines": lines, "widths": widths, "texts": list(texts)}


def _inside(asked: Asked) -> Part:
    rows = Appointment.objects.in_force(asked.act.on).filter(role__in=OFFICES)
    found = sorted(
        rows.select_related("person", "unit"), key=lambda a: (OFFICES.index(Role(a.role)), a.number)
    )
    lines = [
        [str(Role(one.role).label), str(one.unit or ""), one.person.name,
         one.person.phone or _("(to be filled in)")]
        for one in found
    ]  # fmt: skip
    heads = [_("Office"), _("Unit"), _("Name"), _("Telephone")]
    words = _("Call from the top. Nobody answers within 15 minutes: call the next one.")
    return _part(_("1. Whom to call inside"), heads, lines, [2, 2, 1.6, 1.8], words)


def _outside() -> Part:
    rows = EmergencyContact.objects.present().order_by("whom", "name")
    lines = [
        [one.get_whom_display(), one.name, "\n".join(filter(None, (one.phone, one.other_way))),
         "\n".join(filter(None, (one.hours, one.when, one.reference)))]
        for one in rows
    ]  # fmt: skip
    lines += [[words, _("(to be filled in)"), "", ""] for words in missing()]
    heads = [_("For"), _("Whom"), _("Telephone"), _("When, and our number")]
    words = _("The director or the chair decides who is called.")
    return _part(_("2. Whom to call outside"), heads, lines, [1.8, 2, 2, 2.4], words)


def _steps() -> Part:
    language = get_language() or "en"
    kinds = {"all": _("Always")} | dict(Category.choices)
    lines = [
        [str(title) if first else "", step.title.said(language), step.help.said(language)]
        for code, title in kinds.items()
        for first, step in _numbered([s for s in playbooks().get(code, ()) if s.stage in FIRST])
    ]  # fmt: skip
    return _part(_("3. What to do first"), [_("Kind"), _("Step"), _("How")], lines, [1.4, 3, 3])


def _numbered(steps: list[Any]) -> list[tuple[bool, Any]]:
    return [(at == 0, step) for at, step in enumerate(steps)]


def _limits(asked: Asked) -> Part:
    language = get_language() or "en"
    lines = [
        [one.authority.said(language), one.title.said(language), _limit(one)]
        for one in rules().values() if one.in_force(asked.act.on)
    ]  # fmt: skip
    words = _(
        "Day 1 is the day on which any department knew. What is not known yet counts as possible."
    )
    return _part(
        _("4. By when it must be reported"),
        [_("To"), _("What"), _("Until")],
        lines,
        [2, 3, 2.4],
        words,
    )


def _limit(one: Rule) -> str:
    if one.hours:
        return _("within %(n)s hours") % {"n": one.hours}
    if one.target:
        said = {"target": one.target, "n": one.days}
        return _("day %(target)s, at the latest day %(n)s") % said
    return _("day %(n)s") % {"n": one.days}


def _form() -> Part:
    asked = (
        _("Noticed (day and time)"), _("Found by, telephone"), _("What happened"),
        _("Which device, system, document"), _("Personal data? Of how many persons?"),
        _("Done so far"), _("Told to (name and time)"), _("Commander"),
    )  # fmt: skip
    lines = [[words, "\n\n"] for words in asked]
    return _part(_("5. Report form"), [_("Asked"), _("Answer")], lines, [2, 5],
                 _("Enter it into Sekisho afterwards, with the moments as they were."))  # fmt: skip


def _course() -> Part:
    heads = [_("Day and time"), _("What happened or was done"), _("By")]
    return _part(_("6. Course of events"), heads, [["", "\n", ""]] * 10, [1.6, 5, 1.4])
