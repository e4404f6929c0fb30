"""Who works on an incident, and whom it is about."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act, Actor
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class Work(models.TextChoices):
    COMMAND = "command", _("Command")
    RECORDS = "records", _("Keeps the record")
    CONTACT = "contact", _("Contact with people outside")
    MEMBER = "member", _("Works on it")
    DESIGNATED = "designated", _("Designated for whistle-blowing")
    CONCERNED = "concerned", _("Concerned: must not see it")


class Member(Record):
    """One person of one incident. ``concerned``: the incident is about them; they never see it."""

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="members", verbose_name=_("incident")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="incident_work",
        verbose_name=_("person in it"),
    )  # fmt: skip
    work = models.CharField(_("part in it"), max_length=10, choices=Work, default=Work.MEMBER)
    concerned = models.BooleanField(_("concerned"), default=False, editable=False)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("person of an incident")
        constraints = (
            models.UniqueConstraint(fields=("incident", "person"), name="incident_member_once"),
        )
        indexes = (models.Index(fields=("person", "concerned"), name="incident_member_person"),)

    def __str__(self) -> str:
        return f"{self.incident} {self.person}"


@register
class Members(Register[Member]):
    name = "incident_members"
    title = _("People of incidents")
    singular = _("person of an incident")
    about = _("Who works on an incident, and who must not see it because it is about them.")
    model = Member
    key = ("incident", "person")
    label_with = ("incident", "person")
    columns = ("incident", "person", "work")
    filters = ("incident", "person", "work")
    order = ("-incident", "id")
    unit_path = "incident__unit"
    place = "incident"
    rights = Rights(
        read=(*LEADERS, "auditor", "manager:unit", "designated:own", "operator"),
        add=(*LEADERS, "manager:unit", "designated:own", "engine"),
        change=(*LEADERS, "designated:own"),
        withdraw=(*LEADERS, "designated:own"),
    )

    def own(self, person: UUID, on: date) -> Q | None:
        del on
        from sekisho.domains.incidents.secrecy import worked_on_by

        return Q(incident__in=worked_on_by(person).values("pk"))

    def owned(self, person: UUID, values: Mapping[str, Any]) -> bool:
        from sekisho.domains.incidents.secrecy import worked_on_by

        incident = values.get("incident")
        return incident is not None and worked_on_by(person).filter(pk=incident).exists()

    def known_to(self, actor: Actor) -> Q:
        from sekisho.domains.incidents.secrecy import known_by

        return known_by("incident", actor)

    def prepare(self, values: dict[str, Any], record: Member | None, act: Act) -> None:
        del record, act
        values["concerned"] = values["work"] == Work.CONCERNED

    def settle(self, records: Sequence[Member], act: Act) -> None:
        """An incident about somebody is for those alone who work on it, from this moment."""
        from sekisho.domains.incidents.closing_in import close_in

        for record in records:
            if record.concerned and record.withdrawn_at is None:
                close_in(record.incident_id, act)

    def check(
        self, values: Mapping[str, Any], record: Member | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["concerned"] and values["person"] == act.actor.person:
            yield "person", _("Somebody else names the person concerned.")
