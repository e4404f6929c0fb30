"""The road of an exposure: judged, treated or accepted for a time, verified by somebody else."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.registers.workflow import Move, Workflow


class Step(models.TextChoices):
    NEW = "new", pgettext_lazy("exposure", "New")
    TRIAGING = "triaging", _("Being judged")
    NOT_AFFECTED = "not_affected", pgettext_lazy("exposure", "Not affected")
    REMEDIATE = "remediate", _("To be remedied")
    MITIGATE = "mitigate", _("To be mitigated")
    ACCEPT_REQUESTED = "accept_requested", _("Acceptance requested")
    ACCEPTED = "accepted", pgettext_lazy("exposure", "Accepted")
    IN_PROGRESS = "in_progress", pgettext_lazy("exposure", "Under way")
    FIXED_CLAIMED = "fixed_claimed", _("Reported as fixed")
    VERIFIED = "verified", pgettext_lazy("exposure", "Verified")
    GONE = "gone", _("No longer in the inventory")


UNJUDGED = (Step.NEW, Step.TRIAGING)
TREATED = (Step.REMEDIATE, Step.MITIGATE, Step.IN_PROGRESS)
OPEN = (*UNJUDGED, *TREATED, Step.ACCEPT_REQUESTED, Step.FIXED_CLAIMED)
OVER = (Step.NOT_AFFECTED, Step.VERIFIED, Step.GONE)


class Priority(models.TextChoices):
    """After SSVC, the most urgent first."""

    EXPLOITED = "1_exploited", _("Exploited")
    ACT = "2_act", _("Act")
    ATTEND = "3_attend", _("Attend")
    NEXT = "4_track_star", _("Track*")
    TRACK = "5_track", _("Track")


class Justification(models.TextChoices):
    """Why a product is not affected: the five flags of VEX and CSAF."""

    NOT_PRESENT = "component_not_present", _("The component is not there")
    CODE_NOT_PRESENT = "vulnerable_code_not_present", _("The vulnerable code is not there")
    NOT_IN_PATH = "vulnerable_code_not_in_execute_path", _("The vulnerable code is never run")
    NO_CONTROL = (
        "vulnerable_code_cannot_be_controlled_by_adversary",
        _("No attacker can reach the vulnerable code"),
    )
    MITIGATED = "inline_mitigations_already_exist", _("Protection is already built in")


JUDGED = (("triaged_by", "person"), ("triaged_on", "day"))
BACK = ("not_affected", "verified", "gone", "accepted", "fixed_claimed")
LIFE = Workflow(
    Step,
    Step.NEW,
    (
        Move("take", "new", "triaging", _("Begin to judge")),
        Move("not_affected", UNJUDGED, "not_affected", _("Not affected"),
             asks=("justification", "detail"), sets=JUDGED),
        Move("remediate", (*UNJUDGED, "mitigate"), "remediate", _("Remedy"), asks=("action",), sets=JUDGED),
        Move("mitigate", (*UNJUDGED, "remediate"), "mitigate", _("Mitigate"), asks=("action",), sets=JUDGED),
        Move("request_acceptance", (*UNJUDGED, *TREATED), "accept_requested", _("Request acceptance"),
             asks=("detail", "action", "accepted_until"), sets=JUDGED),
        Move("accept", "accept_requested", "accepted", _("Accept until the day named"),
             asks=("decision",), other_than=("request_acceptance",),
             sets=(("accepted_by", "person"), ("accepted_on", "day"))),
        Move("refuse", "accept_requested", "triaging", _("Refuse"), asks=("decision",),
             other_than=("request_acceptance",)),
        Move("begin", ("remediate", "mitigate"), "in_progress", _("Work has begun")),
        Move("claim_fixed", TREATED, "fixed_claimed", _("Report as fixed"), asks=("ticket",),
             sets=(("fixed_by", "person"), ("fixed_on", "day"))),
        Move("verify", "fixed_claimed", "verified", _("Verify"), asks=("proof",), other_than=("claim_fixed",),
             sets=(("verified_by", "person"), ("verified_on", "day"))),
        Move("verify_by_inventory", "fixed_claimed", "verified", _("Verified by the inventory"),
             sets=(("verified_on", "day"),)),
        Move("lose", tuple(s for s in (*OPEN, Step.ACCEPTED) if s != Step.FIXED_CLAIMED), "gone",
             _("No longer in the inventory"), sets=(("fixed_on", "day"),)),
        Move("return", "fixed_claimed", "in_progress", _("Not fixed yet"), asks=("decision",)),
        Move("reopen", BACK, "triaging", _("Open again"), asks=("detail",), danger=True,
             sets=(("found_on", "day"),)),
        Move("come_back", (*OVER, "accepted"), "new", _("Found again"),
             may=("found_on", "treat_by", "returned", "exploited", "exploited_on", "priority", "components")),
    ),
)  # fmt: skip
"""``verify_by_inventory``, ``lose`` and ``come_back`` follow from an inventory; no person makes them."""
