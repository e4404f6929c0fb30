"""What is known of the fault of an exposure, beside its record: names, sources, scores, why this day."""

from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.threats import knowing
from sekisho.domains.threats.exposure import Exposure
from sekisho.domains.threats.inventory import Inventory, Reach
from sekisho.domains.threats.tables import Advisory, Alias
from sekisho.web.register.panels import panel
from sekisho.web.request import Request

SHOWN = 8


@panel("exposures", "web/threats/known.html")
def known(request: Request, one: Exposure) -> dict[str, Any] | None:
    """None when the feeds no longer speak of it."""
    del request
    group = (
        Alias.objects.filter(name=one.vulnerability).values_list("vulnerability", flat=True).first()
    )
    if group is None:
        return None
    fault = knowing.faults([group])[group]
    advisories = Advisory.objects.filter(vulnerability=group).order_by(
        "-japanese", "source", "source_id"
    )
    rows = Inventory.objects.present().filter(asset=one.asset_id).order_by("name")
    return {
        "fault": fault,
        "aliases": [name for name in sorted(fault.aliases) if name != one.vulnerability],
        "advisories": [(a, summary(a)) for a in advisories[:SHOWN]],
        "inventories": [(i, reach(i.reach)) for i in rows],
        "epss": f"{fault.epss * 100:.1f} %" if fault.epss is not None else "",
    }


def summary(one: Advisory) -> str:
    return one.summary if len(one.summary) <= 600 else f"{one.summary[:600]}…"


def reach(code: str) -> str:
    return str(Reach(code).label) if code else _("reach not said")
