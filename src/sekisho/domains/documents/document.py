"""Documents: the policy, regulations and manuals, whatever their versions."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.words import (
    NEEDED,
    READERS,
    WRITERS,
    Bound,
    Language,
    SheetRole,
    Topic,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights


class Kind(models.TextChoices):
    POLICY = "policy", _("Security policy")
    REGULATION = "regulation", _("Management regulation")
    MANUAL = "manual", _("Management manual")
    PERSONAL = "personal_information_rules", _("Rules on personal information")
    DUTIES = "role_duties", _("Duties of a role")
    OTHER = "other", _("Other document")


class ReviewCycle(models.TextChoices):
    FISCAL_YEAR = "fiscal_year", _("Once a fiscal year")
    MONTHS = "months", _("Every so many months")


class Documents(Records):
    def of_kind(self, *kinds: str) -> Self:
        return self.present().filter(kind__in=kinds)

    def in_force(self, on: date) -> Self:
        """Documents with a version in force on the day ``on``."""
        from sekisho.domains.documents.version import Version

        return self.filter(Exists(Version.objects.in_force(on).filter(document=OuterRef("pk"))))

    def with_last_review(self, on: date) -> Self:
        """Annotate ``reviewed_on``: the last review held and approved by ``on``, else NULL."""
        known = Q(
            reviews__approved_on__lte=on, reviews__held_on__lte=on, reviews__withdrawn_at=None
        )
        return self.annotate(reviewed_on=Max("reviews__held_on", filter=known))

    def with_missing_sections(self) -> Self:
        """Annotate ``missing_<topic>``: True where a required section has no row with an owner."""
        from sekisho.domains.documents.section import Section

        owned = Section.objects.present().filter(document=OuterRef("pk"), owner__isnull=False)
        return self.annotate(
            **{
                f"missing_{topic}": models.Case(
                    models.When(
                        Q(required_sections__contains=f",{topic},")
                        & ~Exists(owned.filter(topic=topic)),
                        then=Value(True),
                    ),
                    default=Value(False),
                    output_field=models.BooleanField(),
                )
                for topic in Topic.values
            }
        )

    def lacking_sections(self) -> Self:
        """Documents of which a required section is missing or has no owner."""
        lacking = Q()
        for topic in Topic.values:
            lacking |= Q(**{f"missing_{topic}": True})
        return self.with_missing_sections().filter(lacking)


class Document(Record):
    """A document the company keeps; what it says is in its versions."""

    code = models.CharField(
        _("document code"), max_length=40, help_text=_("A short code, such as ISP-01.")
    )
    title = models.CharField(_("title"), max_length=200)
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    kind = models.CharField(_("kind of document"), max_length=30, choices=Kind)
    role = models.CharField(
        _("role it is for"), max_length=10, blank=True, choices=SheetRole,
        help_text=_("Only for the duties of a role."),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="owned_documents", verbose_name=_("document owner"),
    )  # fmt: skip
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="documents", verbose_name=_("unit that keeps it"),
    )  # fmt: skip
    binds = SetField(
        _("binds"), choices=Bound.choices, help_text=_("The kinds of people it applies to.")
    )
    review_cycle = models.CharField(
        _("review cycle"), max_length=12, choices=ReviewCycle, default=ReviewCycle.FISCAL_YEAR
    )
    review_months = models.PositiveSmallIntegerField(
        _("months between reviews"), null=True, blank=True,
        help_text=_("Needed when the cycle is counted in months."),
    )  # fmt: skip
    precedence = models.TextField(
        _("precedence"), blank=True,
        help_text=_("Which document comes first where two say different things."),
    )  # fmt: skip
    required_sections = SetField(
        _("required sections"), choices=Topic.choices,
        help_text=_("Topics a manual must cover, each with an owner."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.JAPANESE
    )

    objects: ClassVar[Any] = Documents.as_manager()

    class Meta:
        verbose_name = _("document")
        constraints = [
            models.UniqueConstraint(fields=["code"], name="document_code_once"),
        ]

    def __str__(self) -> str:
        return self.title


@register
class DocumentRegister(Register[Document]):
    name = "documents"
    title = _("Policies and regulations")
    singular = _("document")
    about = _("The policy, regulations and manuals: who keeps them, whom they bind, their review.")
    model = Document
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=("director", "deputy"))
    key = ("code",)
    handles = ("code", "title")
    columns = ("code", "title", "kind", "owner", "unit", "binds", "review_cycle")
    filters = ("kind", "role", "owner", "unit", "binds", "language")
    search = ("code", "title", "title_en")
    order = ("code",)
    unit_path = "unit"
    place = "policy"
    views = (
        View(_("Regulations"), {"kind": Kind.REGULATION}),
        View(_("Manuals"), {"kind": Kind.MANUAL}),
        View(_("Duties of roles"), {"kind": Kind.DUTIES}),
    )

    def prepare(self, values: dict[str, Any], record: Document | None, act: Act) -> None:
        """A new manual needs the usual sections unless others are named."""
        del act
        if record is None and values.get("kind") == Kind.MANUAL:
            values["required_sections"] = values.get("required_sections") or tuple(NEEDED)

    def check(
        self, values: Mapping[str, Any], record: Document | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values.get("review_cycle") == ReviewCycle.MONTHS and not values.get("review_months"):
            yield "review_months", _("Say after how many months the document is reviewed.")
        if (values.get("kind") == Kind.DUTIES) != bool(values.get("role")):
            yield "role", _("The duties of a role name the role, and no other document does.")

    def label(self, record: Document) -> str:
        return f"{record.code} {record.title}"
