"""What the approver sees with a request: the same gates the requester saw, and who else has it."""

from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.access.models import AccessRight
from sekisho.domains.access.right_rows import LIVE
from sekisho.web.access.gates import gates, wish_of
from sekisho.web.register.panels import panel
from sekisho.web.request import Request


@panel("access_rights", "web/access/deciding.html")
def deciding(request: Request, right: AccessRight) -> dict[str, Any] | None:
    """Shown while the right waits for a decision."""
    if right.state not in {"requested", "provisional", "renewal"}:
        return None
    same = AccessRight.objects.present().filter(state__in=LIVE).exclude(pk=right.pk)
    same = same.filter(entitlement=right.entitlement, asset=right.asset)
    unit = same.filter(person__unit=right.person.unit_id)
    peers = _("%(n)s others have it, %(m)s of them in the same unit.") % {
        "n": same.values("person").distinct().count(),
        "m": unit.values("person").distinct().count(),
    }
    return {"gates": gates(wish_of(right), request.act().on), "peers": peers}
