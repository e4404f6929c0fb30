"""The course of an incident, entry by entry. Nothing is changed: a correction supersedes."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, differs, of_incident
from sekisho.domains.incidents.secrecy import INTAKE, written_once
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register


class Kind(models.TextChoices):
    DECISION = "decision", _("Decision")
    CONTACT = "contact", _("Contact")
    ACTION = "action", _("Measure")
    FINDING = "finding", _("Found out")
    EVIDENCE = "evidence", _("Evidence")


class TimelineEntry(Record):
    """Something that happened or was done, with when it happened (``at``) and what is known of it."""

    incident = of_incident("timeline")
    at = models.DateTimeField(_("when it happened"), blank=True, help_text=_("Empty: now."))
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.ACTION)
    text = models.TextField(_("what happened then"))
    source = models.CharField(_("known from"), max_length=200, blank=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="timeline_entries",
        verbose_name=_("written by"),
    )  # fmt: skip
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by",
        verbose_name=_("corrects"),
    )  # fmt: skip
    in_report = models.BooleanField(_("belongs into the reports"), default=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("entry of the course of events")
        indexes = (models.Index(fields=("incident", "at"), name="incident_timeline"),)

    def __str__(self) -> str:
        return self.text[:60]


@register
class Timeline(ChildRegister[TimelineEntry]):
    name = "timeline_entries"
    title = _("Course of events")
    singular = _("entry of the course of events")
    about = _("What happened and what was done, in order. A correction is a new entry.")
    model = TimelineEntry
    key = ("incident", "at", "text")
    columns = ("incident", "at", "kind", "text", "person")
    filters = ("incident", "kind", "at", "person")
    search = ("text", "source")
    order = ("-at", "-id")
    withdrawable = False
    rights = written_once(INTAKE, "engine")

    def prepare(self, values: dict[str, Any], record: TimelineEntry | None, act: Act) -> None:
        values["at"] = values["at"] or act.at
        if record is None:
            values["person"] = act.actor.person

    def check(
        self, values: Mapping[str, Any], record: TimelineEntry | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if record is not None and differs(self, values, record):
            yield (
                "",
                _("The course of events is not rewritten. Add an entry that corrects this one."),
            )
        if values["at"] > act.at:
            yield "at", _("This moment has not come yet.")
