"""On the page of a chat room: where it is, entered and never shown again, and a trial message."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from sekisho.connectors.chat import Service
from sekisho.connectors.outbox import Message
from sekisho.notices import chat
from sekisho.notices.chat import NAME, ChatRoom
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry
from sekisho.web.inputs import Input
from sekisho.web.register.finding import allowed, record_or_404
from sekisho.web.register.panels import panel
from sekisho.web.request import Request


@panel(NAME, "web/incidents/chat_room.html")
def where(request: Request, record: ChatRoom) -> dict[str, Any] | None:
    """The form for those who may change it; how the latest messages went for every reader."""
    return {
        "room": record,
        "aimed": chat.aimed(record),
        "may_aim": allowed(request, "change", registry[NAME], record),
        "inputs": questions(record),
        "sent": Message.objects.filter(kind=NAME, rec=record.pk).order_by("-created_at")[:5],
    }


def questions(record: ChatRoom) -> list[Input]:
    token = record.service == Service.CHATWORK
    url = Input("url", _("Address of the webhook"), "text", required=True, limit=500,
                help=_("For Chatwork the number of the room is enough. It is kept sealed and not shown "
                       "again."))  # fmt: skip
    secret = Input(
        "token", _("API token"), "password", required=True, limit=200, autocomplete="off"
    )
    return [url, secret] if token else [url]


@sensitive_post_parameters("url", "token")
@require_POST
def aim(request: HttpRequest, key: str) -> HttpResponse:
    """Enter the address, or send a trial."""
    asked = cast("Request", request)
    record: ChatRoom = record_or_404(asked, registry[NAME], key)
    try:
        if asked.POST.get("do") == "trial":
            chat.trial(asked.act(), record)
            messages.success(asked, _("A trial message is on its way."))
        else:
            url, token = (asked.POST.get(name, "").strip() for name in ("url", "token"))
            chat.aim(asked.act(), record, url, token)
            messages.success(asked, _("The address is kept. Send a trial to be sure."))
    except Invalid as invalid:
        for texts in invalid.problems.values():
            messages.error(asked, " ".join(map(str, texts)))
    return redirect("record", name=NAME, key=record.pk)
