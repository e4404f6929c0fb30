"""Requirements: the laws, guidelines, internal rules and contracts the company must follow."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.words import READERS, WRITERS, wrong_duties
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights


class Kind(models.TextChoices):
    LAW = "law", _("Law or regulation")
    GUIDELINE = "guideline", _("Guideline")
    INTERNAL = "internal", _("Internal rule")
    CONTRACT = "contract", _("Contract")


class Requirements(Records):
    def with_coverage(self) -> Self:
        """Annotate ``covered``: a section of a manual answers it."""
        from sekisho.domains.documents.coverage import Coverage

        found = Coverage.objects.present().filter(requirement=OuterRef("pk"))
        return self.annotate(covered=Exists(found))

    def checked_by(self, on: date) -> Self:
        return self.filter(last_checked_on__lte=on)


class Requirement(Record):
    """One source of duties from outside the policy (要求事項)."""

    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(_("kind of requirement"), max_length=9, choices=Kind)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="owned_requirements", verbose_name=_("person in charge"),
    )  # fmt: skip
    source = models.CharField(
        _("where the text is"), max_length=300, blank=True,
        help_text=_("Law number, address or file."),
    )  # fmt: skip
    last_checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    next_change_on = models.DateField(
        _("next change takes effect on"), null=True, blank=True,
        help_text=_("Of a law already made or a contract already agreed."),
    )  # fmt: skip
    duties = WordsField(_("duties"), help_text=_("Numbers such as O053, one a line."))
    manual = models.BooleanField(
        _("sets a standard for the manual"), default=False,
        help_text=_("A section of the manual must then answer it."),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Requirements.as_manager()

    class Meta:
        verbose_name = _("requirement")
        constraints = [
            models.UniqueConstraint(fields=["title"], name="requirement_title_once"),
        ]

    def __str__(self) -> str:
        return self.title


@register
class RequirementRegister(Register[Requirement]):
    name = "requirements"
    title = _("Laws and other requirements")
    singular = _("requirement")
    about = _("Laws, guidelines, internal rules and contracts to follow, and who watches them.")
    model = Requirement
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=LEADERS)
    key = ("title",)
    columns = ("title", "kind", "owner", "last_checked_on", "next_change_on", "duties")
    filters = ("kind", "owner", "manual", "last_checked_on", "next_change_on")
    search = ("title", "source", "note")
    order = ("kind", "title")
    place = "policy"

    def check(
        self, values: Mapping[str, Any], record: Requirement | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record
        yield from wrong_duties("duties", values["duties"])
        if values["last_checked_on"] and values["last_checked_on"] > act.on:
            yield "last_checked_on", _("This day has not come yet.")
