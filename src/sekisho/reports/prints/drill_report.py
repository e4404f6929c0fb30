"""The report of a drill (訓練報告書) on paper: what was practised, how fairly, what it showed. No names of those
who took part."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_result import DrillResult, Scope
from sekisho.domains.education.drill_words import OVER
from sekisho.registers import dates
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed
from sekisho.reports.stamps import stamps

WIDTHS = [3, 1, 1, 1.2, 1.4, 1.2, 1.2]


def is_over(_register: Any, drill: Any) -> bool:
    return drill.state in OVER


@printed("drill_report", of="drills", title=gettext_lazy("Report of the drill"), when=is_over)
def drill_report(asked: Asked) -> Paper:
    assert asked.register is not None  # noqa: S101 - a paper of a record
    drill: Drill = asked.record
    title = _("Report of the drill: %(title)s") % {"title": drill.title}
    proof = of_record(asked.register.name, drill.pk)
    head = paper(title, asked.act, proof=proof, version=drill.number)
    parts = [*_figures(asked, drill), *_texts(drill)]
    body = {"stamps": stamps(asked.register, drill), "facts": list(_facts(drill)), "parts": parts}
    return Paper("drill_report", head | body, drill.number)


def _facts(drill: Drill) -> Any:
    said = {
        _("Kind"): drill.get_kind_display(),
        _("Taking part"): drill.unit.name if drill.unit else _("Everybody"),
        _("Held on"): dates.day(drill.held_on) if drill.held_on else _span(drill),
        _("Took part"): "" if drill.participants is None else dates.people(drill.participants),
        _("Consented by"): _who(drill.consented_by, drill.consented_on),
        _("Announced in general beforehand"): _day(drill.announced_on),
        _(
            "The labour side is informed"
        ): f"{_day(drill.labour_told_on)} {drill.labour_how}".strip(),
        _("Subject"): drill.subject,
        _("Time to recover"): _minutes(drill.recovery_measured, drill.recovery_promised),
        _("Data lost"): _minutes(drill.loss_measured, drill.loss_promised),
        _("Reviewed by"): _who(drill.reviewed_by, drill.reviewed_on),
    }
    return ([name, words] for name, words in said.items() if words)


def _day(day: Any) -> str:
    return str(dates.day(day)) if day else ""


def _span(drill: Drill) -> str:
    return f"{_day(drill.starts_at)} – {_day(drill.ends_on)}" if drill.starts_at else ""


def _who(person: Any, day: Any) -> str:
    return f"{person.name} {_day(day)}" if person else ""


def _minutes(took: int | None, promised: int | None) -> str:
    if took is None:
        return ""
    given = "" if promised is None else f" ({_('promised')} {dates.minutes(promised)})"
    return f"{dates.minutes(took)}{given}"


def _figures(asked: Asked, drill: Drill) -> list[dict[str, Any]]:
    rows = visible(asked.act.actor, registry["drill_results"], asked.act.on).filter(drill=drill.pk)
    ordered = sorted(
        rows.select_related("unit"),
        key=lambda row: (list(Scope).index(Scope(row.scope)), row.unit.outline if row.unit else ""),
    )
    if not ordered:
        return []
    heads = [_("of whom"), _("Mails"), _("Report rate"), _("Time to report"),
             _("Reports before the first click"), _("Clicks"), _("Scanner")]  # fmt: skip
    note = _(
        "Reports come first; fetches by scanners are left out of the clicks. Small units are counted together."
    )
    return [{"title": _("Results"), "texts": [note], "heads": heads,
             "lines": [_line(row) for row in ordered], "widths": WIDTHS}]  # fmt: skip


def _line(row: DrillResult) -> list[str]:
    rate = f"{round(100 * row.reported / row.sent)}%" if row.sent else "—"
    return [
        row.unit.name if row.unit else str(row.get_scope_display()), f"{row.sent:,}", rate,
        "—" if row.minutes is None else dates.minutes(row.minutes), f"{row.before:,}",
        f"{row.clicked:,}", f"{row.scanned:,}",
    ]  # fmt: skip


def _texts(drill: Drill) -> list[dict[str, Any]]:
    said = {
        _("What is practised"): drill.objective, _("Situation"): "" if drill.by_mail else drill.situation,
        _("What it showed"): drill.lessons, _("Follow-up"): drill.follow_up,
    }  # fmt: skip
    return [{"title": name, "texts": words.splitlines(), "heads": [], "lines": [], "widths": []}
            for name, words in said.items() if words]  # fmt: skip
