"""Coverage: which section of a manual answers which requirement."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.requirement import Requirement
from sekisho.domains.documents.section import Section
from sekisho.domains.documents.words import READERS, WRITERS
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import Rights


class Coverage(Record):
    """One requirement answered by one section of a manual."""

    requirement = models.ForeignKey(
        Requirement, models.PROTECT, related_name="coverage", verbose_name=_("requirement")
    )
    section = models.ForeignKey(
        Section, models.PROTECT, related_name="coverage", verbose_name=_("section of a manual")
    )
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Records.as_manager()

    class Meta:
        verbose_name = _("requirement answered by a section")
        constraints = [
            models.UniqueConstraint(fields=["requirement", "section"], name="covered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement} – {self.section}"


@register
class CoverageRegister(Register[Coverage]):
    name = "coverages"
    title = _("Requirements and sections")
    singular = _("requirement answered by a section")
    about = _("Which section of the manual answers each law, guideline or contract.")
    model = Coverage
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=WRITERS)
    key = ("requirement", "section")
    label_with = ("requirement", "section")
    columns = ("requirement", "section", "note")
    filters = ("requirement", "section")
    search = ("requirement__title", "section__title", "note")
    order = ("requirement", "section")
    unit_path = "section__document__unit"
    place = "policy"
