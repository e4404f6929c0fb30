"""People and bodies outside: whether each is told is decided, never forgotten."""

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


class Body(models.TextChoices):
    """Who may have to be told or asked besides what rules of law name."""

    POLICE = "police", _("Police")
    IPA = "ipa", _("IPA")
    JPCERT = "jpcert", _("JPCERT/CC")
    ISAC = "isac", _("ISAC of the industry")
    FORENSICS = "forensics", _("Forensic examiner")
    LAWYER = "lawyer", _("Lawyer")
    INSURER = "insurer", _("Insurer")
    CARDS = "cards", _("Card brands and acquirer")
    CERTIFIER = "certifier", _("Certification body")
    MINISTRY = "ministry", _("Ministry in charge of the industry")
    EXCHANGE = "exchange", _("Stock exchange")
    CLIENTS = "clients", _("Clients who entrusted us with the data")
    CUSTOMERS = "customers", _("Customers and partners")
    PUBLIC = "public", _("The public (publication)")


class Decision(models.TextChoices):
    UNDECIDED = "undecided", _("Undecided")
    NEEDED = "needed", _("Contact needed")
    NOT_NEEDED = "not_needed", _("No contact needed")


class OutsideContact(Record):
    """The decision about one body for one incident, and the contact."""

    incident = of_incident("contacts")
    body = models.CharField(_("body"), max_length=10, choices=Body)
    decision = models.CharField(
        _("decision"), max_length=10, choices=Decision, default=Decision.UNDECIDED
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="contacts_decided",
        verbose_name=_("decided by"),
    )  # fmt: skip
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    contacted_at = models.DateTimeField(_("contacted at"), null=True, blank=True)
    reference = models.CharField(_("reference number"), max_length=80, blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("contact outside")
        constraints = (
            models.UniqueConstraint(fields=("incident", "body"), name="incident_contact_once"),
        )

    def __str__(self) -> str:
        return self.get_body_display()


@register
class OutsideContacts(ChildRegister[OutsideContact]):
    name = "outside_contacts"
    title = _("Contacts outside")
    singular = _("contact outside")
    about = _("Police, IPA, JPCERT/CC, insurer and others: told or not, decided with a reason.")
    model = OutsideContact
    key = ("incident", "body")
    columns = ("incident", "body", "decision", "decided_by", "contacted_at")
    filters = ("incident", "body", "decision")
    order = ("-incident", "id")
    sealed = frozenset({"decided_by", "decided_at"})
    rights = child_rights("engine")

    def prepare(self, values: dict[str, Any], record: OutsideContact | None, act: Act) -> None:
        if values["decision"] == Decision.UNDECIDED:
            values["decided_by"] = values["decided_at"] = None
        elif record is None or record.decision != values["decision"]:
            values["decided_by"], values["decided_at"] = act.actor.person, act.at

    def check(
        self, values: Mapping[str, Any], record: OutsideContact | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        if values["decision"] != Decision.UNDECIDED and not values["reason"]:
            yield "reason", _("Please write the reason.")
        if values["contacted_at"] and values["contacted_at"] > act.at:
            yield "contacted_at", _("This moment has not come yet.")
