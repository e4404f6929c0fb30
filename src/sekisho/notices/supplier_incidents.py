"""What a supplier reports opens an incident of ours: our clocks run from that moment (APPI: whoever entrusts
knows at the latest when told), what was entrusted is attached, and a new assessment is proposed.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.domains.assets.models import Disclosure, ProvisionRecord
from sekisho.domains.incidents.words import Category, Tri
from sekisho.domains.suppliers.assessment_words import DECIDED, AssessmentState
from sekisho.domains.suppliers.models import Assessment, Engagement
from sekisho.notices import reception
from sekisho.notices.reception import Piece, Received
from sekisho.registers import links
from sekisho.registers.actor import Act, service
from sekisho.registers.commands import write, write_many
from sekisho.registers.links import Capability
from sekisho.registers.plan import Line
from sekisho.registers.register import registry

PURPOSE = "supplier-incident"
KIND = "engagements"
GOOD_FOR = timedelta(days=400)
MOST = 50


def link(act: Act, one: Engagement) -> str:
    """A fresh link for the reports of one supplier about one work; it ends the one before."""
    links.revoke((KIND, one.pk), act.at, PURPOSE)
    last = min(one.ends_on or act.on + GOOD_FOR, act.on + GOOD_FOR)
    until = datetime.combine(max(last, act.on), time(23, 59), ZoneInfo(settings.TIME_ZONE))
    token = links.make(
        PURPOSE, (KIND, one.pk), expires_at=until, by=act.actor.id, at=act.at, max_uses=None
    )
    return f"{settings.BASE_URL.rstrip('/')}/report/supplier/{token}"


def open_link(one: Engagement, act: Act) -> Any:
    rows = Capability.objects.filter(purpose=PURPOSE, kind=KIND, rec=one.pk, revoked_at=None)
    return rows.filter(expires_at__gt=act.at).first()


@transaction.atomic
def receive(act: Act, one: Engagement, told: Mapping[str, Any], pieces: list[Piece]) -> Received:
    """Open the incident and attach what was entrusted. Raises Invalid."""
    personal = bool(set(one.personal) - {"no"})
    said = told["personal_data"] or Tri.UNKNOWN
    values = {
        "title": _("%(supplier)s: %(what)s") % {
            "supplier": one.party.name, "what": str(told["text"]).strip().split("\n")[0][:60],
        },
        "text": told["text"], "category": Category.SUPPLIER, "unit": one.unit_id,
        "engagement": one.pk, "informant": str(told["informant"])[:200],
        "personal_data": said if said != Tri.UNKNOWN or personal else Tri.UNKNOWN,
        "persons": told["persons"] or (one.persons if personal and said != Tri.NO else ""),
        "noticed_at": act.at, "occurred_at": told["occurred_at"], "aware_at": act.at,
        "aware_basis": _("When the supplier told us."),
    }  # fmt: skip
    got = reception.receive(act, values, pieces)
    engine = replace(act, actor=service("engine"), via="engine")
    lines = [Line({"incident": got.incident.pk, "asset": pk}) for pk in entrusted(one)]
    if lines:
        write_many(registry["affected_assets"], engine, lines)
    propose(engine, one)
    return got


def entrusted(one: Engagement) -> list[Any]:
    """Assets that went to the supplier, by the records of giving personal data and of disclosing."""
    given = ProvisionRecord.objects.present().filter(party=one.party_id, direction="gave")
    shown = Disclosure.objects.present().filter(party=one.party_id, asset__isnull=False)
    found = {*given.values_list("line__asset", flat=True), *shown.values_list("asset", flat=True)}
    return sorted(found)[:MOST]


def propose(engine: Act, one: Engagement) -> None:
    """A new assessment after an incident, unless one is open already."""
    over = (*DECIDED, AssessmentState.CANCELLED)
    rows = Assessment.objects.present().filter(engagement=one.pk)
    if not rows.exclude(state__in=over).exists():
        write(registry["assessments"], engine, {"engagement": one.pk, "kind": "incident"})
