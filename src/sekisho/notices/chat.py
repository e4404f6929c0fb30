"""Chat rooms that hear of incidents at once, at any hour: the number, the kind and a link, no more.

Nobody knows who reads a room. So it never hears of what only some may know, nor of exercises; and what is
told is what the first line of the mail tells.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import addresses, chat, endpoint, outbox
from sekisho.connectors.chat import Service
from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import Severity
from sekisho.registers import commands
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand
from sekisho.registers.plan import Planned
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import Rights
from sekisho.registers.store import save

NAME = "chat_rooms"
ROOM = re.compile(r"\d{1,20}")
CHATWORK = "https://api.chatwork.com/v2/rooms/{}/messages"


class ChatRoom(Record):
    """One room. Its address holds a key, so it lies sealed beside the outbox and is never shown."""

    name = models.CharField(_("room"), max_length=60, unique=True)
    service = models.CharField(_("service"), max_length=9, choices=Service)
    major_only = models.BooleanField(_("major incidents only"), default=False)
    active = models.BooleanField(_("in use"), default=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("chat room")

    def __str__(self) -> str:
        return self.name


@register
class ChatRooms(Register[ChatRoom]):
    name = NAME
    title = _("Chat rooms for incidents")
    singular = _("chat room")
    about = _(
        "Rooms in Slack, Teams, Chatwork or LINE WORKS that are told of incidents at any hour."
    )
    model = ChatRoom
    key = ("name",)
    columns = ("name", "service", "major_only", "active")
    filters = ("service", "active")
    search = ("name",)
    order = ("name",)
    place = "settings"
    rights = Rights(
        read=("director", "deputy", "chair", "committee", "admin", "auditor", "operator"),
        add=("admin", "operator"),
        change=("admin", "operator"),
        withdraw=("admin",),
    )

    def settle(self, records: Sequence[ChatRoom], act: Act) -> None:
        """A room that is off or withdrawn hears nothing that still waits."""
        del act
        for record in records:
            if record.withdrawn_at or not record.active:
                outbox.cancel(NAME, record.pk)
            if record.withdrawn_at:
                endpoint.drop(str(record.pk))


@transaction.atomic
def aim(act: Act, record: ChatRoom, url: str, token: str = "") -> None:
    """Say where the room is. Raises Denied, Invalid. The ledger tells that it was set, not where."""
    target = registry[NAME]
    demand(act.actor, "change", target, record, act.on)
    held = commands.locked(target, record.pk)
    if problems := dict(_wrong(held.service, url, token)):
        raise Invalid(problems)
    address = CHATWORK.format(url) if ROOM.fullmatch(url) else url
    try:
        endpoint.hold(str(held.pk), address, token, act.at)
    except (addresses.Blocked, addresses.Unreachable) as error:
        raise Invalid({"url": [str(error)]}) from None
    save(target, act, [Planned(held)], name="set_address")


def _wrong(service_: str, url: str, token: str) -> Any:
    if not url:
        yield "url", [_("Please fill this in.")]
    if service_ == Service.CHATWORK and not token:
        yield "token", [_("Chatwork asks for an API token.")]
    if not (token.isascii() and token.isprintable()) or len(token) > 200:
        yield "token", [_("A token is one word of plain letters and digits.")]


def aimed(record: ChatRoom) -> bool:
    return endpoint.Endpoint.objects.filter(pk=str(record.pk)).exists()


def tell(incident: Incident, rung: int, act: Act) -> int:
    """Tell the rooms of an incident, once for each rung; how many messages are new."""
    if incident.restricted or incident.drill:
        return 0
    major = Severity.MAJOR in {incident.severity, incident.least}
    rooms = ChatRoom.objects.present().filter(active=True)
    rooms = rooms if major else rooms.filter(major_only=False)
    held = set(endpoint.Endpoint.objects.values_list("pk", flat=True))
    with override(settings.LANGUAGE_CODE):
        drafts = [_draft(room, incident, rung) for room in rooms if str(room.pk) in held]
    return outbox.queue_many(drafts, act.at)


def _draft(room: ChatRoom, incident: Incident, rung: int) -> outbox.Draft:
    title = gettext("An incident was reported: %(number)s") % {"number": incident.number}
    lines = [str(incident.get_category_display())]
    if rung:
        lines.append(gettext("Nobody has answered for %(n)s minutes.") % {"n": rung})
    link = f"{settings.BASE_URL.rstrip('/')}/i/{incident.number}"
    return _message(room, title, lines, link, f"{incident.pk}:{rung}")


def trial(act: Act, record: ChatRoom) -> None:
    """A message that says it is a trial. Raises Denied."""
    demand(act.actor, "change", registry[NAME], record, act.on)
    with override(settings.LANGUAGE_CODE):
        lines = [gettext("This is a trial. Incidents will be told here.")]
        draft = _message(record, "Sekisho", lines, settings.BASE_URL, f"trial:{act.at.isoformat()}")
    outbox.queue(draft, act.at)


def _message(room: ChatRoom, title: str, lines: list[str], link: str, key: str) -> outbox.Draft:
    return outbox.Draft(
        outbox.Channel.CHAT, str(room.pk), title, chat.formed(room.service, title, lines, link),
        dedupe=f"chat:{room.pk}:{key}", kind=NAME, rec=room.pk,
    )  # fmt: skip
