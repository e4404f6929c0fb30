"""Every model of the layer, for Django to find."""

from sekisho.notices.webhook import Webhook

__all__ = ["Webhook"]
