"""The road of an incident: who takes which step, and what the step asks for."""

from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.words import OVER, Stage
from sekisho.registers.workflow import Move, Workflow

OPEN = tuple(stage for stage in Stage if stage not in OVER)
EARLY = (Stage.REPORTED, Stage.TRIAGED)

LIFE = Workflow(
    Stage,
    Stage.REPORTED,
    (
        Move("triage", Stage.REPORTED, Stage.TRIAGED, _("Judge what it is"),
             asks=("category", "severity", "severity_reason"), sets=(("triaged_at", "moment"),)),
        Move("respond", Stage.TRIAGED, Stage.RESPONDING, _("Begin the response"),
             asks=("commander", "first_order"),
             sets=(("commander_at", "moment"), ("first_order_at", "moment"))),
        Move("contain", Stage.RESPONDING, Stage.CONTAINED, _("The damage is contained"),
             asks=("evidence_needed", "evidence_reason"), sets=(("contained_at", "moment"),)),
        Move("investigate", Stage.CONTAINED, Stage.INVESTIGATING, _("Look for the cause")),
        Move("recover", Stage.INVESTIGATING, Stage.RECOVERED, _("Everything is restored"),
             asks=("cause", "cause_text"), sets=(("recovered_at", "moment"),)),
        Move("prevent", Stage.RECOVERED, Stage.PREVENTION, _("Prevent recurrence"),
             asks=("clause", "verdict")),
        Move("close", Stage.PREVENTION, Stage.CLOSED, _("Close the incident"),
             asks=("lessons",), sets=(("closed_at", "moment"), ("reviewed_on", "day"), ("closed_by", "person")),
             other_than=("prevent",)),
        Move("close_light", (Stage.TRIAGED, Stage.RESPONDING, Stage.CONTAINED),
             Stage.CLOSED, _("Close a minor incident or near miss"),
             asks=("cause", "cause_text", "evidence_needed", "evidence_reason"),
             sets=(("closed_at", "moment"), ("closed_by", "person"))),
        Move("report_up", OPEN, "", _("Report to the committee as manager"),
             asks=("situation", "impact", "instructions"),
             sets=(("manager_report_at", "moment"),)),
        Move("raise", OPEN, "", _("Raise the severity"), asks=("severity", "severity_reason")),
        Move("lower", OPEN, "", _("Lower the severity against the facts"),
             asks=("severity", "lowered_reason")),
        Move("propose_exit", EARLY, Stage.LEAVING, _("Propose an exit"),
             asks=("exit_kind", "exit_reason")),
        Move("confirm_exit", Stage.LEAVING, Stage.DISMISSED, _("Confirm the exit"),
             other_than=("propose_exit",),
             sets=(("closed_at", "moment"), ("closed_by", "person"))),
        Move("refuse_exit", Stage.LEAVING, Stage.TRIAGED, _("It is an incident after all"),
             asks=("remark",)),
        Move("reopen", (Stage.CLOSED, Stage.DISMISSED), Stage.RESPONDING, _("Open again"),
             asks=("remark",), danger=True),
    ),
)  # fmt: skip
