"""Facts of an incident: yes, no or not known yet; who found out, when, and on what it rests."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister
from sekisho.domains.incidents.secrecy import child_rights
from sekisho.domains.incidents.words import Tri
from sekisho.packs.breach import facts
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register


def asked() -> list[tuple[str, str]]:
    """The facts as choices, in the reader's language."""
    language = get_language() or "en"
    return [(code, one.question.said(language)) for code, one in facts().items()]


class Fact(Record):
    """The answer to one question about one incident; its history is the ledger's."""

    incident = models.ForeignKey(
        "incidents.Incident", models.PROTECT, related_name="facts", verbose_name=_("incident")
    )
    fact = models.CharField(_("fact"), max_length=24)
    value = models.CharField(_("answer"), max_length=7, choices=Tri, default=Tri.UNKNOWN)
    number = models.PositiveIntegerField(_("number of them"), null=True, blank=True)
    basis = models.TextField(_("what it rests on"), blank=True)
    learnt_at = models.DateTimeField(_("found out at"), blank=True, help_text=_("Empty: now."))
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incident_facts",
        verbose_name=_("found out by"),
    )  # fmt: skip

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("fact of an incident")
        constraints = (
            models.UniqueConstraint(fields=("incident", "fact"), name="incident_fact_once"),
        )

    def __str__(self) -> str:
        return self.question

    @property
    def question(self) -> str:
        one = facts().get(self.fact)
        return one.question.said(get_language() or "en") if one else self.fact


@register
class FactRegister(ChildRegister[Fact]):
    name = "incident_facts"
    title = _("Facts of incidents")
    singular = _("fact of an incident")
    about = _(
        "What is known of an incident, and what is not known yet: clocks and severity follow."
    )
    model = Fact
    key = ("incident", "fact")
    label_with = ("incident",)
    columns = ("incident", "fact", "value", "number", "learnt_at", "person")
    filters = ("incident", "fact", "value")
    order = ("-incident", "id")
    unit_path = "incident__unit"
    place = "incident"
    withdrawable = False
    rights = child_rights()

    def prepare(self, values: dict[str, Any], record: Fact | None, act: Act) -> None:
        if record is None or record.value != values["value"] or record.number != values["number"]:
            values["learnt_at"] = values["learnt_at"] if record is None else act.at
            values["person"] = act.actor.person or values["person"]
        values["learnt_at"] = values["learnt_at"] or act.at
        one = facts().get(values["fact"])
        if one and one.kind == "count" and values["number"] is not None:
            values["value"] = Tri.YES

    def check(
        self, values: Mapping[str, Any], record: Fact | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        one = facts().get(values["fact"])
        if one is None:
            yield "fact", _("There is no fact of this name.")
        elif one.kind == "yes_no" and values["number"] is not None:
            yield "number", _("This is answered by yes or no.")
        if values["value"] != Tri.UNKNOWN and not values["basis"]:
            yield "basis", _("Please say what this rests on.")
        if values["learnt_at"] > act.at:
            yield "learnt_at", _("This moment has not come yet.")

    def settle(self, records: Sequence[Fact], act: Act) -> None:
        """Severity and clocks follow at once."""
        from sekisho.domains.incidents.incident import Incident
        from sekisho.domains.incidents.judging import follow

        for incident in Incident.objects.filter(pk__in={r.incident_id for r in records}):
            follow(incident, act)

    def label(self, record: Fact) -> str:
        return record.question
