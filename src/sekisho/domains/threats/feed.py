"""Feeds: where threat and vulnerability information comes from, and when it last came.

A file taken in by hand counts like one that was fetched; the entry holds its hash.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.connectors import addresses
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered, running


class FeedKind(models.TextChoices):
    KEV = "kev", _("CISA KEV (exploited vulnerabilities)")
    EPSS = "epss", _("FIRST EPSS (likelihood of exploitation)")
    OSV = "osv", _("OSV")
    JVN = "jvn", _("JVN (MyJVN)")
    CSAF = "csaf", _("CSAF 2.0")
    CVE = "cve", _("CVE records")
    RSS = "rss", _("Notices (RSS or Atom)")
    MAIL = "mail", _("Notices that come by mail or in person")


TOLD = (
    "last_success_at",
    "last_tried_at",
    "last_error",
    "last_sha256",
    "last_read",
    "last_changed",
)


class Feeds(Records):
    def in_use(self, on: date) -> "Feeds":
        return self.present().filter(running(on))


class Feed(Record):
    """``address`` empty: files are brought by hand."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=4, choices=FeedKind)
    address = models.CharField(
        _("address"), max_length=500, blank=True,
        help_text=_("https:// of a public host. Empty: files are imported by hand."),
    )  # fmt: skip
    hours = models.PositiveSmallIntegerField(_("fetched every (hours)"), default=12)
    keeper = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="feeds",
        verbose_name=_("person in charge"),
    )  # fmt: skip
    starts_on = models.DateField(_("in use from"))
    ends_on = models.DateField(_("in use until"), null=True, blank=True)
    last_success_at = models.DateTimeField(_("last read at"), null=True, blank=True)
    last_tried_at = models.DateTimeField(_("last tried at"), null=True, blank=True)
    last_error = models.CharField(_("last failure"), max_length=300, blank=True)
    last_sha256 = models.CharField(_("SHA-256 of the last file"), max_length=64, blank=True)
    last_read = models.PositiveIntegerField(_("entries read"), null=True, blank=True)
    last_changed = models.PositiveIntegerField(_("entries new or changed"), null=True, blank=True)

    objects: ClassVar[Any] = Feeds.as_manager()

    class Meta:
        verbose_name = _("feed")

    def __str__(self) -> str:
        return self.name


@register
class FeedRegister(Register[Feed]):
    name = "feeds"
    title = _("Threat information feeds")
    singular = _("feed")
    about = _("Where threat and vulnerability information comes from, and when it was last read.")
    model = Feed
    key = ("name",)
    columns = ("name", "kind", "keeper", "last_success_at", "last_read", "last_error", "ends_on")
    filters = ("kind", "keeper", "last_success_at", "ends_on")
    search = ("name", "address", "last_error")
    order = ("name",)
    person_path = "keeper"
    sealed = frozenset(TOLD)
    views = (View(_("Never read"), {"last_success_at": "none"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("情報源",),
        "address": ("URL", "取得先"),
        "keeper": ("担当者",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "operator", "engine"),
        add=("admin", "committee", "chair", "operator"),
        change=("admin", "committee", "chair", "operator", "engine"),
        withdraw=("admin", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: Feed | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if not values["hours"]:
            yield "hours", _("At least one hour.")
        address = values["address"]
        if address and values["kind"] == FeedKind.MAIL:
            yield "address", _("Notices of this kind are entered by hand.")
        elif address and (record is None or address != record.address):
            try:
                addresses.check(address)
            except addresses.Blocked as error:
                yield "address", str(error)
            except addresses.Unreachable:
                return  # a name that cannot be resolved just now is found out when it is fetched
