"""Who a whistle-blower is: known to the persons designated for such reports, and to nobody else.

Act on the Protection of Whistleblowers art. 12: who is designated keeps secret what would tell the reporter. So it
lies apart from the incident, for others may come to work on that.
"""

from datetime import date
from typing import Any, ClassVar
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, of_incident
from sekisho.domains.incidents.member import Member, Work
from sekisho.domains.incidents.secrecy import INTAKE
from sekisho.registers.actor import Actor
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.rights import Rights


class ReporterIdentity(Record):
    """Name and way to reach them, as far as they gave it."""

    incident = of_incident("identities")
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="reports_made",
        verbose_name=_("reporter"),
    )  # fmt: skip
    name = models.CharField(_("name given"), max_length=200, blank=True)
    contact = models.CharField(_("how to reach them"), max_length=200, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("identity of a reporter")

    def __str__(self) -> str:
        return self.name or self.contact


@register
class ReporterIdentities(ChildRegister[ReporterIdentity]):
    name = "reporter_identities"
    title = _("Identities of reporters")
    singular = _("identity of a reporter")
    about = _(
        "Who a whistle-blower is. Only the persons designated for the report see it; nobody may try to "
        "find out, and nobody may be treated worse for a report."
    )
    model = ReporterIdentity
    columns = ("incident", "person", "name", "contact")
    filters = ("incident",)
    order = ("-id",)
    listed = False  # shown on the page of the incident alone: no list, no API, no sheet
    rights = Rights(read=("designated:own",), add=(INTAKE,))

    def known_to(self, actor: Actor) -> Q:
        named = Member.objects.present().filter(person=actor.person, work=Work.DESIGNATED)
        return Q() if INTAKE in actor.roles else Q(incident__in=named.values("incident"))

    def own(self, person: UUID, on: date) -> Q | None:
        del on
        named = Member.objects.present().filter(person=person, work=Work.DESIGNATED)
        return Q(incident__in=named.values("incident"))
