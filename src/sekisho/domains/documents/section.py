"""Sections of a manual: which topic, whom it binds, who keeps it up to date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Document
from sekisho.domains.documents.words import READERS, WRITERS, Bound, Topic
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights


class Section(Record):
    """One section of a manual, as its table of contents has it."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="sections", verbose_name=_("document")
    )
    title = models.CharField(_("section title"), max_length=200)
    topic = models.CharField(_("topic"), max_length=24, choices=Topic)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="owned_sections", verbose_name=_("section owner"),
    )  # fmt: skip
    binds = SetField(
        _("binds"), choices=Bound.choices, help_text=_("The kinds of people it applies to.")
    )

    class Meta:
        verbose_name = _("section of a manual")

    def __str__(self) -> str:
        return self.title


@register
class SectionRegister(Register[Section]):
    name = "sections"
    title = _("Sections of manuals")
    singular = _("section of a manual")
    about = _("What each manual covers, who keeps each section, and whom it binds.")
    model = Section
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=WRITERS)
    key = ("document", "title")
    columns = ("document", "title", "topic", "owner", "binds")
    filters = ("document", "topic", "owner", "binds")
    search = ("title", "document__title")
    order = ("document", "id")
    unit_path = "document__unit"
    place = "policy"
