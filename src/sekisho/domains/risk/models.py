"""Every model of the domain, for Django to find."""

from sekisho.domains.risk.acceptance import RiskAcceptance

__all__ = ["RiskAcceptance"]
