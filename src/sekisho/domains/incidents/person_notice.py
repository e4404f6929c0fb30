"""Notice to the persons concerned, group by group: whether, how, and when they were told.

The duty of the law is a clock of its own (``report_duties``); here stands for whom it is met, and how
(APPI art. 26(2); Enforcement Rules art. 10: another measure where notice is difficult).
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.secrecy import child_rights
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register


class Answer(models.TextChoices):
    UNDECIDED = "undecided", _("Undecided")
    NOTIFY = "notify", _("Each is told")
    SUBSTITUTE = "substitute", _("Another measure (publication and a contact)")
    LATER = "later", _("Later, with the reason")
    NOT_NEEDED = "not_needed", _("No notice needed")


class Means(models.TextChoices):
    LETTER = "letter", _("Letter")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Telephone")
    VISIT = "visit", _("In person")
    SCREEN = "screen", _("On the screen of the service")
    PUBLICATION = "publication", _("Publication")


class PersonNotice(Record):
    """One group of persons of one incident."""

    incident = of_incident("person_notices")
    who = models.CharField(
        _("group of persons"), max_length=200,
        help_text=_("Such as customers of the online shop, former employees."),
    )  # fmt: skip
    persons = models.PositiveIntegerField(_("number of persons"), null=True, blank=True)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Answer, default=Answer.UNDECIDED
    )
    means = models.CharField(_("by which means"), max_length=11, choices=Means, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="notices_decided",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    notified_at = models.DateTimeField(_("told at"), null=True, blank=True)
    unreached = models.PositiveIntegerField(_("persons not reached"), null=True, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("notice to persons")
        constraints = (
            models.UniqueConstraint(fields=("incident", "who"), name="incident_persons_once"),
        )

    def __str__(self) -> str:
        return self.who


@register
class PersonNotices(ChildRegister[PersonNotice]):
    name = "person_notices"
    title = _("Notices to persons")
    singular = _("notice to persons")
    about = _("Which persons concerned are told, how and when; decided group by group.")
    model = PersonNotice
    key = ("incident", "who")
    columns = ("incident", "who", "persons", "decision", "means", "notified_at", "unreached")
    filters = ("incident", "decision", "means", "notified_at")
    search = ("who", "reason")
    order = ("-incident", "id")
    sealed = frozenset({"decided_by", "decided_at"})
    rights = child_rights("engine")

    def prepare(self, values: dict[str, Any], record: PersonNotice | None, act: Act) -> None:
        if values["decision"] == Answer.UNDECIDED:
            values["decided_by"] = values["decided_at"] = None
        elif record is None or record.decision != values["decision"]:
            values["decided_by"], values["decided_at"] = act.actor.person, act.at

    def check(
        self, values: Mapping[str, Any], record: PersonNotice | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        decision = values["decision"]
        if (
            decision in {Answer.SUBSTITUTE, Answer.LATER, Answer.NOT_NEEDED}
            and not values["reason"]
        ):
            yield "reason", _("Please write the reason.")
        if decision == Answer.NOTIFY and not values["means"]:
            yield "means", _("Please say how they are told.")
        if values["notified_at"] and values["notified_at"] > act.at:
            yield "notified_at", _("This moment has not come yet.")
        if values["notified_at"] and decision not in {Answer.NOTIFY, Answer.SUBSTITUTE}:
            yield "decision", _("They were told: please record that as the decision.")
