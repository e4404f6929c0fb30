"""Bindings: which duties a clause gives; a suggestion counts only when a person confirmed it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.clause import Clause
from sekisho.domains.documents.words import READERS, wrong_duties
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    SUGGESTED = "suggested", _("Suggested")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not adopted")


DECIDED = (("decided_by", "person"), ("decided_on", "day"))
LIFE = Workflow(
    states=State,
    initial=State.SUGGESTED,
    moves=(
        Move("confirm", State.SUGGESTED, State.CONFIRMED, _("Confirm"), sets=DECIDED),
        Move(
            "refuse", (State.SUGGESTED, State.CONFIRMED), State.REFUSED, _("Do not adopt"),
            asks=("reason",), sets=DECIDED,
        ),
        Move(
            "reconsider", (State.CONFIRMED, State.REFUSED), State.SUGGESTED, _("Reconsider"),
            asks=("reason",),
        ),
    ),
)  # fmt: skip


class Bindings(Records):
    def confirmed(self, on: date) -> Self:
        """Bindings that a person had confirmed by ``on``."""
        return self.present().filter(state=State.CONFIRMED, decided_on__lte=on)


class Binding(Record):
    """One duty that one clause gives."""

    clause = models.ForeignKey(
        Clause, models.PROTECT, related_name="bindings", verbose_name=_("clause")
    )
    duty = models.CharField(_("duty"), max_length=8, help_text=_("Its number, such as O053."))
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.SUGGESTED)
    score = models.DecimalField(
        _("likeness"), max_digits=4, decimal_places=3, null=True, blank=True,
        help_text=_("How well the words match, from 0 to 1; empty when a person chose it."),
    )  # fmt: skip
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="decided_bindings", verbose_name=_("decided by"),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    accept_from = models.DecimalField(
        _("accepted from"), max_digits=4, decimal_places=3, null=True, blank=True,
        help_text=_("The likeness from which suggestions were accepted together on import."),
    )  # fmt: skip
    carried_from = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to",
        verbose_name=_("carried over from"),
        help_text=_("The decision on the same words in the version before."),
    )  # fmt: skip

    objects: ClassVar[Any] = Bindings.as_manager()

    class Meta:
        verbose_name = _("duty of a clause")
        indexes = [models.Index(fields=["duty", "state"], name="binding_by_duty")]
        constraints = [
            models.UniqueConstraint(fields=["clause", "duty"], name="binding_once"),
        ]

    def __str__(self) -> str:
        return f"{self.clause} → {self.duty}"


@register
class BindingRegister(Register[Binding]):
    name = "bindings"
    title = _("Clauses and duties")
    singular = _("duty of a clause")
    about = _("Which duties each clause gives: suggested by likeness, decided by people.")
    model = Binding
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=(*LEADERS, "operator"),
        moves=dict.fromkeys(("confirm", "refuse", "reconsider"), LEADERS),
    )
    key = ("clause", "duty")
    label_with = ("clause",)
    columns = ("clause", "duty", "state", "score", "decided_by", "decided_on")
    filters = ("state", "duty", "clause", "decided_on")
    search = ("duty", "clause__number", "clause__heading")
    order = ("clause__version", "clause__position", "-score")
    unit_path = "clause__version__document__unit"
    life = LIFE
    sealed = frozenset({"decided_by", "decided_on"})
    place = "policy"
    views = (View(_("To be decided"), {"state": State.SUGGESTED}),)

    def check(
        self, values: Mapping[str, Any], record: Binding | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        yield from wrong_duties("duty", [values["duty"]])

    def prepare(self, values: dict[str, Any], record: Binding | None, act: Act) -> None:
        """A decision already taken holds from the start: carried over, or accepted by likeness."""
        if record is None and (values["carried_from"] or _accepted(values)):
            values["state"] = State.CONFIRMED
            values["decided_by"], values["decided_on"] = act.actor.person, act.on

    def settle(self, records: Sequence[Binding], act: Act) -> None:
        """Only a confirmed duty of the very same words may be carried over."""
        del act
        carried = [r for r in records if r.ver == 1 and r.carried_from_id]
        rows = Binding.objects.filter(pk__in={r.pk for r in carried})
        same = rows.filter(
            carried_from__state=State.CONFIRMED,
            carried_from__duty=F("duty"),
            carried_from__clause__text=F("clause__text"),
            carried_from__clause__stable=F("clause__stable"),
        )
        if carried and same.count() != len(carried):
            raise Invalid({"carried_from": [_("The words differ, so a person must decide anew.")]})


def _accepted(values: Mapping[str, Any]) -> bool:
    score, limit = values["score"], values["accept_from"]
    return score is not None and limit is not None and score >= limit
