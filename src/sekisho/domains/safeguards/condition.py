"""Access conditions: what the checkpoint asks before it opens a class of information."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow

UNKNOWN_PASSES_BELOW = 2
"""Rank from which an unknown fact never opens anything (機密 and above)."""


class Mfa(models.TextChoices):
    NONE = "none", _("Not asked")
    ANY = "any", _("Multi-factor")
    STRONG = "strong", _("Phishing-resistant (passkey)")


class DeviceRule(models.TextChoices):
    NONE = "none", _("Not asked")
    KNOWN = "known", _("A registered device of their own")
    SOUND = "sound", _("A registered device in sound state")


class ConditionState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting approval")
    IN_FORCE = "in_force", _("In force")
    RETIRED = "retired", _("Retired")


LIFE = Workflow(
    ConditionState,
    ConditionState.DRAFT,
    (
        Move("propose", "draft", "proposed", _("Ask for approval")),
        Move("send_back", "proposed", "draft", _("Send back"), asks=("remark",)),
        Move("approve", "proposed", "in_force", _("Approve and put in force"),
             other_than=("add", "change", "propose"),
             sets=(("approved_by", "person"), ("approved_at", "moment"))),
        Move("retire", "in_force", "retired", _("Retire"), asks=("remark",), danger=True),
    ),
)  # fmt: skip


class Conditions(Records):
    def in_force(self) -> "Conditions":
        """Those in force, the newest of each class last."""
        return self.present().filter(state=ConditionState.IN_FORCE).order_by("approved_at", "pk")


class AccessCondition(Record):
    """The conditions of one class. Of several in force the one approved last counts."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT, related_name="conditions",
        verbose_name=_("security class"),
    )  # fmt: skip
    right_to_read = models.BooleanField(
        _("right needed to read"), default=True,
        help_text=_("To do more than read, a right is always needed."),
    )  # fmt: skip
    mfa = models.CharField(_("proof of identity"), max_length=6, choices=Mfa, default=Mfa.ANY)
    mfa_minutes = models.PositiveIntegerField(
        _("not older than (minutes)"), default=480, validators=[MinValueValidator(1)]
    )
    device = models.CharField(
        _("device"), max_length=5, choices=DeviceRule, default=DeviceRule.SOUND
    )
    device_hours = models.PositiveIntegerField(
        _("state of the device not older than (hours)"),
        default=24,
        validators=[MinValueValidator(1)],
    )
    acknowledged = models.BooleanField(_("rules acknowledged"), default=True)
    trained = models.BooleanField(_("training current"), default=True)
    pledged = models.BooleanField(
        _("confidentiality pledged"), default=True,
        help_text=_("For people from outside also the agreement with their company."),
    )  # fmt: skip
    zones = WordsField(
        _("from these places alone"), help_text=_("Names of networks, one a line. Empty: anywhere.")
    )
    from_hour = models.PositiveSmallIntegerField(
        _("from (hour)"), null=True, blank=True, validators=[MaxValueValidator(23)],
        help_text=_("Empty: at any time."),
    )  # fmt: skip
    to_hour = models.PositiveSmallIntegerField(
        _("to (hour)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(24)],
    )
    unknown_passes = models.BooleanField(
        _("what is not recorded passes"), default=False,
        help_text=_("Whether a fact nobody has recorded counts as fulfilled; never from rank 2 on."),
    )  # fmt: skip
    stale_seconds = models.PositiveIntegerField(
        _("records at most behind (seconds)"), default=10, validators=[MinValueValidator(1)]
    )
    grounds = models.TextField(_("grounds"), help_text=_("Why these conditions fit the class."))
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="conditions_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=ConditionState, default="draft")

    objects: ClassVar[Any] = Conditions.as_manager()

    class Meta:
        verbose_name = _("access condition")

    def __str__(self) -> str:
        return self.number


TERMS = (
    "classification", "right_to_read", "mfa", "mfa_minutes", "device", "device_hours",
    "acknowledged", "trained", "pledged", "zones", "from_hour", "to_hour", "unknown_passes",
    "stale_seconds", "grounds",
)  # fmt: skip


@register
class ConditionRegister(Register[AccessCondition]):
    name = "access_conditions"
    title = _("Access conditions")
    singular = _("access condition")
    about = _("What the checkpoint asks before it opens information of each class.")
    model = AccessCondition
    number = "AC-{n:03d}"
    key = ()
    label_with = ("classification",)
    columns = ("number", "classification", "right_to_read", "mfa", "mfa_minutes", "device", "device_hours",
               "trained", "approved_at", "state")  # fmt: skip
    filters = ("classification", "state", "mfa", "device")
    search = ("number", "grounds")
    order = ("-number",)
    life = LIFE
    sealed = frozenset({"approved_by", "approved_at"})
    place = "checkpoint"
    views = (View(_("In force"), {"state": "in_force"}),)
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "admin", "operator"),
        change=(*LEADERS, "admin", "operator"),
        withdraw=("director", "chair"),
        moves={
            "propose": (*LEADERS, "admin"),
            "send_back": ("director", "deputy", "chair"),
            "approve": ("director", "deputy"),
            "retire": ("director", "deputy"),
        },
    )

    def check(
        self, values: Mapping[str, Any], record: AccessCondition | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        start, end = values.get("from_hour"), values.get("to_hour")
        if (start is None) != (end is None) or (start is not None and end <= start):
            yield "to_hour", _("Please give both hours, the later one last.")
        if record is None or record.state == ConditionState.DRAFT:
            return
        for name in TERMS:
            before = getattr(record, AccessCondition._meta.get_field(name).attname)  # type: ignore[union-attr]
            if values.get(name, before) != before:
                yield name, _("This is no draft. Please write a new one and have it approved.")
