"""Every model of the domain, for Django to find."""

from sekisho.domains.safeguards.condition import AccessCondition
from sekisho.domains.safeguards.device import Device
from sekisho.domains.safeguards.emergency import EmergencyAccess
from sekisho.domains.safeguards.freeze import Freeze
from sekisho.domains.safeguards.route import Route
from sekisho.domains.safeguards.signalling import SignalSource, SignalStream

__all__ = [
    "AccessCondition",
    "Device",
    "EmergencyAccess",
    "Freeze",
    "Route",
    "SignalSource",
    "SignalStream",
]
