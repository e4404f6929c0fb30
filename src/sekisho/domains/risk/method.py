"""Methods of risk assessment: versions that are frozen once they are in force (ISO/IEC 27001 6.1.2)."""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.risk.scoring import TOPS, Scheme
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Move, Workflow


class MethodState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_FORCE = "in_force", _("In force")
    RETIRED = "retired", _("Retired")


LIFE = Workflow(
    MethodState,
    MethodState.DRAFT,
    (
        Move("approve", "draft", "in_force", _("Approve and put in force"),
             other_than=("change",), sets=(("approved_by", "person"), ("approved_on", "day"))),
        Move("retire", "in_force", "retired", _("Retire"), danger=True),
    ),
)  # fmt: skip
TERMS = (
    "code",
    "version",
    "title",
    "scheme",
    "medium_from",
    "high_from",
    "acceptable_to",
    "scales",
)


class Methods(Records):
    def in_force(self) -> "Methods":
        return self.present().filter(state=MethodState.IN_FORCE)


class RiskMethod(Record):
    """How risks are measured. Another way of measuring is a new version."""

    code = models.CharField(_("code of the method"), max_length=20)
    version = models.PositiveSmallIntegerField(_("version of the method"), default=1)
    title = models.CharField(_("name of the method"), max_length=120)
    scheme = models.CharField(_("way of reckoning"), max_length=7, choices=Scheme)
    medium_from = models.PositiveSmallIntegerField(
        _("medium from"), validators=[MinValueValidator(2)]
    )
    high_from = models.PositiveSmallIntegerField(_("high from"), validators=[MinValueValidator(2)])
    acceptable_to = models.PositiveSmallIntegerField(
        _("acceptable up to"),
        help_text=_("A risk above this value is treated, or accepted by whoever may."),
    )
    scales = models.TextField(
        _("what the degrees mean"), blank=True, help_text=_("One degree a line, for each scale.")
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="risk_methods_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MethodState, default="draft")

    objects: ClassVar[Any] = Methods.as_manager()

    class Meta:
        verbose_name = _("method of risk assessment")
        constraints = (
            models.UniqueConstraint(fields=("code", "version"), name="risk_method_version"),
        )

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


@register
class RiskMethodRegister(Register[RiskMethod]):
    name = "risk_methods"
    title = _("Methods of risk assessment")
    singular = _("method of risk assessment")
    about = _(
        "How risks are measured and from where on they are not acceptable, version by version."
    )
    model = RiskMethod
    key = ("code", "version")
    handles = (("code", "version"), "title", "code")
    open_labels = True
    columns = (
        "code",
        "version",
        "title",
        "scheme",
        "acceptable_to",
        "high_from",
        "state",
        "approved_on",
    )
    filters = ("scheme", "state")
    search = ("code", "title")
    order = ("code", "-version")
    sealed = frozenset({"approved_by", "approved_on"})
    life = LIFE
    place = "improve"
    views = (View(_("In force"), {"state": "in_force"}),)
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin", "operator"),
        add=("chair", "committee", "admin", "operator"),
        change=("chair", "committee", "admin"),
        withdraw=("chair",),
        moves={"approve": ("director", "deputy"), "retire": ("director", "deputy", "chair")},
    )

    def check(
        self, values: Mapping[str, Any], record: RiskMethod | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        top = TOPS.get(values["scheme"], 0)
        for name in ("medium_from", "high_from", "acceptable_to"):
            if values[name] is not None and values[name] > top:
                yield name, _("This method gives at most %(top)d.") % {"top": top}
        if values["medium_from"] and values["high_from"] and values["medium_from"] >= values["high_from"]:  # fmt: skip
            yield "high_from", _("“High” begins above “medium”.")
        if record is not None and record.state != MethodState.DRAFT:
            for name in TERMS:
                if values[name] != getattr(record, name):
                    yield name, _("This version is in force. Please add a new version.")
