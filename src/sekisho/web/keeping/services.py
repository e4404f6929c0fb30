"""What the register of cloud services says to “may I?”: approved or not, and up to which class."""

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from sekisho.domains.assets.classification import Classification
from sekisho.domains.assets.handling_words import Verdict
from sekisho.domains.assets.models import Service
from sekisho.domains.assets.service import ALLOWED, Approval

SHOWN = 8


def put_into(
    service: Service | None, class_: Classification | None, found: Any, *, ai: bool
) -> None:
    """A named service decides; without one, those are named that may hold this class."""
    rank = class_.rank if class_ else 0
    if service is None:
        _fitting(rank, found, ai=ai)
        return
    told = {"service": service.name, "class": service.max_class, "why": service.decision_reason}
    if service.approval not in ALLOWED or service.ended_on is not None:
        _no(
            found,
            _("%(service)s is not approved. Please ask for it before you use it.") % told,
            service,
        )
    elif service.max_class is None or service.max_class.rank < rank:
        most = _("%(service)s may hold information up to “%(class)s” only.") % told
        _no(found, most, service)
    else:
        found.facts.append(_("%(service)s is approved up to “%(class)s”.") % told)
        if service.approval == Approval.CONDITIONAL and service.decision_reason:
            found.facts.append(_("Conditions: %(why)s") % told)
            found.verdict = Verdict.IF if found.verdict == Verdict.YES else found.verdict


def _fitting(rank: int, found: Any, *, ai: bool) -> None:
    rows = Service.objects.allowed().filter(ended_on=None, max_class__rank__gte=rank)
    names = list(
        (rows.filter(ai=True) if ai else rows).order_by("name").values_list("name", flat=True)
    )
    if names:
        more = "…" if len(names) > SHOWN else ""
        listed = _("、").join(names[:SHOWN]) + more
        found.facts.append(_("Approved for this class: %(names)s") % {"names": listed})
    else:
        _no(found, _("No service is approved for this class yet."), None)


def _no(found: Any, words: str, service: Service | None) -> None:
    found.verdict = Verdict.NO
    found.facts.append(words)
    href = reverse("cloud-ask")
    if service is not None:
        href += "?" + urlencode({"service": service.name})
    found.starts.append((_("Ask for a cloud service"), href))
