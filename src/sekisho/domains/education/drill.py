"""Exercises: what is practised, whose consent it has, how it was announced, what it showed."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.education.drill_words import OVER, Kind, State, scenario_choices
from sekisho.registers.record import Record, Records


class Drills(Records):
    def held(self) -> Self:
        """Those that took place."""
        return self.present().filter(state__in=OVER)

    def sending(self, at: datetime) -> Self:
        """Mail drills that run and have begun by ``at``."""
        rows = self.present().filter(kind=Kind.TARGETED_MAIL, state=State.RUNNING)
        return rows.filter(starts_at__lte=at)


class Drill(Record):
    """One exercise. Of what single people did in it nothing stands here (``drill_trace``)."""

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    kind = models.CharField(_("kind of drill"), max_length=13, choices=Kind)
    title = models.CharField(_("title"), max_length=120)
    objective = models.TextField(
        _("objective"), help_text=_("What people should be able to do afterwards.")
    )
    organiser = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="drills_organised",
        verbose_name=_("in charge"), help_text=_("Empty: whoever enters it."),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="drills",
        verbose_name=_("unit taking part"), help_text=_("With the units below it. Empty: all."),
    )  # fmt: skip
    scenario = models.CharField(
        _("scenario"), max_length=40, blank=True, choices=scenario_choices,
        help_text=_("For targeted mail: its texts are filled in and can be changed."),
    )  # fmt: skip
    situation = models.TextField(
        _("situation played through"), blank=True, help_text=_("For all but targeted mail.")
    )
    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    spread_hours = models.PositiveSmallIntegerField(
        _("sent over how many hours"), default=4, help_text=_("Mails go out evenly over this time.")
    )
    ends_on = models.DateField(_("reports count until"), null=True, blank=True)
    sender_name = models.CharField(_("name of the sender"), max_length=80, blank=True)
    subject = models.CharField(_("subject"), max_length=120, blank=True)
    body = models.TextField(
        _("text of the mail"), blank=True,
        help_text=_("{link} becomes the link of each person, {name} their name."),
    )  # fmt: skip
    asks_secret = models.BooleanField(
        _("the page asks for a password"), default=False,
        help_text=_("What is typed never leaves the browser; only that something was."),
    )  # fmt: skip
    no_real_sender = models.BooleanField(
        _("no real company, authority or colleague is imitated"), default=False
    )
    no_lure = models.BooleanField(_("no lure about pay, appraisal or illness"), default=False)
    consented_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="drills_consented",
        verbose_name=_("consented by"),
    )  # fmt: skip
    consented_on = models.DateField(_("consented on"), null=True, blank=True)
    announced_on = models.DateField(
        _("announced in general on"), null=True, blank=True,
        help_text=_("That there will be a drill in this period, not when and how."),
    )  # fmt: skip
    helpdesk_told_on = models.DateField(
        _("help desk told on"), null=True, blank=True, help_text=_("Needed for targeted mail.")
    )
    labour_told_on = models.DateField(
        _("labour side informed on"),
        null=True,
        blank=True,
        help_text=_("Needed for targeted mail."),
    )
    labour_how = models.CharField(_("whom and how"), max_length=200, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, null=True, blank=True, related_name="drills",
        verbose_name=_("incident played through"),
        help_text=_("An incident entered as an exercise."),
    )  # fmt: skip
    held_on = models.DateField(_("held on"), null=True, blank=True)
    participants = models.PositiveIntegerField(_("how many took part"), null=True, blank=True)
    recovery_promised = models.PositiveIntegerField(
        _("minutes to recover, promised (RTO)"), null=True, blank=True
    )
    recovery_measured = models.PositiveIntegerField(
        _("minutes to recover, measured"), null=True, blank=True
    )
    loss_promised = models.PositiveIntegerField(
        _("minutes of data lost at most, promised (RPO)"), null=True, blank=True
    )
    loss_measured = models.PositiveIntegerField(
        _("minutes of data lost, measured"), null=True, blank=True
    )
    lessons = models.TextField(_("what it showed"), blank=True)
    follow_up = models.TextField(
        _("follow-up"),
        blank=True,
        help_text=_("What was taught or put right, for whom in general."),
    )
    followed_up_on = models.DateField(_("followed up on"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="drills_reviewed",
        verbose_name=_("reviewed by"),
    )  # fmt: skip
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    wiped_on = models.DateField(_("individual results deleted on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.DRAFT)

    objects: ClassVar[Any] = Drills.as_manager()

    class Meta:
        verbose_name = _("drill")
        indexes = (models.Index(fields=("kind", "state"), name="drill_kind_state"),)

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def by_mail(self) -> bool:
        return self.kind == Kind.TARGETED_MAIL

    @property
    def late_recovery(self) -> bool | None:
        """Whether recovery took longer, or lost more, than promised; None: not measured."""
        pairs = (
            (self.recovery_promised, self.recovery_measured),
            (self.loss_promised, self.loss_measured),
        )
        known = [took > given for given, took in pairs if given is not None and took is not None]
        return any(known) if known else None
