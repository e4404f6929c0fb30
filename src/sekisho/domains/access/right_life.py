"""The life of an access right: asked for, decided, set up, renewed, removed with proof."""

from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.right import RightState
from sekisho.domains.access.words import Basis
from sekisho.registers.workflow import Move, Workflow

REQUESTED, RETURNED = RightState.REQUESTED, RightState.RETURNED
PROVISIONAL, APPROVED = RightState.PROVISIONAL, RightState.APPROVED
ACTIVE, RENEWAL = RightState.ACTIVE, RightState.RENEWAL
REMOVAL, REMOVED = RightState.REMOVAL, RightState.REMOVED

FIRST = {
    Basis.REQUEST: REQUESTED,
    Basis.POST: REQUESTED,
    Basis.BIRTHRIGHT: APPROVED,
    Basis.EMERGENCY: PROVISIONAL,
    Basis.CARRIED_OVER: PROVISIONAL,
    Basis.FOUND: PROVISIONAL,
}
"""Where a right begins by its basis: a standard role was approved once, for all its holders."""

DECISION = (("approved_by", "person"), ("approved_at", "moment"))
RENEWED = (("renewed_at", "moment"), ("renewed_on", "day"), ("last_reviewed_on", "day"))

LIFE = Workflow(
    RightState,
    REQUESTED,
    (
        Move("approve", REQUESTED, APPROVED, _("Approve"), other_than=("add", "resubmit"),
             sets=DECISION),
        Move("open_early", REQUESTED, PROVISIONAL, _("Open before approval (emergency)"),
             asks=("ticket", "remark"), other_than=("add", "resubmit"),
             sets=(("provisioned_by", "person"), ("provisioned_at", "moment"))),
        Move("shorten", REQUESTED, REQUESTED, _("Change the last day"), asks=("ends_on",)),
        Move("send_back", REQUESTED, RETURNED, _("Send back"), asks=("remark",)),
        Move("refuse", REQUESTED, RightState.REFUSED, _("Refuse"), asks=("remark",)),
        Move("resubmit", RETURNED, REQUESTED, _("Send again")),
        Move("take_back", (REQUESTED, RETURNED), RightState.WITHDRAWN, _("Take the request back")),
        Move("provision", APPROVED, ACTIVE, _("Set up"), asks=("ticket",),
             sets=(("provisioned_by", "person"), ("provisioned_at", "moment"))),
        Move("confirm", PROVISIONAL, ACTIVE, _("Approve afterwards"), asks=("ends_on",),
             other_than=("add",), sets=(*DECISION, *RENEWED)),
        Move("ask_renewal", ACTIVE, RENEWAL, _("Ask for renewal"), asks=("wanted_until", "remark")),
        Move("renew", (ACTIVE, RENEWAL), ACTIVE, _("Renew"), asks=("ends_on",),
             other_than=("ask_renewal",), sets=RENEWED),
        Move("keep", (ACTIVE, RENEWAL), ACTIVE, _("Confirm in a review"),
             sets=(("last_reviewed_on", "day"),)),
        Move("decline_renewal", RENEWAL, ACTIVE, _("Do not renew"), asks=("remark",)),
        Move("remove", (PROVISIONAL, APPROVED, ACTIVE, RENEWAL), REMOVAL, _("Have it removed"),
             asks=("removal_cause",), sets=(("removal_asked_on", "day"),), danger=True),
        Move("restore", REMOVAL, ACTIVE, _("Keep it after all"), asks=("remark",)),
        Move("confirm_removal", REMOVAL, REMOVED, _("Record the removal"), asks=("removal_ticket",),
             sets=(("removed_by", "person"), ("removed_at", "moment"))),
        Move("verify_removal", REMOVED, REMOVED, _("Confirm that it is gone"),
             sets=(("removal_verified_on", "day"),)),
        Move("lapse", (REQUESTED, RETURNED, APPROVED), RightState.LAPSED, _("Let it lapse")),
        Move("expire", (PROVISIONAL, ACTIVE, RENEWAL), REMOVAL, _("Term over"),
             sets=(("removal_asked_on", "day"),)),
    ),
)  # fmt: skip
