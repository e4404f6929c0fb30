"""Exceptions from "never trust, always check": approved by somebody else, for a year at most."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.terms import GROUP
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.settings import declare
from sekisho.registers.spans import ordered, running
from sekisho.registers.workflow import Move, Workflow

MOST_DAYS = declare(
    "access.exception_days", 365, _("Longest exception from zero trust"), unit=_("days"),
    least=1, most=365, source=_("Default of practice; the policy names no number."),
    since=date(2026, 4, 1), group=GROUP,
)  # fmt: skip


class Trusted(models.TextChoices):
    """What is trusted without being checked each time."""

    IP = "ip_allow_list", _("Allowed by network address")
    SHARED = "shared_id", _("Shared account")
    VPN = "flat_vpn", _("VPN into a flat network")
    NO_MFA = "no_mfa", _("No multi-factor authentication")
    DEVICE = "unmanaged_device", _("Unmanaged device")
    OTHER = "other", _("Other")


class ExceptionState(models.TextChoices):
    REQUESTED = "requested", _("Requested")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Request withdrawn")
    ENDED = "ended", _("Ended")


DECISION = (("approved_by", "person"), ("approved_at", "moment"), ("reviewed_on", "day"))
LIFE = Workflow(
    ExceptionState,
    ExceptionState.REQUESTED,
    (
        Move("approve", "requested", "approved", _("Approve"), other_than=("add", "change"),
             sets=DECISION),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("remark",)),
        Move("take_back", "requested", "withdrawn", _("Take the request back")),
        Move("review", "approved", "approved", _("Confirm that it is still needed"),
             asks=("remark",), sets=(("reviewed_on", "day"),)),
        Move("end", "approved", "ended", _("End the exception"), sets=(("ended_on", "day"),)),
    ),
)  # fmt: skip


class AccessExceptionRows(Records):
    def standing(self, on: date) -> "AccessExceptionRows":
        """Approved and, on ``on``, within their days."""
        return self.present().filter(running(on), state=ExceptionState.APPROVED)

    def in_use(self, on: date) -> "AccessExceptionRows":
        """Begun by ``on`` and not ended: asked for or approved, whether or not the term is over."""
        open_ = (ExceptionState.REQUESTED, ExceptionState.APPROVED)
        return self.present().filter(starts_on__lte=on, state__in=open_)


class AccessException(Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    system = models.ForeignKey(
        "access.System", models.PROTECT, related_name="exceptions", verbose_name=_("system")
    )
    kind = models.CharField(_("what is trusted"), max_length=16, choices=Trusted)
    what = models.CharField(
        _("extent"), max_length=300, help_text=_("Which addresses, accounts or network.")
    )
    reason = models.TextField(_("reason"))
    measure = models.TextField(_("measure instead"), help_text=_("What lowers the risk meanwhile."))
    requester = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="access_exceptions", verbose_name=_("requested by"),
        help_text=_("Empty: yourself."),
    )  # fmt: skip
    starts_on = models.DateField(_("valid from"))
    ends_on = models.DateField(_("valid until"))
    state = models.CharField(
        _("state"), max_length=9, choices=ExceptionState, default=ExceptionState.REQUESTED
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="access_exceptions_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar[Any] = AccessExceptionRows.as_manager()

    class Meta:
        verbose_name = _("exception from zero trust")

    def __str__(self) -> str:
        return f"{self.number} {self.system}"


@register
class AccessExceptions(Register[AccessException]):
    name = "access_exceptions"
    title = _("Exceptions from zero trust")
    singular = _("exception from zero trust")
    about = _(
        "What is trusted without being checked each time: why, until when, by whose decision."
    )
    model = AccessException
    number = "AX-{n:04d}"
    label_with = ("system",)
    columns = ("number", "system", "kind", "what", "starts_on", "ends_on", "state", "reviewed_on")
    filters = ("system", "kind", "state", "starts_on", "ends_on", "approved_by", "reviewed_on")
    search = ("number", "what", "reason", "system__name")
    order = ("-number",)
    unit_path = "system__unit"
    person_path = "requester"
    sealed = frozenset({"approved_by", "approved_at", "reviewed_on", "ended_on"})
    life = LIFE
    views = (View(_("To be decided"), {"state": "requested"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=("admin", "employee:own", "operator"),
        withdraw=("director", "chair"),
        moves={
            "approve": ("director", "deputy", "chair"),
            "refuse": ("director", "deputy", "chair"),
            "take_back": ("admin", "employee:own"),
            "review": (*LEADERS, "manager:unit"),
            "end": (*LEADERS, "admin", "manager:unit"),
        },
        never_own=("approve",),
    )

    def prepare(self, values: dict[str, Any], record: AccessException | None, act: Act) -> None:
        if record is None:
            values["requester"] = values["requester"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: AccessException | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        days = MOST_DAYS()
        if values["ends_on"] > values["starts_on"] + timedelta(days=days):
            yield "ends_on", _("At most %(n)s days.") % {"n": days}
        if record is None or record.state == ExceptionState.REQUESTED:
            return
        for name in ("system", "kind", "what", "starts_on", "ends_on"):
            before = getattr(record, AccessException._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values[name] != before:
                yield name, _("This was decided and stands. Please request another exception.")
