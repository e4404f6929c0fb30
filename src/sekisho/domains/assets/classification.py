"""Security classes: the words printed on labels, what they mean and how to handle each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.settings import declare
from sekisho.registers.workflow import Move, Workflow

# An unclassified asset is guarded as if it had this class, and never shown as such
assumed_class = declare(
    "assets.unclassified_as",
    "confidential",
    _("Class assumed for unclassified assets in access decisions"),
    type="text",
    source=_("Code of a security class. Used for access decisions alone, never on labels."),
    group=_("Information assets"),
)
HANDLING = ("store", "send", "carry", "printing", "dispose", "disclose", "labelling")


class ClassState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting approval")
    IN_FORCE = "in_force", _("In force")
    RETIRED = "retired", _("Retired")


LIFE = Workflow(
    ClassState,
    ClassState.DRAFT,
    (
        Move("propose", "draft", "proposed", _("Ask for approval")),
        Move("approve", "proposed", "in_force", _("Approve and put in force"),
             other_than=("add", "change", "propose"), sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("send_back", "proposed", "draft", _("Send back"), asks=("remark",)),
        Move("revise", "in_force", "draft", _("Open for revision"), asks=("remark",)),
        Move("retire", "in_force", "retired", _("Retire"), asks=("remark",), danger=True),
    ),
)  # fmt: skip


class Level(models.IntegerChoices):
    """How strongly the label is drawn: bars and colour, 0 (open) to 3 (strictest)."""

    OPEN = 0, _("No bars")
    PLAIN = 1, _("One bar")
    STRONG = 2, _("Two bars")
    STRICT = 3, _("Three bars")


class Classification(Record):
    """One class of the scheme. ``rank`` 0 is public; a higher rank is stricter."""

    code = models.SlugField(
        _("code"), max_length=30, unique=True,
        help_text=_("Lower-case letters; never changes once in use."),
    )  # fmt: skip
    name_ja = models.CharField(
        _("name (Japanese)"), max_length=30, help_text=_("The words printed on labels.")
    )
    name_en = models.CharField(
        _("name (English)"), max_length=40, help_text=_("The words printed on labels.")
    )
    rank = models.PositiveSmallIntegerField(
        _("rank"),
        validators=[MaxValueValidator(9)],
        help_text=_("0 is public; higher is stricter."),
    )
    level = models.PositiveSmallIntegerField(_("look of the label"), choices=Level)
    criteria = models.TextField(
        _("criteria"), help_text=_("What information belongs to this class, with examples.")
    )
    store = models.TextField(_("storing"), blank=True)
    send = models.TextField(_("sending"), blank=True)
    carry = models.TextField(_("taking out"), blank=True)
    printing = models.TextField(_("printing and copying"), blank=True)
    dispose = models.TextField(_("disposing"), blank=True)
    disclose = models.TextField(_("disclosing outside"), blank=True)
    labelling = models.TextField(
        _("marking"), blank=True, help_text=_("Where and how the class is shown.")
    )
    label_required = models.BooleanField(_("label required"), default=True)
    encryption_required = models.BooleanField(_("encryption required"), default=False)
    named_users = models.BooleanField(
        _("named users only"),
        default=False,
        help_text=_("Access is given to persons, never to groups."),
    )
    mfa_required = models.BooleanField(_("multi-factor authentication required"), default=False)
    grant_months = models.PositiveSmallIntegerField(
        _("longest access right (months)"),
        null=True,
        blank=True,
        help_text=_("Empty: no limit of its own."),
    )
    state = models.CharField(_("state"), max_length=8, choices=ClassState, default=ClassState.DRAFT)
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="classes_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)

    class Meta:
        verbose_name = _("security class")
        ordering = ("-rank", "code")

    def __str__(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else self.name_ja


FROZEN = tuple(
    column.name
    for column in Classification._meta.concrete_fields
    if column.editable and column.name not in {"state", "approved_by", "approved_on"}
)


@register
class Classes(Register[Classification]):
    name = "classes"
    title = _("Security classes")
    singular = _("security class")
    about = _("The classes of information, from public to strictest, and how each is handled.")
    model = Classification
    key = ("code",)
    handles = ("code", "name_ja", "name_en")
    columns = (
        "name_ja",
        "name_en",
        "rank",
        "label_required",
        "encryption_required",
        "mfa_required",
        "state",
    )
    filters = ("state",)
    search = ("code", "name_ja", "name_en", "criteria")
    order = ("-rank",)
    sealed = frozenset({"approved_by", "approved_on"})
    life = LIFE
    place = "settings"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "name_ja": ("区分名", "機密区分", "区分名称"),
        "rank": ("順位", "レベル"),
        "criteria": ("判断基準", "定義"),
    }
    open_labels = True
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=("director", "chair"),
        moves={
            "propose": ("chair", "committee", "director", "deputy"),
            "send_back": ("director", "deputy"),
            "approve": ("director", "deputy"),
            "revise": ("director", "deputy", "chair"),
            "retire": ("director", "deputy"),
        },
    )

    def settle(self, records: Sequence[Classification], act: Act) -> None:
        """A class that asks for labels from now on makes labels missing, and the other way round."""
        del act
        for record in records:
            record.assets.all().mark_labels()

    def check(
        self, values: Mapping[str, Any], record: Classification | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        """What was approved stays as approved until it is opened for revision."""
        del act
        if record is None or record.state == ClassState.DRAFT:
            return
        for name in FROZEN:
            if values.get(name, getattr(record, name)) != getattr(record, name):
                yield name, _("This class is not a draft. Open it for revision first.")
