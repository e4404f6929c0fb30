"""Product names: what a list calls a product, and what feeds call it; a person confirms each pair.

A guess never opens an exposure. What was confirmed is used for every later inventory.
"""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.domains.threats.packages import named_as
from sekisho.domains.threats.stock import place_again, plain
from sekisho.registers.actor import Act
from sekisho.registers.record import Record
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class NameState(models.TextChoices):
    PROPOSED = "proposed", pgettext_lazy("product name", "Proposed")
    CONFIRMED = "confirmed", pgettext_lazy("product name", "The same product")
    REFUSED = "refused", pgettext_lazy("product name", "Another product")


DECIDED = (("decided_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    NameState,
    NameState.PROPOSED,
    (
        Move("confirm", ("proposed", "refused"), "confirmed", _("It is the same product"), sets=DECIDED),
        Move("refuse", "proposed", "refused", _("It is another product"), sets=DECIDED),
    ),
)  # fmt: skip


class ProductName(Record):
    said = models.CharField(_("name in the inventory"), max_length=200)
    package = models.CharField(
        _("name in the feeds"), max_length=240,
        help_text=_("Such as cpe/a:vendor:product, as the advisories have it."),
    )  # fmt: skip
    likeness = models.PositiveSmallIntegerField(_("likeness (percent)"), null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=9, choices=NameState, default=NameState.PROPOSED
    )
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="product_names",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("product name")
        constraints = (
            models.UniqueConstraint(fields=("said", "package"), name="product_name_once"),
        )

    def __str__(self) -> str:
        return self.said


@register
class ProductNames(Register[ProductName]):
    name = "product_names"
    title = _("Product names to confirm")
    singular = _("product name")
    about = _(
        "What our lists call a product and what feeds call it. Nothing is matched on a guess."
    )
    model = ProductName
    key = ("said", "package")
    columns = ("said", "package", "likeness", "state", "decided_by", "decided_on")
    filters = ("state", "decided_by", "decided_on")
    search = ("said", "package")
    order = ("-likeness", "said")
    sealed = frozenset({"likeness", "decided_by", "decided_on"})
    life = LIFE
    views = (View(_("To be confirmed"), {"state": "proposed"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "operator", "engine"),
        add=("admin", "committee", "chair", "operator", "engine"),
        change=("admin", "committee", "chair", "operator"),
        withdraw=("admin", "chair"),
        moves={
            "confirm": ("admin", "committee", "chair"),
            "refuse": ("admin", "committee", "chair"),
        },
    )

    def prepare(self, values: dict[str, Any], record: ProductName | None, act: Act) -> None:
        del record, act
        values["said"] = plain(values["said"] or "")[:200]

    def moved(self, act: Act, name: str, record: ProductName, said: Mapping[str, Any]) -> None:
        """What is installed under that name is compared with the advisories from now on."""
        del act, said
        if name != "confirm":
            return
        place_again(record.said, named_as(record.package))


def confirmed() -> dict[str, list[Any]]:
    """Name in an inventory → the packages that a person said it is."""
    rows = ProductName.objects.filter(withdrawn_at=None, state=NameState.CONFIRMED)
    pairs = list(rows.values_list("said", "package"))
    found: dict[str, list[Any]] = {}
    for said, package in pairs:
        found.setdefault(said, []).append(named_as(package))
    return found
