"""The chain of custody: each link holds the hash of the one before, per item of evidence."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date
from typing import Any, ClassVar
from uuid import UUID

import orjson
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import differs
from sekisho.domains.incidents.evidence import Evidence
from sekisho.domains.incidents.secrecy import child_rights, known_by, worked_on_by
from sekisho.registers.actor import Act, Actor, service
from sekisho.registers.commands import write
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register, registry
from sekisho.registers.rights import Rights


class CustodyLink(Record):
    """One link: what was so after an act on the item, and the hash over it and the link before."""

    item = models.ForeignKey(
        Evidence, models.PROTECT, related_name="custody", verbose_name=_("evidence")
    )
    seq = models.PositiveIntegerField(_("position in the chain"))
    at = models.DateTimeField(_("moment of the link"))
    by = models.UUIDField(_("account"))
    standing = models.CharField(_("state"), max_length=11)
    custodian = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="custody_links",
        verbose_name=_("in the hands of"),
    )  # fmt: skip
    facts = models.TextField(_("what was recorded"), blank=True, help_text=_("As JSON."))
    prev = models.CharField(_("hash before"), max_length=64, blank=True)
    hash = models.CharField(_("hash of the link"), max_length=64)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("link of custody")
        constraints = (models.UniqueConstraint(fields=("item", "seq"), name="custody_link_once"),)

    def __str__(self) -> str:
        return f"{self.item} {self.seq}"


@register
class CustodyRegister(Register[CustodyLink]):
    name = "custody_links"
    title = _("Chain of custody")
    singular = _("link of custody")
    about = _("Who had which evidence in hand, when and for what; hashed link by link.")
    model = CustodyLink
    key = ("item", "seq")
    label_with = ("item",)
    columns = ("item", "seq", "at", "standing", "custodian", "hash")
    filters = ("item", "custodian", "at")
    order = ("-item", "seq")
    unit_path = "item__incident__unit"
    place = "incident"
    withdrawable = False
    rights: ClassVar[Rights] = Rights(read=child_rights().read, add=("engine",))

    def known_to(self, actor: Actor) -> Q:
        return known_by("item__incident", actor)

    def own(self, person: UUID, on: date) -> Q:
        """What one works on, as with everything that hangs on an incident."""
        del on
        return Q(item__incident__in=worked_on_by(person).values("pk"))

    def check(
        self, values: Mapping[str, Any], record: CustodyLink | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if record is not None and differs(self, values, record):
            yield "", _("A link of custody is never changed.")


FACTS = ("what", "sha256", "seal", "place", "purpose", "condition", "hold")


def link(item: Evidence, act: Act) -> None:
    """Add the link that says how ``item`` stands after ``act``; the item's row is held already."""
    last = CustodyLink.objects.filter(item=item.pk).order_by("-seq").first()
    facts = {name: getattr(item, name) for name in FACTS}
    facts["receiver"] = str(item.receiver_id or "")
    body = {
        "item": str(item.pk),
        "seq": last.seq + 1 if last else 1,
        "at": act.at.astimezone(UTC).isoformat(),
        "by": str(act.actor.id),
        "state": str(item.state),
        "custodian": str(item.custodian_id) if item.custodian_id else "",
        "facts": orjson.dumps(facts, option=orjson.OPT_SORT_KEYS).decode(),
        "prev": last.hash if last else "",
    }
    values = {
        "item": item.pk, "seq": body["seq"], "at": act.at, "by": str(act.actor.id),
        "standing": body["state"], "custodian": item.custodian_id,
        "facts": body["facts"], "prev": body["prev"],
        "hash": digest(body),
    }  # fmt: skip
    engine = replace(act, actor=service("engine"), via="engine")
    write(registry["custody_links"], engine, values)


def digest(body: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of one link, in hex."""
    return hashlib.sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def body_of(one: CustodyLink) -> dict[str, Any]:
    """What the hash of a link is over."""
    return {
        "item": str(one.item_id), "seq": one.seq, "at": one.at.astimezone(UTC).isoformat(),
        "by": str(one.by), "state": one.standing,
        "custodian": str(one.custodian_id) if one.custodian_id else "",
        "facts": one.facts, "prev": one.prev,
    }  # fmt: skip


def broken(item: UUID) -> int | None:
    """The position of the first link of the item's chain that does not hold; None: all hold."""
    return dict(_faults(CustodyLink.objects.filter(item=item))).get(item)


def broken_chains() -> dict[UUID, int]:
    """Item → position of the first link that does not hold, over every chain in one walk."""
    return dict(_faults(CustodyLink.objects.all()))


def _faults(links: "models.QuerySet[CustodyLink]") -> Iterator[tuple[UUID, int]]:
    """The first fault of each chain among ``links``."""
    item, prev, seq, bad = None, "", 0, False
    for one in links.order_by("item", "seq").iterator(chunk_size=2000):
        if one.item_id != item:
            item, prev, seq, bad = one.item_id, "", 0, False
        seq += 1
        holds = one.seq == seq and one.prev == prev and one.hash == digest(body_of(one))
        prev = one.hash
        if not (holds or bad):
            bad = True
            yield one.item_id, seq
