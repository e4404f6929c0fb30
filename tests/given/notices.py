"""Given: webhooks and chat rooms."""

from typing import Any

from sekisho.notices.models import ChatRoom, Webhook
from tests.given.people import made, numbers


def a_webhook(**but: Any) -> Webhook:
    """By default of every register, to a public address; nothing is deliverable yet."""
    fields = {"name": f"SIEM {next(numbers)}", "url": "https://192.88.98.1/hook"}
    return made(Webhook, **fields | but)


def a_chat_room(**but: Any) -> ChatRoom:
    return made(ChatRoom, **{"name": f"当番室 {next(numbers)}", "service": "slack"} | but)
