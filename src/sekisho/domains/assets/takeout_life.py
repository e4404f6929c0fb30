"""The life of a take-out or transport: permitted before, out, back or received, confirmed by another."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.workflow import Move, Workflow


class TakeoutState(models.TextChoices):
    REQUESTED = "requested", _("Awaiting approval")
    APPROVED = "approved", _("Approved, not yet out")
    REFUSED = "refused", _("Refused")
    CANCELLED = "cancelled", _("Taken back")
    OUT = "out", _("Out of the office")
    BACK = "back", _("Returned or received")
    CONFIRMED = "confirmed", _("Confirmed")


APPROVAL = (("approved_by", "person"), ("approved_on", "day"), ("approved_at", "moment"))
BACK = (("returned_by", "person"), ("returned_on", "day"))
LEFT = (("left_on", "day"), ("left_at", "moment"))

LIFE = Workflow(
    TakeoutState,
    TakeoutState.REQUESTED,
    (
        Move("approve", "requested", "approved", _("Approve"), other_than=("add",), sets=APPROVAL),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("decision",), sets=APPROVAL[:2]),
        Move("take_back", ("requested", "approved"), "cancelled", _("Take the request back")),
        Move("leave", "approved", "out", _("Record as taken out"), sets=LEFT),
        Move("leave_unpermitted", "requested", "out", _("Record as taken out without a permit"),
             asks=("decision",), sets=LEFT, danger=True),
        Move("give_back", "out", "back", _("Record as returned"), asks=("accident",), sets=BACK),
        Move("receive", "out", "back", _("Record as received"), asks=("received_by", "accident"),
             sets=BACK),
        Move("confirm", "back", "confirmed", _("Confirm"), other_than=("give_back", "receive"),
             sets=(("confirmed_by", "person"), ("confirmed_on", "day"))),
    ),
)  # fmt: skip
