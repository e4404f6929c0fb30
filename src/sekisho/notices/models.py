"""Every model of the layer, for Django to find."""

from sekisho.notices.chat import ChatRoom
from sekisho.notices.memory import Red, Round
from sekisho.notices.webhook import Webhook

__all__ = ["ChatRoom", "Red", "Round", "Webhook"]
