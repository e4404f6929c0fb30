"""Every model of the layer, for Django to find."""

from sekisho.findings.exception import Exception_
from sekisho.findings.finding import ClauseStanding, Finding, Standing
from sekisho.findings.task import Task

__all__ = ["ClauseStanding", "Exception_", "Finding", "Standing", "Task"]
