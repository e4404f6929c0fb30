"""Reviews of access rights (棚卸): which rights are looked at again, by when, and what if nobody does."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.access.review_words import CampaignState, Undecided
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered
from sekisho.registers.workflow import Move, Workflow

PLANNED, RUNNING, CLOSED = CampaignState.PLANNED, CampaignState.RUNNING, CampaignState.CLOSED

LIFE = Workflow(
    CampaignState,
    PLANNED,
    (
        Move("start", PLANNED, RUNNING, _("Start the review"), sets=(("started_at", "moment"),)),
        Move("close", RUNNING, CLOSED, _("Close the review"), sets=(("closed_at", "moment"),)),
    ),
)


class ReviewCampaigns(Records):
    def running(self) -> "ReviewCampaigns":
        return self.present().filter(state=RUNNING)


class ReviewCampaign(Record):
    """One review. Its scope is what all of the conditions hold for; an empty one: everything."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    title = models.CharField(_("name of the review"), max_length=120)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("unit"), help_text=_("With everything below it. Empty: the whole company."),
    )  # fmt: skip
    system = models.ForeignKey(
        "access.System", models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("information system"), help_text=_("Empty: every system."),
    )  # fmt: skip
    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT, null=True, blank=True, related_name="reviews",
        verbose_name=_("class and stricter"), help_text=_("Empty: every class."),
    )  # fmt: skip
    privileged = models.BooleanField(_("privileged rights only"), default=False)
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("decided by"), help_text=_("The last day to decide."))
    undecided = models.CharField(
        _("what nobody decided"), max_length=8, choices=Undecided, default=Undecided.ESCALATE,
        help_text=_("What happens to it after the last day."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=7, choices=CampaignState, default=CampaignState.PLANNED
    )
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    filled_at = models.DateTimeField(_("rights listed at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects: ClassVar[Any] = ReviewCampaigns.as_manager()

    class Meta:
        verbose_name = _("review of access rights")

    def __str__(self) -> str:
        return self.title


@register
class ReviewCampaignRegister(Register[ReviewCampaign]):
    name = "review_campaigns"
    title = _("Reviews of access rights")
    singular = _("review of access rights")
    about = _("Which access rights are looked at again, by when, and what if nobody decides.")
    model = ReviewCampaign
    number = "RV-{year}-{n:02d}"
    columns = ("number", "title", "unit", "system", "classification", "privileged", "starts_on",
               "due_on", "undecided", "state")  # fmt: skip
    filters = ("state", "unit", "system", "classification", "privileged", "starts_on", "due_on",
               "undecided")  # fmt: skip
    search = ("number", "title")
    order = ("-starts_on", "number")
    unit_path = "unit"
    sealed = frozenset({"started_at", "filled_at", "closed_at"})
    life = LIFE
    views = (View(_("Under way"), {"state": "running"}),)
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager", "operator", "engine"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator", "engine"),
        withdraw=LEADERS,
        moves={"start": (*LEADERS, "admin", "engine"), "close": (*LEADERS, "engine")},
    )

    def check(
        self, values: Mapping[str, Any], record: ReviewCampaign | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from ordered(values, "due_on")
        if record is None or record.state == PLANNED:
            return
        for name in ("unit", "system", "classification", "privileged", "starts_on", "undecided"):
            before = getattr(record, record._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values[name] != before:
                yield name, _("The review is under way: this stands. Please start another one.")
