"""Entitlements: the roles and permissions a system knows, and what each lets one do."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import sheets
from sekisho.domains.access.words import Action
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow


class EntitlementState(models.TextChoices):
    PLAIN = "plain", _("Given on request")
    PROPOSED = "proposed", _("Standard role proposed")
    BIRTHRIGHT = "birthright", _("Standard role")


LIFE = Workflow(
    EntitlementState,
    EntitlementState.PLAIN,
    (
        Move("propose", "plain", "proposed", _("Propose as standard role"), asks=("given_to",)),
        Move("approve", "proposed", "birthright", _("Approve as standard role"),
             other_than=("propose",), sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("send_back", "proposed", "plain", _("Send back"), asks=("remark",)),
        Move("keep", "birthright", "birthright", _("Confirm in a review"),
             sets=(("last_reviewed_on", "day"),)),
        Move("end", "birthright", "plain", _("No longer a standard role"), asks=("remark",)),
    ),
)  # fmt: skip


class Entitlement(Record):
    """A role of a system. As a standard role it is approved once, for everybody it is given to."""

    system = models.ForeignKey(
        "access.System", models.PROTECT, related_name="entitlements", verbose_name=_("system")
    )
    name = models.CharField(_("role or permission"), max_length=120)
    code = models.CharField(
        _("name inside the system"), max_length=120, blank=True,
        help_text=_("As the system's own list of accounts writes it, if it differs."),
    )  # fmt: skip
    allows = models.TextField(_("what it lets one do"), blank=True)
    actions = SetField(_("actions"), choices=Action)
    privileged = models.BooleanField(
        _("privileged"), default=False, help_text=_("Administers the system or others' rights.")
    )
    given_to = models.CharField(
        _("given to"), max_length=160, blank=True,
        help_text=_("For a standard role: to whom it belongs, such as all employees."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=EntitlementState, default=EntitlementState.PLAIN
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="entitlements_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    last_reviewed_on = models.DateField(_("last reviewed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("entitlement")
        constraints = (models.UniqueConstraint(fields=("system", "name"), name="entitlement_once"),)

    def __str__(self) -> str:
        return self.name


@register
class Entitlements(Register[Entitlement]):
    name = "entitlements"
    title = _("Roles and permissions")
    singular = _("entitlement")
    about = _("What each system can give: its roles and permissions, and what they let one do.")
    model = Entitlement
    key = ("system", "name")
    handles = ("name", "code")
    label_with = ("system",)
    columns = ("system", "name", "actions", "privileged", "state", "given_to", "approved_on")
    filters = ("system", "actions", "privileged", "state")
    search = ("name", "code", "allows", "system__name")
    order = ("system", "name")
    unit_path = "system__unit"
    sealed = frozenset({"approved_by", "approved_on", "last_reviewed_on"})
    life = LIFE
    headers = sheets.ENTITLEMENT_HEADERS
    views = (
        View(_("Privileged"), {"privileged": "true"}),
        View(_("Standard roles"), {"state": "birthright"}),
    )
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
        moves={
            "propose": ("admin", "committee", "chair", "manager:unit"),
            "approve": ("manager:unit", "director", "deputy"),
            "send_back": ("manager:unit", "director", "deputy"),
            "keep": ("manager:unit", "director", "deputy"),
            "end": ("manager:unit", "director", "deputy"),
        },
    )

    def prepare(self, values: dict[str, Any], record: Entitlement | None, act: Act) -> None:
        del act
        if record is not None and values["state"] == EntitlementState.PLAIN:
            values["approved_by"], values["approved_on"] = None, None

    def check(
        self, values: Mapping[str, Any], record: Entitlement | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        """A standard role stays as it was approved: its holders never asked one by one."""
        del act
        if record is None or record.state != EntitlementState.BIRTHRIGHT:
            return
        for name in ("actions", "privileged", "given_to"):
            if values[name] != getattr(record, name):
                yield name, _("This is a standard role as approved. End that first.")

    def label(self, record: Entitlement) -> str:
        return f"{record.system} {record.name}"
