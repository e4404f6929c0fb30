"""Incidents in figures on paper, for the committee."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.registers import dates
from sekisho.registers.rights import LEADERS
from sekisho.reports import figures
from sekisho.reports.paper import paper
from sekisho.reports.printing import Asked, Paper, printed

ROLES = (*LEADERS, "admin", "auditor", "manager", "operator")
SHOWN = (0, 1, 2, 3, 4, 5, 8, 9, 10, 11)
"""Columns for which a sheet of A4 has room."""


@printed("incident_statistics", title=gettext_lazy("Incidents in figures"), roles=ROLES)
def incident_statistics(asked: Asked) -> Paper:
    """``?since=2026-04-01&until=2027-03-31``: of these days; by default of the last twelve months."""
    days = [figures.day(asked.query.get(name, "")) for name in ("since", "until")]
    found = figures.of(asked.act, *days)
    head = paper(_("Incidents in figures"), asked.act)
    said = {"since": dates.day(found.since), "until": dates.day(found.until)}
    body = {
        "note": _("Reported from %(since)s to %(until)s. Exercises do not count. Times are medians, with "
                  "the number of incidents they are known of.") % said,
        "parts": [
            {"title": title, "texts": [], "heads": [heads[i] for i in SHOWN],
             "lines": [[line[i] for i in SHOWN] for line in lines],
             "widths": [2.4, 1, 1, 1, 1, 1.1, 1.5, 1.5, 1.5, 1.5]}
            for title, heads, lines in figures.tables(found)
        ],
    }  # fmt: skip
    return Paper("tables", head | body, "incident_statistics")
