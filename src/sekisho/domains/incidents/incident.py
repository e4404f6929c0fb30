"""Incidents: suspicions, near misses and what really happened, from the report to the lesson."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.words import (
    OVER,
    Category,
    Cause,
    Channel,
    Exit,
    Severity,
    Stage,
    Tri,
    Verdict,
)
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records


class Incidents(Records):
    def real(self) -> Self:
        """Without exercises, which count nowhere."""
        return self.present().filter(drill=False)

    def under_way(self) -> Self:
        return self.present().exclude(state__in=OVER)


class Incident(Record):
    """One incident. ``least``: the severity the facts call for (derived); nobody goes below it but
    the director, with a reason.

    ``aware_at``: when any department of the company knew; clocks of the law run from it.
    """

    number = models.CharField(_("number"), max_length=20, unique=True, editable=False)
    title = models.CharField(_("in a word"), max_length=200)
    text = models.TextField(_("account of what happened"))
    category = models.CharField(_("kind of incident"), max_length=12, choices=Category)
    suspected = models.BooleanField(
        _("only suspected so far"), default=True,
        help_text=_("A suspicion is reported and handled like the incident itself."),
    )  # fmt: skip
    severity = models.CharField(_("severity"), max_length=9, choices=Severity, blank=True)
    severity_reason = models.TextField(_("reason for the severity"), blank=True)
    least = models.CharField(
        _("least severity by the facts"), max_length=9, choices=Severity, blank=True,
        editable=False,
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True, related_name="incidents",
        verbose_name=_("unit"),
    )  # fmt: skip
    reporter = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incidents_reported",
        verbose_name=_("found by"),
    )  # fmt: skip
    channel = models.CharField(
        _("came in by"),
        max_length=5,
        choices=Channel,
        blank=True,
        help_text=_("Empty: as it came."),
    )
    informant = models.CharField(
        _("reported by, without an account"), max_length=200, blank=True,
        help_text=_("Name and how to reach them, as they gave it. Nobody has checked it."),
    )  # fmt: skip
    unverified = models.BooleanField(
        _("sender not known"), default=False,
        help_text=_("No account has this address. Nothing in it was opened or followed."),
    )  # fmt: skip
    whistle = models.BooleanField(
        _("may be a whistle-blower’s report"), default=False,
        help_text=_("Only the persons designated for such reports see it."),
    )  # fmt: skip
    engagement = models.ForeignKey(
        "suppliers.Engagement", models.PROTECT, null=True, blank=True, related_name="incidents",
        verbose_name=_("work entrusted to a supplier"),
        help_text=_("Where it happened at a supplier, or with what was entrusted to one."),
    )  # fmt: skip
    personal_data = models.CharField(
        _("personal data"), max_length=7, choices=Tri, default=Tri.UNKNOWN,
        help_text=_("Not known yet counts as possible: the clocks of the law then run."),
    )  # fmt: skip
    persons = models.PositiveIntegerField(
        _("persons concerned at most"), null=True, blank=True,
        help_text=_("As the finder estimates; facts found out later count instead."),
    )  # fmt: skip
    drill = models.BooleanField(_("exercise"), default=False)
    restricted = models.BooleanField(
        _("need to know"), default=False,
        help_text=_("Only the people named for this incident see it."),
    )  # fmt: skip
    occurred_at = models.DateTimeField(_("occurred at"), null=True, blank=True)
    noticed_at = models.DateTimeField(_("noticed at"))
    reported_at = models.DateTimeField(_("reported at"), blank=True, help_text=_("Empty: now."))
    aware_at = models.DateTimeField(
        _("company aware since"), blank=True,
        help_text=_("When any department first knew. Empty: when it was noticed."),
    )  # fmt: skip
    aware_basis = models.TextField(_("basis of this moment"), blank=True)
    triaged_at = models.DateTimeField(_("judged at"), null=True, blank=True)
    commander = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incidents_commanded",
        verbose_name=_("commander"),
    )  # fmt: skip
    commander_at = models.DateTimeField(_("commander named at"), null=True, blank=True)
    first_order = models.TextField(_("first instructions"), blank=True)
    first_order_at = models.DateTimeField(_("first instructions given at"), null=True, blank=True)
    situation = models.TextField(_("situation"), blank=True)
    impact = models.TextField(_("impact"), blank=True)
    instructions = models.TextField(_("instructions given"), blank=True)
    manager_report_at = models.DateTimeField(_("manager reported at"), null=True, blank=True)
    contained_at = models.DateTimeField(_("contained at"), null=True, blank=True)
    uncontained_reason = models.TextField(_("why there is nothing to contain"), blank=True)
    evidence_needed = models.CharField(
        _("evidence to be kept"), max_length=7, choices=Tri, default=Tri.UNKNOWN
    )
    evidence_reason = models.TextField(_("reason for the decision about evidence"), blank=True)
    recovered_at = models.DateTimeField(_("recovered at"), null=True, blank=True)
    cause = models.CharField(_("type of cause found"), max_length=13, choices=Cause, blank=True)
    cause_text = models.TextField(
        _("what caused it"), blank=True, help_text=_("Why it happened, not who.")
    )
    whys = WordsField(_("five whys"), help_text=_("One answer a line, each asking why once more."))
    clause = models.CharField(_("clause concerned"), max_length=20, blank=True)
    verdict = models.CharField(
        _("what it says about the clause"), max_length=12, choices=Verdict, blank=True
    )
    no_prevention_reason = models.TextField(_("why nothing further is done"), blank=True)
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    lessons = models.TextField(_("lessons"), blank=True)
    exit_kind = models.CharField(_("why it ends here"), max_length=11, choices=Exit, blank=True)
    exit_reason = models.TextField(_("reason of the exit"), blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged",
        verbose_name=_("merged into"),
    )  # fmt: skip
    lowered_reason = models.TextField(_("why it is less severe than the facts say"), blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incidents_closed",
        verbose_name=_("who closed it"),
    )  # fmt: skip
    state = models.CharField(_("stage"), max_length=13, choices=Stage, default=Stage.REPORTED)

    objects: ClassVar[Any] = Incidents.as_manager()

    class Meta:
        verbose_name = _("incident")
        indexes = (
            models.Index(fields=("state", "severity"), name="incident_state"),
            models.Index(fields=("unit", "reported_at"), name="incident_of_unit"),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
