"""Webhooks: other systems hear of entries of the ledger, signed and without personal data."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import addresses, endpoint, outbox
from sekisho.connectors.outbox import Channel, Message, State
from sekisho.ledger import tail
from sekisho.ledger.history import Item
from sekisho.registers import commands
from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.guard import demand
from sekisho.registers.plan import Planned
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import Rights
from sekisho.registers.settings import declare
from sekisho.registers.store import save

CONSUMER = "webhooks"
STRANGER = Actor(UUID(int=0))
"""Somebody who has no part in anything."""
GIVE_UP = declare(
    "webhooks.give_up_days",
    5,
    _("Webhooks without a successful delivery are turned off after"),
    unit=_("days"),
    least=1,
    most=60,
    group=_("API"),
)


class Webhook(Record):
    """Where to tell, and of which registers. The secret lies sealed beside the outbox."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    url = models.CharField(
        _("address"),
        max_length=500,
        help_text=_("https:// with a public host, or an internal one that the settings name."),
    )
    registers = WordsField(
        _("registers"), help_text=_("Names of registers, one a line. Empty: all of them.")
    )
    active = models.BooleanField(_("in use"), default=True)
    description = models.TextField(_("what it is for"), blank=True)

    class Meta:
        verbose_name = _("webhook")

    def __str__(self) -> str:
        return self.name


@register
class WebhookRegister(Register[Webhook]):
    name = "webhooks"
    title = _("Webhooks")
    singular = _("webhook")
    about = _(
        "Systems that are told of changes: which record, what kind of act, never its content."
    )
    model = Webhook
    key = ("name",)
    columns = ("name", "url", "registers", "active")
    filters = ("active",)
    search = ("name", "url", "description")
    order = ("name",)
    place = "settings"
    rights = Rights(
        read=("director", "deputy", "admin", "auditor", "operator", "engine"),
        add=("admin", "operator"),
        change=("admin", "operator", "engine"),
        withdraw=("admin",),
    )

    def check(
        self, values: Mapping[str, Any], record: Webhook | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        unknown = [n for n in values["registers"] if n not in registry or not registry[n].listed]
        if unknown:
            words = _("There is no register of this name: %(names)s.")
            yield "registers", words % {"names": ", ".join(unknown)}
        if record is None or values["url"] != record.url:
            try:
                addresses.check(values["url"])
            except (addresses.Blocked, addresses.Unreachable) as error:
                yield "url", str(error)

    def settle(self, records: Sequence[Webhook], act: Act) -> None:
        """Deliver to where the record says, and to nowhere once it is off or withdrawn."""
        for record in records:
            if record.withdrawn_at or not record.active:
                outbox.cancel(CONSUMER, record.pk)
            if record.withdrawn_at:
                endpoint.drop(str(record.pk))
            else:
                endpoint.aim(str(record.pk), record.url, act.at)


@transaction.atomic
def renew_secret(act: Act, record: Webhook) -> str:
    """A new secret for the receiver to check signatures by: returned this once, sealed here.

    Raises Denied. The ledger tells that it was renewed, not what it is.
    """
    target = registry[CONSUMER]
    demand(act.actor, "change", target, record, act.on)
    held = commands.locked(target, record.pk)
    secret = endpoint.renew(str(held.pk), act.at)
    save(target, act, [Planned(held)], name="renew_secret")
    return secret


def queue(at: datetime, limit: int = 500) -> int:
    """Queue a delivery of each new entry for each webhook that wants it; entries read.

    The position and the deliveries are committed together; one entry is queued once for each.
    """
    with tail.batch(CONSUMER, limit) as items:
        hooks = list(Webhook.objects.present().filter(active=True)) if items else []
        if hooks:
            outbox.queue_many(list(_deliveries(hooks, items)), at)
        return len(items)


def _deliveries(hooks: Iterable[Webhook], items: Sequence[Item]) -> Iterator[outbox.Draft]:
    told = {one.name for one in registry if one.listed}
    items = list(tellable(items))
    for hook in hooks:
        wanted = told.intersection(hook.registers) if hook.registers else told
        for item in items:
            if item.kind in wanted and item.at >= hook.created_at:
                yield outbox.Draft(
                    channel=Channel.WEBHOOK,
                    to=str(hook.pk),
                    subject=f"{item.kind}.{item.act}",
                    text=body(item),
                    dedupe=f"webhook:{hook.pk}:{item.id}",
                    kind=CONSUMER,
                    rec=hook.pk,
                )


def tellable(items: Sequence[Item]) -> Iterator[Item]:
    """Entries of records that are no secret: a system outside learns not even the id of one that only
    some people may know of."""
    recs: dict[str, set[UUID]] = defaultdict(set)
    for item in items:
        recs[item.kind].add(item.rec)
    shown: dict[str, set[UUID]] = {}
    for kind, ids in recs.items():
        one = registry.get(kind)
        known = one.known_to(STRANGER) if one else None
        if one and known:
            rows = one.model._default_manager.filter(known, pk__in=ids)
            shown[kind] = set(rows.values_list("pk", flat=True))
    yield from (item for item in items if item.rec in shown.get(item.kind, {item.rec}))


def body(item: Item) -> str:
    """What a receiver is told of an entry: which record, which act, when; who may look, asks."""
    found = {
        "id": str(item.id), "pos": item.pos, "kind": item.kind, "rec": item.rec, "act": item.act,
        "ver": item.ver, "at": item.at,
        "href": f"{settings.BASE_URL.rstrip('/')}/api/v1/{item.kind}/{item.rec}",
    }  # fmt: skip
    return orjson.dumps(found, option=orjson.OPT_UTC_Z).decode()


def give_up(act: Act) -> list[UUID]:
    """Turn off webhooks that only failed for days, each with a task for the administrator."""
    since = act.at - timedelta(days=GIVE_UP())
    stopped = []
    for hook in Webhook.objects.present().filter(active=True):
        mine = Message.objects.filter(kind=CONSUMER, rec=hook.pk)
        failing = mine.filter(created_at__lte=since, state=State.FAILED).exists()
        if failing and not mine.filter(state=State.SENT, sent_at__gt=since).exists():
            _turn_off(act, hook)
            stopped.append(hook.pk)
    return stopped


@transaction.atomic
def _turn_off(act: Act, hook: Webhook) -> None:
    commands.write(registry[CONSUMER], act, {"active": False}, hook)
    words = _("The webhook “%(name)s” was turned off: nothing could be delivered for days.")
    task = {
        "title": str(words % {"name": hook.name}),
        "text": str(_("Check the address and the receiver, then turn the webhook on again.")),
        "role": "admin",
        "opened_on": act.on,
        "due_on": act.on + timedelta(days=7),
    }
    commands.write(registry["tasks"], act, task)
