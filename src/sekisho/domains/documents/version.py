"""Versions of a document: the file as it came, its approval, and when it was in force."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.document import Document, Kind
from sekisho.domains.documents.words import APPROVERS, READERS, WRITERS, Language
from sekisho.registers.actor import Act
from sekisho.registers.commands import move
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.schema import schema
from sekisho.registers.workflow import Move, Workflow


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted for approval")
    APPROVED = "approved", _("Approved, not yet published")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Superseded")
    DISCARDED = "discarded", _("Discarded draft")


PUBLISHED = (State.IN_FORCE, State.SUPERSEDED)
FIXED = ("document", "label", "original_sha256", "language", "revised_on")
TERM = ("effective_on", "superseded_on")
UNPUBLISHED = (State.DRAFT, State.SUBMITTED, State.APPROVED)

LIFE = Workflow(
    states=State,
    initial=State.DRAFT,
    moves=(
        Move("submit", State.DRAFT, State.SUBMITTED, _("Submit for approval")),
        Move(
            "approve", State.SUBMITTED, State.APPROVED, _("Approve"),
            other_than=("add", "change", "submit"),
            sets=(("approved_by", "person"), ("approved_on", "day")),
        ),
        Move("return", State.SUBMITTED, State.DRAFT, _("Send back"), asks=("reason",)),
        Move(
            "publish", State.APPROVED, State.IN_FORCE, _("Publish"),
            asks=("effective_on",), sets=(("published_on", "day"),),
        ),
        Move(
            "supersede", State.IN_FORCE, State.SUPERSEDED, _("End (replaced or abolished)"),
            asks=("superseded_on",), danger=True,
        ),
        Move(
            "discard", UNPUBLISHED, State.DISCARDED, _("Discard the draft"),
            asks=("reason",), danger=True,
        ),
    ),
)  # fmt: skip


class Versions(Records):
    """Questions about versions; every answer counts only what had happened by the day asked."""

    def in_force(self, on: date) -> Self:
        """Published and effective by ``on`` and not yet replaced or abolished on that day."""
        return self.present().filter(
            Q(superseded_on=None) | Q(superseded_on__gt=on),
            published_on__lte=on,
            effective_on__lte=on,
        )

    def drafts(self, on: date) -> Self:
        """Versions that existed on ``on`` and were not published yet; newest first."""
        known = self.present().exclude(state=State.DISCARDED)
        unpublished = Q(published_on=None) | Q(published_on__gt=on)
        return known.filter(unpublished, created_at__date__lte=on).order_by("-created_at", "-id")

    def newest_draft(self, on: date) -> "Version | None":
        return self.drafts(on).first()

    def of_kind(self, *kinds: str) -> Self:
        return self.filter(document__kind__in=kinds, document__withdrawn_at=None)


class Version(Record):
    """One version (版). ``original_sha256`` names its file in the evidence store."""

    document = models.ForeignKey(
        Document, models.PROTECT, related_name="versions", verbose_name=_("document")
    )
    label = models.CharField(
        _("version name"), max_length=40, help_text=_("As the document calls it, such as 4th.")
    )
    original_sha256 = models.CharField(_("hash of the file"), max_length=64, blank=True)
    original_name = models.CharField(_("file name"), max_length=255, blank=True)
    original_type = models.CharField(_("media type"), max_length=120, blank=True)
    original_size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    language = models.CharField(
        _("language"), max_length=2, choices=Language, default=Language.JAPANESE
    )
    revised_on = models.DateField(
        _("revised on"), null=True, blank=True, help_text=_("The date that stands in the text.")
    )
    change_summary = models.TextField(_("what changed"), blank=True)
    effective_on = models.DateField(_("effective on"), null=True, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    published_sha256 = models.CharField(_("hash of the file published"), max_length=64, blank=True)
    superseded_on = models.DateField(
        _("no longer in force from"), null=True, blank=True,
        help_text=_("The first day on which it is no longer in force."),
    )  # fmt: skip
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="approved_versions", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)

    objects: ClassVar[Any] = Versions.as_manager()

    class Meta:
        verbose_name = _("version")
        indexes = [models.Index(fields=["original_sha256"], name="version_by_file")]
        constraints = [
            models.UniqueConstraint(fields=["document", "label"], name="version_label_once"),
        ]

    def __str__(self) -> str:
        return f"{self.document.title} {self.label}"

    @property
    def editable(self) -> bool:
        """May its clauses still be put in order?"""
        return self.state == State.DRAFT


def policy_in_force_or_draft(on: date) -> Version | None:
    """The version of the policy that is judged on ``on``: in force, else the newest draft."""
    policies = Version.objects.of_kind(Kind.POLICY).select_related("document")
    current: Version | None = policies.in_force(on).order_by("-effective_on", "-id").first()
    return current or policies.newest_draft(on)


@register
class VersionRegister(Register[Version]):
    name = "versions"
    title = _("Versions")
    singular = _("version")
    about = _("Each version of a document: its file, approval, publication and term.")
    model = Version
    rights = Rights(
        read=READERS,
        add=WRITERS,
        change=WRITERS,
        moves={
            "submit": LEADERS,
            "return": APPROVERS,
            "approve": APPROVERS,
            "publish": LEADERS,
            "supersede": LEADERS,
            "discard": LEADERS,
        },
    )
    key = ("document", "label")
    handles = (("document__title", "label"), ("document__code", "label"))
    label_with = ("document",)
    parts = (("clauses", "version"),)
    columns = ("document", "label", "state", "effective_on", "approved_by", "approved_on")
    filters = ("document", "state", "language", "effective_on")
    search = ("label", "document__title", "document__code")
    order = ("-created_at",)
    unit_path = "document__unit"
    life = LIFE
    sealed = frozenset({"published_on", "published_sha256", "approved_by", "approved_on"})
    place = "policy"
    withdrawable = False
    views = (
        View(_("In force"), {"state": State.IN_FORCE}),
        View(_("Waiting for approval"), {"state": State.SUBMITTED}),
    )

    def prepare(self, values: dict[str, Any], record: Version | None, act: Act) -> None:
        """What is published is the file that was approved."""
        del act
        if record and record.state == State.APPROVED and values["state"] == State.IN_FORCE:
            values["published_sha256"] = record.original_sha256

    def check(
        self, values: Mapping[str, Any], record: Version | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del act
        if values["superseded_on"] and values["state"] != State.SUPERSEDED:
            yield "superseded_on", _("This is filled in when the version ends.")
        if record is None or values["state"] != record.state:
            return
        before = schema(self).values(record)
        fixed = () if record.state == State.DRAFT else FIXED
        dated = TERM if record.state in PUBLISHED else ()
        for name in (*fixed, *dated):
            if values[name] != before[name]:
                yield name, _("This was approved as it is; make a new version to change it.")

    def settle(self, records: Sequence[Version], act: Act) -> None:
        """Publishing a version ends the one before it, in the same act."""
        for version in records:
            if version.state == State.IN_FORCE:
                self._end_former(version, act)

    def _end_former(self, version: Version, act: Act) -> None:
        """What was in force until now stays so in history: it ends today at the earliest."""
        day = max(filter(None, (version.effective_on, version.published_on)))
        others = Version.objects.present().filter(document=version.document_id)
        others = others.exclude(pk=version.pk)
        if others.filter(superseded_on__gt=day).exists():
            raise Invalid(
                {"effective_on": [_("A version already published is in force beyond this day.")]}
            )
        for former in others.filter(state=State.IN_FORCE):
            move(self, act, "supersede", former, {"superseded_on": day})
