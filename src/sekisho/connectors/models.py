"""Every model of the connectors, for Django to find."""

from sekisho.connectors.endpoint import Endpoint
from sekisho.connectors.outbox import Message

__all__ = ["Endpoint", "Message"]
