"""Items of a review: one right (or one standard role), who decides on it, and what was decided.

A decision is saved as it is made and takes effect when it is confirmed: then the right is
kept, renewed until a day, or has to be removed, by its own moves. Nobody decides on their own.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access import review_effect
from sekisho.domains.access.review_words import (
    PENDING,
    Advice,
    Decision,
    Ground,
    ItemState,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow

DECIDERS = ("manager:unit", "director", "deputy")
SAYING = ("decision", "until_on", "reason")
STANDS = ("campaign", "right", "entitlement", "person", "advice", "grounds", "peers", "peers_of",
          "until_hint", "used_on")  # fmt: skip

LIFE = Workflow(
    ItemState,
    ItemState.OPEN,
    (
        Move("confirm", PENDING, ItemState.CONFIRMED, _("Confirm the decision"), asks=("decision",),
             sets=(("confirmed_at", "moment"),)),
        Move("escalate", ItemState.OPEN, ItemState.ESCALATED, _("Pass to the superior")),
        Move("lapse", PENDING, ItemState.LAPSED, _("Not decided in time"),
             sets=(("decided_at", "moment"),)),
        Move("hand_over", PENDING, "", _("Hand to a deputy"), asks=("reviewer", "remark"),
             sets=(("handed_by", "person"), ("handed_at", "moment"))),
        Move("drop", PENDING, ItemState.GONE, _("Ended meanwhile")),
    ),
)  # fmt: skip


class ReviewItems(Records):
    def pending(self) -> "ReviewItems":
        return self.present().filter(state__in=PENDING)

    def undecided(self) -> "ReviewItems":
        return self.pending().filter(decision="")


class ReviewItem(Record):
    """``person``: the holder, empty for a standard role. ``unit``: whose manager may decide."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    campaign = models.ForeignKey(
        "access.ReviewCampaign", models.PROTECT, related_name="items", verbose_name=_("review")
    )
    right = models.ForeignKey(
        "access.AccessRight", models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("access right"),
    )  # fmt: skip
    entitlement = models.ForeignKey(
        "access.Entitlement", models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("standard role"),
        help_text=_("A standard role is looked at once, for everybody who has it."),
    )  # fmt: skip
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="reviews_of",
        verbose_name=_("holder"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="review_items",
        verbose_name=_("deciding unit"),
    )  # fmt: skip
    reviewer = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="reviews_by",
        verbose_name=_("reviewer of the right"),
    )  # fmt: skip
    handed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="reviews_handed",
        verbose_name=_("handed over by"),
    )  # fmt: skip
    handed_at = models.DateTimeField(_("handed over at"), null=True, blank=True)
    advice = models.CharField(_("recommendation"), max_length=6, choices=Advice)
    grounds = SetField(_("grounds"), choices=Ground)
    used_on = models.DateField(_("last used on"), null=True, blank=True)
    peers = models.PositiveIntegerField(_("others in the unit who have it"), null=True, blank=True)
    peers_of = models.PositiveIntegerField(_("others in the unit"), null=True, blank=True)
    until_hint = models.DateField(_("last day recommended"), null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=6, choices=Decision, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="reviews_decided",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=ItemState, default=ItemState.OPEN)

    objects: ClassVar[Any] = ReviewItems.as_manager()

    class Meta:
        verbose_name = _("right under review")
        constraints = (
            models.UniqueConstraint(fields=("campaign", "right"), name="review_item_right"),
            models.UniqueConstraint(fields=("campaign", "entitlement"), name="review_item_role"),
        )
        indexes = (
            models.Index(fields=("campaign", "reviewer", "state"), name="review_item_reviewer"),
            models.Index(fields=("campaign", "unit", "state"), name="review_item_unit"),
        )

    def __str__(self) -> str:
        return self.number


@register
class ReviewItemRegister(Register[ReviewItem]):
    name = "review_items"
    title = _("Rights under review")
    singular = _("right under review")
    about = _("Every right of a review: what is recommended and why, and what was decided by whom.")
    model = ReviewItem
    number = "RI-{n:06d}"
    columns = ("number", "campaign", "person", "right", "entitlement", "reviewer", "advice", "decision",
               "until_on", "decided_by", "decided_at", "state")  # fmt: skip
    filters = ("campaign", "state", "unit", "reviewer", "person", "advice", "decision", "grounds",
               "right", "entitlement", "decided_by")  # fmt: skip
    search = ("number", "person__name", "person__kana", "reason")
    order = ("-number",)
    unit_path = "unit"
    person_path = "person"
    sealed = frozenset({"decided_by", "decided_at", "confirmed_at", "handed_by", "handed_at"})
    withdrawable = False
    life = LIFE
    views = (
        View(_("Without decision"), {"state": "open,escalated", "decision": "none"}),
        View(_("To be removed"), {"decision": "remove"}),
    )
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator", "engine"),
        add=(*LEADERS, "admin", "operator", "engine"),
        change=(*DECIDERS, "engine"),
        moves={
            "confirm": DECIDERS,
            "hand_over": DECIDERS,
            "escalate": ("engine",),
            "lapse": ("engine",),
            "drop": ("engine", *DECIDERS),
        },
        never_own=("change", "confirm", "hand_over"),
    )

    def prepare(self, values: dict[str, Any], record: ReviewItem | None, act: Act) -> None:
        if record is None:
            values["decision"], values["until_on"], values["reason"] = "", None, ""
            return
        if values["decision"] != Decision.UNTIL:
            values["until_on"] = None
        if any(values[name] != getattr(record, name) for name in SAYING):
            said = bool(values["decision"])
            values["decided_by"] = act.actor.person if said else None
            values["decided_at"] = act.at if said else None

    def check(
        self, values: Mapping[str, Any], record: ReviewItem | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if record is None:
            if (values["right"] is None) == (values["entitlement"] is None):
                yield "right", _("Please choose either a right or a standard role.")
            return
        yield from _standing(values, record)
        if values["reviewer"] is not None and values["reviewer"] == record.person_id:
            yield "reviewer", _("Nobody decides on their own right. Please choose somebody else.")
        if values["decision"] == Decision.UNTIL and not values["until_on"]:
            yield "until_on", _("Please give the last day.")
        if values["until_on"] is not None and values["until_on"] < act.on:
            yield "until_on", _("The last day cannot lie in the past.")

    def settle(self, records: Sequence[ReviewItem], act: Act) -> None:
        """A confirmed decision takes effect on the right, by the right's own moves."""
        for item in records:
            if item.state == ItemState.CONFIRMED and item.confirmed_at == act.at:
                review_effect.carry_out(item, act)

    def subjects(self, record: ReviewItem) -> tuple[UUID, ...]:
        return (record.person_id,) if record.person_id else ()


def _standing(values: Mapping[str, Any], record: ReviewItem) -> Iterable[tuple[str, Text]]:
    """What was listed stands, and so does what was confirmed."""
    for name in STANDS:
        before = getattr(record, record._meta.get_field(name).attname)  # type: ignore[union-attr]
        if values[name] != before:
            yield name, _("This stands as it was listed.")
    if record.state not in PENDING:
        for name in SAYING:
            if values[name] != getattr(record, name):
                yield name, _("This was confirmed and stands.")
