"""Every model of the layer, for Django to find."""

from sekisho.notices.memory import Red, Round
from sekisho.notices.webhook import Webhook

__all__ = ["Red", "Round", "Webhook"]
