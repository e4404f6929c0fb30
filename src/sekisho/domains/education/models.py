"""Every model of the domain, for Django to find."""

from sekisho.domains.education.drill import Drill
from sekisho.domains.education.drill_register import DrillRegister
from sekisho.domains.education.drill_result import DrillResult
from sekisho.domains.education.drill_trace import DrillEvent, DrillTarget

__all__ = ["Drill", "DrillEvent", "DrillRegister", "DrillResult", "DrillTarget"]
