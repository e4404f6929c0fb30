"""Rules by which standard roles are given: to whom, without anybody asking, and by whose decision.

A rule is approved once (auditor.md C29). What it gives is a right like any other, with the one who
approved the rule as its approver; it goes when the rule no longer speaks of its holder.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.entitlement import Entitlement, EntitlementState
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, Role, everyone
from sekisho.registers.spans import ordered, running
from sekisho.registers.workflow import Move, Workflow

OFFICES = tuple(
    (role.value, role.label)
    for role in (Role.DIRECTOR, Role.DEPUTY, Role.CHAIR, Role.COMMITTEE, Role.MANAGER,
                 Role.AUDITOR, Role.ADMIN)
)  # fmt: skip
FIRM = ("entitlement", "unit", "staff", "office", "title", "starts_on")


class Staff(models.TextChoices):
    OWN = "own", _("Our own people")
    DISPATCHED = "dispatched", _("Our own people and dispatched workers")
    EVERYBODY = "everybody", _("Everybody, contractors' staff too")


class RuleState(models.TextChoices):
    PROPOSED = "proposed", _("Proposed")
    IN_FORCE = "in_force", _("In force")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


LIFE = Workflow(
    RuleState,
    RuleState.PROPOSED,
    (
        Move("approve", "proposed", "in_force", _("Approve"), other_than=("add", "change"),
             sets=(("approved_by", "person"), ("approved_at", "moment"))),
        Move("refuse", "proposed", "refused", _("Refuse"), asks=("remark",)),
        Move("end", "in_force", "ended", _("End the rule"), asks=("remark",),
             sets=(("ended_on", "day"),), danger=True),
    ),
)  # fmt: skip


class BirthrightRules(Records):
    def in_force(self, on: date) -> "BirthrightRules":
        """Approved rules about what is a standard role still."""
        rows = self.present().filter(running(on), state=RuleState.IN_FORCE)
        return rows.filter(
            entitlement__state=EntitlementState.BIRTHRIGHT, entitlement__withdrawn_at=None
        )


class BirthrightRule(Record):
    """Of whom it speaks is what all of its conditions hold for; an empty one: everybody."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    entitlement = models.ForeignKey(
        "access.Entitlement", models.PROTECT, related_name="rules", verbose_name=_("standard role")
    )
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="birthright_rules",
        verbose_name=_("unit"), help_text=_("With everything below it. Empty: the whole company."),
    )  # fmt: skip
    staff = models.CharField(_("kinds of staff"), max_length=10, choices=Staff, default=Staff.OWN)
    office = models.CharField(
        _("office held"), max_length=10, choices=OFFICES, blank=True,
        help_text=_("Such as managers alone. Empty: whatever the office."),
    )  # fmt: skip
    title = models.CharField(
        _("job title"), max_length=60, blank=True,
        help_text=_("As in the register of people. Empty: whatever the title."),
    )  # fmt: skip
    starts_on = models.DateField(_("valid from"), blank=True, help_text=_("Empty: today."))
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=RuleState, default=RuleState.PROPOSED
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="birthright_rules_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects: ClassVar[Any] = BirthrightRules.as_manager()

    class Meta:
        verbose_name = _("rule for a standard role")

    def __str__(self) -> str:
        return self.number


@register
class BirthrightRuleRegister(Register[BirthrightRule]):
    name = "birthright_rules"
    title = _("Rules for standard roles")
    singular = _("rule for a standard role")
    about = _("Who is given which standard role without asking: by unit, office and job title.")
    model = BirthrightRule
    number = "BR-{n:04d}"
    label_with = ("entitlement__system", "unit")
    columns = ("number", "entitlement", "unit", "staff", "office", "title", "starts_on", "ends_on",
               "state", "approved_by")  # fmt: skip
    filters = ("state", "entitlement", "unit", "staff", "office", "starts_on", "ends_on")
    search = ("number", "entitlement__name", "entitlement__system__name", "unit__name", "title")
    order = ("entitlement", "number")
    unit_path = "entitlement__system__unit"
    sealed = frozenset({"approved_by", "approved_at", "ended_on"})
    life = LIFE
    views = (View(_("In force"), {"state": "in_force"}), View(_("Proposed"), {"state": "proposed"}))
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "manager:unit", "operator"),
        change=(*LEADERS, "admin", "manager:unit", "operator"),
        withdraw=(*LEADERS, "admin"),
        moves={
            "approve": ("manager:unit", "director", "deputy"),
            "refuse": ("manager:unit", "director", "deputy"),
            "end": ("manager:unit", "director", "deputy"),
        },
    )

    def prepare(self, values: dict[str, Any], record: BirthrightRule | None, act: Act) -> None:
        del record
        values["starts_on"] = values["starts_on"] or act.on

    def check(
        self, values: Mapping[str, Any], record: BirthrightRule | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if record is None or record.state == RuleState.PROPOSED:
            return
        for name in FIRM:
            before = getattr(record, BirthrightRule._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values[name] != before:
                yield name, _("This was decided and stands. Please make another rule.")

    def settle(self, records: Sequence[BirthrightRule], act: Act) -> None:
        """Raises Invalid where a rule would give what was never approved as a standard role."""
        fresh = [r.entitlement_id for r in records if r.approved_at == act.at]
        known = Entitlement.objects.filter(pk__in=fresh, state=EntitlementState.BIRTHRIGHT)
        if known.count() < len(set(fresh)):
            words = _("This is no approved standard role yet. Please have that approved first.")
            raise Invalid({"entitlement": [words]})

    def label(self, record: BirthrightRule) -> str:
        return f"{record.number} {record.entitlement}"
