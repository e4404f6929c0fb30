"""Every model of the domain, for Django to find."""

from sekisho.domains.risk.acceptance import RiskAcceptance
from sekisho.domains.risk.assessment import RiskAssessment
from sekisho.domains.risk.method import RiskMethod
from sekisho.domains.risk.risk import Risk
from sekisho.domains.risk.risk_register import RiskRegister
from sekisho.domains.risk.threat import RiskThreat

__all__ = ["Risk", "RiskAcceptance", "RiskAssessment", "RiskMethod", "RiskRegister", "RiskThreat"]
