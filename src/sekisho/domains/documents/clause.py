"""Clauses: what the document says, sentence by sentence; the words are never changed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.version import State, Version
from sekisho.domains.documents.words import READERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register, registry
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.schema import schema
from sekisho.registers.workflow import Move, Workflow


class Scope(models.TextChoices):
    """How one knows whether a clause is kept."""

    DUTIES = "duties", _("Measured by its duties")
    STATEMENT = "statement", _("Stated by a person once a year")
    OUT = "out_of_scope", _("Out of scope")


WHY = ("scope_reason", "scope_review_on")
DECIDED = (("scope_by", "person"), ("scope_on", "day"))
LIFE = Workflow(
    states=Scope,
    initial=Scope.DUTIES,
    field="scope",
    moves=(
        Move(
            "state_yearly", (Scope.DUTIES, Scope.OUT), Scope.STATEMENT, _("Have it stated yearly"),
            asks=WHY, sets=DECIDED,
        ),
        Move(
            "leave_out", (Scope.DUTIES, Scope.STATEMENT), Scope.OUT, _("Do not measure"),
            asks=WHY, sets=DECIDED, danger=True,
        ),
        Move(
            "measure", (Scope.STATEMENT, Scope.OUT), Scope.DUTIES, _("Measure by duties"),
            asks=("scope_reason",), sets=DECIDED,
        ),
    ),
)  # fmt: skip

WORDS = ("version", "text", "stable")
PLACE = ("number", "heading", "path", "level", "position")


def digest(text: str) -> str:
    """What a translation remembers of the text it was made from: SHA-256 in hex."""
    return sha256(text.encode()).hexdigest()


class Clauses(Records):
    def of(self, version: Version) -> Self:
        """The clauses of ``version`` in the order of the document."""
        return self.present().filter(version=version).order_by("position", "id")

    def paired(self) -> Self:
        """Clauses of versions that have an English text, those without one of their own too."""
        english = Clause.objects.present().exclude(text_en="").filter(version=OuterRef("version"))
        return self.filter(Exists(english))

    def behind(self) -> Self:
        """Clauses of paired versions whose English is of other words, or missing."""
        return self.paired().filter(Q(behind_since__isnull=False) | Q(text_en=""))

    def measured(self) -> Self:
        return self.filter(scope=Scope.DUTIES)


class Clause(Record):
    """One clause (条項) of one version.

    ``stable`` names the same clause across versions. ``text_en`` is the translation of the text
    whose digest is ``text_en_of``: when the two differ the translation lags behind.
    """

    version = models.ForeignKey(
        Version, models.PROTECT, related_name="clauses", verbose_name=_("version")
    )
    number = models.CharField(_("clause number"), max_length=40)
    heading = models.CharField(_("heading"), max_length=300, blank=True)
    path = WordsField(_("headings above"), help_text=_("Outermost first, one a line."))
    text = models.TextField(_("text"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True,
        related_name="children", verbose_name=_("clause above"),
    )  # fmt: skip
    level = models.PositiveSmallIntegerField(_("depth"), default=1)
    position = models.PositiveIntegerField(_("order"), default=0)
    stable = models.CharField(_("lasting id"), max_length=36)
    doubtful = models.BooleanField(
        _("to be checked"), default=False, help_text=_("The reading was not certain of its place.")
    )
    warnings = WordsField(_("remarks of the reading"))
    scope = models.CharField(_("how it is known"), max_length=12, choices=Scope, default="duties")
    scope_reason = models.TextField(_("reason"), blank=True)
    scope_review_on = models.DateField(_("look at this again on"), null=True, blank=True)
    scope_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="scoped_clauses", verbose_name=_("decided by"),
    )  # fmt: skip
    scope_on = models.DateField(_("decided on"), null=True, blank=True)
    heading_en = models.CharField(_("English heading"), max_length=300, blank=True)
    path_en = WordsField(_("English headings above"))
    text_en = models.TextField(_("English text"), blank=True)
    text_en_of = models.CharField(_("translated from"), max_length=64, blank=True)
    behind_since = models.DateField(_("translation behind since"), null=True, editable=False)

    objects: ClassVar[Any] = Clauses.as_manager()

    class Meta:
        verbose_name = _("clause")
        indexes = [
            models.Index(fields=["version", "position"], name="clause_in_order"),
            models.Index(fields=["stable"], name="clause_by_stable"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}".strip()

    @property
    def translation_behind(self) -> bool:
        """Was the English made from other words than these?"""
        return bool(self.text_en) and self.text_en_of != digest(self.text)


@register
class ClauseRegister(Register[Clause]):
    name = "clauses"
    title = _("Clauses")
    singular = _("clause")
    about = _("What each version says, clause by clause, in its own words.")
    model = Clause
    rights = Rights(
        read=READERS,
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=(*LEADERS, "operator"),
        moves={"state_yearly": LEADERS, "leave_out": LEADERS, "measure": LEADERS},
    )
    key = ("version", "number")
    handles = (("version__document__title", "version__label", "number"),)
    columns = ("version", "number", "heading", "text", "scope", "doubtful")
    filters = ("version", "scope", "doubtful", "scope_review_on")
    search = ("number", "heading", "text", "text_en")
    order = ("version", "position")
    unit_path = "version__document__unit"
    life = LIFE
    sealed = frozenset({"scope_by", "scope_on"})
    derived = frozenset({"parent", "behind_since"})
    place = "policy"
    views = (
        View(_("To be checked"), {"doubtful": "true"}),
        View(_("Out of scope"), {"scope": Scope.OUT}),
    )

    def prepare(self, values: dict[str, Any], record: Clause | None, act: Act) -> None:
        """A new translation is one of the text as it stands, unless it says of which it is."""
        del act
        former = record.text_en if record else ""
        said = values.get("text_en_of") or ""
        silent = not said or (record is not None and said == record.text_en_of)
        if values.get("text_en", "") != former and silent:
            text = record.text if record else values.get("text", "")
            values["text_en_of"] = digest(text)

    def check(
        self, values: Mapping[str, Any], record: Clause | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if record is None:
            return
        if changed(values, record, WORDS):
            yield "text", _("The words of a clause are never changed; import a new version.")
        elif changed(values, record, PLACE) and not record.version.editable:
            yield "number", _("The version is no longer a draft, so its order stays as it is.")

    def settle(self, records: Sequence[Clause], act: Act) -> None:
        """Clauses come and go only while their version is a draft; parents follow the numbers."""
        ids = {r.version_id for r in records if r.ver == 1 or r.withdrawn_at}
        closed = Version.objects.filter(pk__in=ids).exclude(state=State.DRAFT)
        if ids and closed.exists():
            raise Invalid({"version": [_("The version is no longer a draft; import a new one.")]})
        for version in {r.version_id for r in records}:
            _find_parents(version)
        _mark_behind(records, act.on)


def _mark_behind(records: Sequence[Clause], on: date) -> None:
    """Remember since when a translation is of other words than the clause has."""
    moved = []
    for clause in records:
        since = (clause.behind_since or on) if clause.translation_behind else None
        if since != clause.behind_since:
            clause.behind_since = since
            moved.append(clause)
    Clause.objects.bulk_update(moved, ["behind_since"], batch_size=500)


def detach(clause: Clause) -> None:
    """Free ``clause`` of its parts before it goes; the next ``settle`` finds them a new place."""
    Clause.objects.filter(parent=clause).update(parent=None)


def _find_parents(version: UUID) -> None:
    """Point every clause at the clause above it: 5.3.2 belongs to 5.3 where there is one."""
    rows = list(Clause.objects.present().filter(version=version).order_by("id"))
    by_number = {row.number: row.pk for row in rows}
    moved = []
    for row in rows:
        parent = next((by_number[n] for n in _above(row.number) if n in by_number), None)
        if row.parent_id != parent:
            row.parent_id = parent
            moved.append(row)
    Clause.objects.bulk_update(moved, ["parent"], batch_size=500)


def _above(number: str) -> list[str]:
    """The numbers above ``number``, nearest first."""
    parts = number.split(".")
    return [".".join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]


def changed(values: Mapping[str, Any], record: Clause, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that ``values`` would change."""
    before = schema(registry.of(Clause)).values(record)
    return [name for name in names if values[name] != before[name]]
