"""Every model of the layer, for Django to find."""

from sekisho.findings.answering import overdue_escalated
from sekisho.findings.correction import Correction
from sekisho.findings.escalation import Escalation
from sekisho.findings.finding import ClauseStanding, Finding, Standing
from sekisho.findings.task import Task
from sekisho.findings.waiver import Waiver

__all__ = [
    "ClauseStanding",
    "Correction",
    "Escalation",
    "Finding",
    "Standing",
    "Task",
    "Waiver",
    "overdue_escalated",
]
