"""What an incident says about a clause goes on to the document: a proposal to revise it."""

from dataclasses import replace

from django.conf import settings as django
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.domains.incidents.incident import Incident
from sekisho.domains.incidents.words import Verdict
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry

CALLS_FOR_REVISION = (Verdict.MISSING, Verdict.WRONG)


def propose_revision(incident: Incident, act: Act) -> None:
    """A review of the policy with the outcome “revision needed” waits for its approval.

    It is the proposer's own, so somebody else approves it. Of a restricted incident it tells nothing
    but the clause.
    """
    policy = registry["documents"].rows().filter(kind="policy").order_by("created_at").first()
    if incident.verdict not in CALLS_FOR_REVISION or policy is None:
        return
    with override(django.LANGUAGE_CODE):
        said = {"clause": incident.clause, "verdict": Verdict(incident.verdict).label}
        words = _("Learnt from an incident: clause %(clause)s: %(verdict)s.") % said
        if not incident.restricted:
            words += f" {incident.number} {incident.title}"
    consequence = replace(act, actor=replace(act.actor, roles=frozenset({"engine"})))
    values = {"document": policy.pk, "held_on": act.on, "outcome": "needed", "reason": words}
    write(registry["reviews"], consequence, values)
