"""Sub-contracting (再委託): to whom a supplier hands work on, and whether we approved it beforehand."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered
from sekisho.registers.workflow import Move, Workflow


class SubState(models.TextChoices):
    REQUESTED = "requested", _("Asked for")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Refused")
    ENDED = "ended", _("Ended")


SAID = (("approved_by", "person"), ("approved_on", "day"))
LIFE = Workflow(
    SubState,
    SubState.REQUESTED,
    (
        Move("approve", "requested", "approved", _("Approve the sub-contracting"),
             asks=("decision",), other_than=("add", "change"), sets=SAID),
        Move("refuse", "requested", "refused", _("Refuse"), asks=("decision",),
             other_than=("add", "change"), sets=SAID),
        Move("end", "approved", "ended", _("End"), asks=("ends_on",)),
    ),
)  # fmt: skip


class SubSuppliers(Records):
    def used(self, on: date) -> Self:
        """Said to be at work on ``on``, approved or not; what was refused is not."""
        open_ = Q(ends_on=None) | Q(ends_on__gte=on)
        rows = self.present().filter(open_, starts_on__lte=on, engagement__withdrawn_at=None)
        return rows.exclude(state=SubState.REFUSED)


class SubSupplier(Record):
    engagement = models.ForeignKey(
        "suppliers.Engagement", models.PROTECT, related_name="sub_suppliers",
        verbose_name=_("engagement"),
    )  # fmt: skip
    name = models.CharField(_("name of the sub-contractor"), max_length=160)
    country = models.CharField(
        _("country"), max_length=60, blank=True, help_text=_("Empty: Japan.")
    )
    work = models.CharField(_("work handed on"), max_length=200)
    measures = models.TextField(
        _("how its measures were confirmed"), blank=True,
        help_text=_("What the supplier looked at, and when."),
    )  # fmt: skip
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    decision = models.TextField(_("grounds of the decision"), blank=True)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="sub_suppliers_decided",
        verbose_name=_("decided by"),
    )  # fmt: skip
    approved_on = models.DateField(_("decided on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=SubState, default=SubState.REQUESTED)

    objects: ClassVar[Any] = SubSuppliers.as_manager()

    class Meta:
        verbose_name = _("sub-contractor")

    def __str__(self) -> str:
        return self.name


@register
class SubSupplierRegister(Register[SubSupplier]):
    name = "sub_suppliers"
    title = _("Sub-contractors of suppliers")
    singular = _("sub-contractor")
    about = _("To whom suppliers hand our work on, and whether that was approved beforehand.")
    model = SubSupplier
    key = ("engagement", "name")
    label_with = ("engagement__party",)
    columns = ("engagement", "name", "work", "country", "starts_on", "approved_on", "state")
    filters = ("engagement", "state", "starts_on", "ends_on")
    search = ("name", "work", "engagement__title", "engagement__party__name")
    order = ("engagement", "name", "id")
    place = "supplier"  # found from the page of its supplier, not in the menu
    unit_path = "engagement__unit"
    person_path = "engagement__owner"
    sealed = frozenset({"decision", "approved_by", "approved_on"})
    life: ClassVar[Workflow] = LIFE
    views = (View(_("To be decided"), {"state": "requested"}),)
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name": ("再委託先", "再委託先名"),
        "work": ("再委託業務",),
        "approved_on": ("承認日",),
    }
    rights = Rights(
        read=(*LEADERS, "manager:unit", "employee:own", "auditor", "admin", "operator"),
        add=(*WRITERS, "employee:own"), change=(*WRITERS, "employee:own"), withdraw=KEEPERS,
        moves={
            "approve": (*LEADERS, "manager:unit"), "refuse": (*LEADERS, "manager:unit"),
            "end": (*LEADERS, "manager:unit", "employee:own"),
        },
    )  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: SubSupplier | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values)
        if record is None or record.state == SubState.REQUESTED:
            return
        for name in ("engagement", "name", "work", "country"):
            if values[name] != getattr(record, f"{name}_id", getattr(record, name)):
                yield name, _("This was decided already. Please enter a new line.")
