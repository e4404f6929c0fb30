"""Labels to stick on: number, name, class, unit and a QR code that opens the handling card. A4 sheets.

An asset without a class gets a label without one: unclassified is never printed as any class.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.domains.assets.words import Ownership
from sekisho.registers.errors import Missing
from sekisho.registers.guard import visible
from sekisho.registers.register import registry
from sekisho.registers.rights import LEADERS
from sekisho.reports import qr
from sekisho.reports.paper import paper
from sekisho.reports.printing import Asked, Paper, printed

MOST = 500
ROLES = (*LEADERS, "manager", "admin", "employee")


@printed("labels", title=gettext_lazy("Labels"), roles=ROLES)
def labels(asked: Asked) -> Paper:
    """``?assets=IA-0001,IA-0002``: labels of these, as far as one may see them."""
    numbers = [n.strip() for n in asked.query.get("assets", "").split(",") if n.strip()][:MOST]
    rows = visible(asked.act.actor, registry["assets"], asked.act.on)
    rows = rows.filter(number__in=numbers, ended_on=None)
    found = list(rows.select_related("classification", "unit").order_by("number"))
    if not found:
        raise Missing("labels")
    return _sheet(asked, found)


@printed(
    "label", of="assets", title=gettext_lazy("Label"), when=lambda _r, asset: not asset.ended_on
)
def label(asked: Asked) -> Paper:
    """The label of one asset."""
    return _sheet(asked, [asked.record])


def _sheet(asked: Asked, assets: list[Any]) -> Paper:
    head = paper(_("Labels"), asked.act)
    return Paper("labels", head | {"labels": [_label(one) for one in assets]}, "labels")


def _label(asset: Any) -> dict[str, Any]:
    class_ = asset.classification
    ours = asset.ownership in {"", Ownership.OWN}
    return {
        "number": asset.number,
        "name": asset.name,
        "class": str(class_) if class_ and class_.label_required else "",
        "level": class_.level if class_ else 0,
        "unit": str(asset.unit),
        "holder": "" if ours else asset.entruster,
        "qr": str(qr.svg(f"{settings.BASE_URL.rstrip(chr(47))}/a/{asset.number}")),
        "alt": _("Opens the handling card of %(number)s") % {"number": asset.number},
    }
