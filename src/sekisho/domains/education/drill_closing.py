"""When a mail drill closes its figures become records; later what single people did is deleted."""

from typing import Any

from sekisho.domains.education import drill_figures
from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_figures import Figures
from sekisho.domains.education.drill_result import Scope
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_tracing import note_deliveries
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

FIGURES = ("sent", "reported", "minutes", "before", "opened", "clicked", "submitted", "scanned")


def count(drill: Drill, act: Act) -> None:
    """Keep the figures of the whole and of each group large enough."""
    note_deliveries(drill.pk)
    total, groups = drill_figures.whole(drill.pk)
    rows = [_row(drill, Scope.WHOLE, None, total)]
    for group in groups:
        unit = group.units[0] if group.alone else None
        rows.append(_row(drill, Scope.UNIT if unit else Scope.SMALL, unit, group.figures))
    write_many(registry["drill_results"], act, [Line(row) for row in rows])


def _row(drill: Drill, scope: Scope, unit: Any, figures: Figures) -> dict[str, Any]:
    return {
        "drill": drill.pk, "scope": scope, "unit": unit,
        **{name: getattr(figures, name) for name in FIGURES},
    }  # fmt: skip


def wipe(drill: Drill) -> int:
    """Delete what single people did; how many mails it was. The figures stay."""
    rows = DrillTarget.objects.filter(drill=drill.pk)
    n: int = rows.count()
    rows.delete()
    return n
