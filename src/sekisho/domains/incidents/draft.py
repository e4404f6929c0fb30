"""Drafts of what is said outside about an incident: edition by edition, and never sent from here.

People send them; what was submitted stands on the duty (``report_duties``), with its receipt.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.incidents.child import ChildRegister, differs, of_incident
from sekisho.domains.incidents.secrecy import WRITERS, written_once
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import register
from sekisho.registers.rights import Rights

MARK = "■"


class Kind(models.TextChoices):
    """To whom it goes; the law's two reports, once for each law."""

    PRELIMINARY = "preliminary", _("Preliminary report to the commission")
    FINAL = "final", _("Final report to the commission")
    MN_PRELIMINARY = "mn_preliminary", _("Preliminary report about My Number data")
    MN_FINAL = "mn_final", _("Final report about My Number data")
    PERSONS = "persons", _("Notice to the persons concerned")
    CLIENT = "client", _("Notice to the client who entrusted the data")
    PUBLICATION = "publication", _("Text for publication")


class IncidentDraft(Record):
    """One edition. ``text``: a heading is a line that begins with ■; what follows is its item."""

    incident = of_incident("drafts")
    kind = models.CharField(_("kind of text"), max_length=14, choices=Kind)
    edition = models.PositiveSmallIntegerField(_("edition"), default=1, editable=False)
    text = models.TextField(
        _("text"), help_text=_("A line that begins with ■ is the heading of an item.")
    )
    remark = models.CharField(_("what is new in it"), max_length=200, blank=True)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="incident_drafts",
        verbose_name=_("written by"),
    )  # fmt: skip
    written_at = models.DateTimeField(_("written at"), blank=True, help_text=_("Empty: now."))

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("draft of a notice")
        constraints = (
            models.UniqueConstraint(fields=("incident", "kind", "edition"), name="draft_once"),
        )

    def __str__(self) -> str:
        return _("%(kind)s, edition %(n)s") % {
            "kind": self.get_kind_display(), "n": self.edition,
        }  # fmt: skip

    @property
    def items(self) -> list[tuple[str, str]]:
        return items(self.text)


def items(text: str) -> list[tuple[str, str]]:
    """(heading, body) of each item; what stands before the first heading has none."""
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.splitlines():
        if line.startswith(MARK):
            found.append((line.removeprefix(MARK).strip(), []))
        else:
            found[-1][1].append(line)
    told = [(head, "\n".join(body).strip()) for head, body in found]
    return [(head, body) for head, body in told if head or body]


@register
class IncidentDrafts(ChildRegister[IncidentDraft]):
    name = "incident_drafts"
    title = _("Drafts of reports and notices")
    singular = _("draft of a notice")
    about = _(
        "What is to be said to authorities, persons, clients and the public, edition by edition."
    )
    model = IncidentDraft
    key = ("incident", "kind", "edition")
    columns = ("incident", "kind", "edition", "person", "written_at", "remark")
    filters = ("incident", "kind", "person", "written_at")
    search = ("text", "remark")
    order = ("-written_at", "-id")
    sealed = frozenset({"edition"})
    withdrawable = False
    rights = Rights(read=written_once().read, add=written_once().add, attach=WRITERS)

    def prepare(self, values: dict[str, Any], record: IncidentDraft | None, act: Act) -> None:
        values["written_at"] = values["written_at"] or act.at
        if record is None:
            values["person"] = act.actor.person
            values["edition"] = self._next(values)

    def _next(self, values: Mapping[str, Any]) -> int:
        rows = IncidentDraft.objects.filter(incident=values["incident"], kind=values["kind"])
        return int(rows.aggregate(n=models.Max("edition"))["n"] or 0) + 1

    def check(
        self, values: Mapping[str, Any], record: IncidentDraft | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if record is not None and differs(self, values, record):
            yield "", _("An edition stays as it was written. Write a new one.")
        if values["written_at"] > act.at:
            yield "written_at", _("This moment has not come yet.")
