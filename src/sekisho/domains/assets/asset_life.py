"""The life of an asset: its class decided, lowered only with a second person, its end said."""

from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.asset import AssetState
from sekisho.registers.workflow import Move, Workflow

IN_USE, LOWERING, ENDED = AssetState.IN_USE, AssetState.LOWERING, AssetState.ENDED
DECISION = (
    ("class_decided_by", "person"),
    ("class_decided_on", "day"),
    ("class_decided_at", "moment"),
    ("class_reviewed_on", "day"),
)

LIFE = Workflow(
    AssetState,
    IN_USE,
    (
        Move("classify", IN_USE, IN_USE, _("Decide the class"),
             asks=("classification", "class_reason"), sets=DECISION),
        Move("propose_lowering", IN_USE, LOWERING, _("Propose a lower class"),
             asks=("proposed_class", "class_reason")),
        Move("approve_lowering", LOWERING, IN_USE, _("Approve the lower class"),
             other_than=("propose_lowering",), sets=DECISION),
        Move("refuse_lowering", LOWERING, IN_USE, _("Keep the present class"), asks=("remark",)),
        Move("take_back", LOWERING, IN_USE, _("Take the proposal back")),
        Move("review_class", IN_USE, IN_USE, _("Confirm the class"),
             sets=(("class_reviewed_on", "day"),)),
        Move("label", IN_USE, IN_USE, _("Confirm that the label is applied"),
             sets=(("label_applied_on", "day"),)),
        Move("end", IN_USE, ENDED, _("No longer held (without disposal)"), asks=("end_reason",),
             sets=(("ended_on", "day"),), danger=True),
        Move("resume", ENDED, IN_USE, _("Held after all"), asks=("remark",)),
    ),
)  # fmt: skip
