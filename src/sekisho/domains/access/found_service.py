"""Cloud services found in lists (sign-on, expenses, names asked for, browsers), and what becomes of each."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField, WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class FoundKind(models.TextChoices):
    AI = "ai", _("Generative AI")
    SHARE = "share", _("Sends or stores files")
    OTHER = "other", _("Other service")


class ListKind(models.TextChoices):
    """Where a list comes from. Logs look at people's use; expenses and applications do not."""

    SSO = "sso", _("Sign-on log")
    EXPENSE = "expense", _("Expenses")
    PROXY = "proxy", _("Proxy or DNS log")
    BROWSER = "browser", _("Browser or extension list")
    OTHER = "other", _("Another list")


LOGS = frozenset({ListKind.SSO.value, ListKind.PROXY.value, ListKind.BROWSER.value})


class FoundState(models.TextChoices):
    NEW = "new", _("Not looked at")
    KNOWN = "known", _("In the register")
    TO_REQUEST = "to_request", _("To be requested")
    TOLERATED = "tolerated", _("Tolerated")
    BLOCKED = "blocked", _("Blocked")


EVERY = tuple(FoundState.values)
DECIDED = (("decided_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    FoundState,
    FoundState.NEW,
    (
        Move("recognise", EVERY, "known", _("It is a registered service"), asks=("service",),
             sets=DECIDED),
        Move("have_requested", ("new", "tolerated", "blocked"), "to_request", _("Have it requested"),
             may=("owner",), sets=DECIDED),
        Move("tolerate", ("new", "to_request", "blocked"), "tolerated", _("Tolerate it for a time"),
             asks=("reason", "until"), sets=DECIDED),
        Move("block", ("new", "to_request", "tolerated", "known"), "blocked", _("Record it as blocked"),
             asks=("reason",), sets=DECIDED),
    ),
)  # fmt: skip


class FoundServiceRows(Records):
    """The words rules speak about found services in."""

    def seen(self, on: date) -> "FoundServiceRows":
        return self.present().filter(first_seen_on__lte=on)


class FoundService(Record):
    """One domain. Counts and units, never who: individuals are not kept (monitoring rules)."""

    domain = models.CharField(_("domain"), max_length=120, unique=True)
    name = models.CharField(_("what it seems to be"), max_length=120, blank=True)
    provider = models.CharField(_("provider"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=5, choices=FoundKind, default=FoundKind.OTHER)
    sources = SetField(_("found in"), choices=ListKind)
    first_seen_on = models.DateField(_("first seen on"), blank=True, help_text=_("Empty: today."))
    last_seen_on = models.DateField(_("last seen on"), null=True, blank=True)
    listed_on = models.DateField(_("last list read on"), null=True, blank=True)
    users = models.PositiveIntegerField(_("number of people"), null=True, blank=True)
    lines = models.PositiveIntegerField(_("lines in the last list"), null=True, blank=True)
    units = WordsField(_("units"), help_text=_("One unit a line, as the list calls it."))
    service = models.ForeignKey(
        "assets.Service", models.PROTECT, null=True, blank=True,
        related_name="found", verbose_name=_("cloud service"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="services_to_request", verbose_name=_("who requests it"),
    )  # fmt: skip
    reason = models.TextField(_("reason"), blank=True)
    until = models.DateField(_("tolerated until"), null=True, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="services_triaged", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=FoundState, default=FoundState.NEW)

    objects: ClassVar[Any] = FoundServiceRows.as_manager()

    class Meta:
        verbose_name = _("service found")

    def __str__(self) -> str:
        return self.name or self.domain


@register
class FoundServices(Register[FoundService]):
    name = "found_services"
    title = _("Cloud services found in lists")
    singular = _("service found")
    about = _("Services that people use according to lists, and what was decided about each.")
    model = FoundService
    key = ("domain",)
    columns = ("domain", "name", "kind", "sources", "users", "first_seen_on", "last_seen_on", "state",
               "service")  # fmt: skip
    filters = ("state", "kind", "sources", "service", "owner", "first_seen_on", "last_seen_on",
               "listed_on", "until")  # fmt: skip
    search = ("domain", "name", "provider", "reason")
    order = ("-last_seen_on", "domain")
    person_path = "owner"
    sealed = frozenset({"service", "reason", "until", "decided_by", "decided_on"})
    life = LIFE
    views = (
        View(_("Not looked at"), {"state": "new"}),
        View(_("To be requested"), {"state": "to_request"}),
        View(_("Tolerated"), {"state": "tolerated"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "domain": ("ドメイン", "ホスト", "URL", "host"),
        "name": ("サービス名", "アプリ名", "アプリケーション"),
        "users": ("利用者数", "ユーザー数"),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "employee:own", "operator"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=("director", "chair", "admin"),
        moves={
            "recognise": (*LEADERS, "admin"),
            "have_requested": (*LEADERS, "admin"),
            "tolerate": LEADERS,
            "block": (*LEADERS, "admin"),
        },
    )

    def prepare(self, values: dict[str, Any], record: FoundService | None, act: Act) -> None:
        del record
        values["domain"] = values["domain"].strip().lower()
        values["first_seen_on"] = values["first_seen_on"] or act.on
        values["last_seen_on"] = values["last_seen_on"] or values["first_seen_on"]

    def check(
        self, values: Mapping[str, Any], record: FoundService | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        tolerates = values["state"] == FoundState.TOLERATED
        if tolerates and (record is None or record.state != FoundState.TOLERATED):
            if not act.on < values["until"]:
                yield "until", _("Please choose a day after today.")
            elif (values["until"] - act.on).days > 366:
                yield "until", _("At most one year.")
        if "." not in values["domain"]:
            yield "domain", _("Please write domain names alone, such as example.co.jp.")
