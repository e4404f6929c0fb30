"""Company policies: what the company forbids beyond the conditions of each class, as a Cedar text."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.cedar.errors import Refused
from sekisho.checkpoint.cedar.values import Uid
from sekisho.checkpoint.company import force, reading
from sekisho.checkpoint.company.vocabulary import ASSET, PERSON, UNIT
from sekisho.domains.assets.models import Asset
from sekisho.domains.people.models import Person, Unit
from sekisho.registers.actor import Act
from sekisho.registers.commands import follow
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights, everyone
from sekisho.registers.workflow import Move, Workflow

TRIED = timedelta(days=7)
"""How far back a draft is tried before it is approved."""


class PolicyState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    PROPOSED = "proposed", _("Awaiting approval")
    IN_FORCE = "in_force", _("In force")
    SUPERSEDED = "superseded", _("Replaced by a newer version")
    RETIRED = "retired", _("Retired")


LIFE = Workflow(
    PolicyState,
    PolicyState.DRAFT,
    (
        Move("propose", "draft", "proposed", _("Try it out and ask for approval")),
        Move("send_back", "proposed", "draft", _("Send back"), asks=("remark",)),
        Move("approve", "proposed", "in_force", _("Approve and put in force"),
             other_than=("add", "change", "propose"),
             sets=(("approved_by", "person"), ("approved_at", "moment"))),
        Move("supersede", "in_force", "superseded", _("Replace by a newer version")),
        Move("retire", "in_force", "retired", _("Retire"), asks=("remark",), danger=True),
    ),
)  # fmt: skip


class AccessPolicies(Records):
    def in_force(self) -> "AccessPolicies":
        return self.present().filter(state=PolicyState.IN_FORCE).order_by("number")


class AccessPolicy(Record):
    """One version of a policy. ``tried_…``: what it would have changed in the week before it was
    proposed, so that whoever approves it knows."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    name = models.CharField(
        _("name"), max_length=120,
        help_text=_("A newer version has the same name, and replaces this one when it is approved."),
    )  # fmt: skip
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    text = models.TextField(
        _("text of the policy"),
        help_text=_(
            "In Cedar, and only forbidding. @reason_ja and @reason_en say what people are told."
        ),
    )
    grounds = models.TextField(_("grounds"), help_text=_("Why it is needed, and where it is said."))
    tried_at = models.DateTimeField(_("tried out at"), null=True, blank=True, editable=False)
    tried_permits = models.PositiveIntegerField(
        _("permits of the last week"), null=True, blank=True, editable=False
    )
    tried_closed = models.PositiveIntegerField(
        _("of these it would have denied"), null=True, blank=True, editable=False
    )
    approved_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="access_policies_approved", verbose_name=_("approved by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=PolicyState, default="draft")

    objects: ClassVar[Any] = AccessPolicies.as_manager()

    class Meta:
        verbose_name = _("company policy")

    def __str__(self) -> str:
        return self.number


TERMS = ("name", "text", "grounds")


@register
class AccessPolicyRegister(Register[AccessPolicy]):
    name = "access_policies"
    title = _("Company policies")
    singular = _("company policy")
    about = _(
        "What the company forbids beyond the conditions of each class. It never opens anything."
    )
    model = AccessPolicy
    number = "CP-{n:03d}"
    key = ()
    label_with = ()
    columns = ("number", "name", "version", "tried_closed", "approved_at", "state")
    filters = ("state",)
    search = ("number", "name", "text", "grounds")
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
            "supersede": ("engine",),
            "retire": ("director", "deputy"),
        },
    )

    def label(self, record: AccessPolicy) -> str:
        return f"{record.number} {record.name}"

    def prepare(self, values: dict[str, Any], record: AccessPolicy | None, act: Act) -> None:
        if record is None:
            values["version"] = AccessPolicy.objects.filter(name=values["name"]).count() + 1
        elif values["state"] == PolicyState.PROPOSED and record.state == PolicyState.DRAFT:
            from sekisho.checkpoint.company.trying import try_out  # reads the decisions of models

            found = try_out(record.name, values["text"], act.at - TRIED, act.at)
            values |= {"tried_at": act.at, "tried_permits": found.permits,
                       "tried_closed": len(found.closed)}  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: AccessPolicy | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        if record is not None and record.state != PolicyState.DRAFT:
            for name in TERMS:
                if values[name] != getattr(record, name):
                    yield name, _("This is no draft. Please write a new version under its name.")
            return
        try:
            reading.read(values["text"])
        except Refused as refused:
            yield "text", told(refused)

    def settle(self, records: Sequence[AccessPolicy], act: Act) -> None:
        """Raises Invalid where a draft names somebody or something that is not there."""
        del act
        force.forget()
        for record in records:
            if record.state == PolicyState.DRAFT and (
                lost := unknown(reading.read(record.text).names())
            ):
                words = _("There is no %(name)s.") % {"name": lost[0]}
                raise Invalid({"text": [words]})

    def moved(self, act: Act, name: str, record: AccessPolicy, said: Mapping[str, Any]) -> None:
        """With an approval the version before it ends."""
        del said
        if name != "approve":
            return
        for older in AccessPolicy.objects.in_force().filter(name=record.name).exclude(pk=record.pk):
            follow(self, act, "supersede", older)


def told(refused: Refused) -> Text:
    """What is wrong with a text, where, and what to write instead."""
    if refused.place is None:
        return f"{refused.message} {refused.hint}".strip()
    words = _("Line %(line)s, character %(column)s: %(what)s %(hint)s")
    found = words % {"line": refused.place.line, "column": refused.place.column,
                     "what": refused.message, "hint": refused.hint}  # fmt: skip
    return str(found).strip()


def unknown(names: set[Uid]) -> list[Uid]:
    """Those of ``names`` that no record has."""
    places: tuple[tuple[str, Any, str], ...] = (
        (PERSON, Person, "number"), (ASSET, Asset, "number"), (UNIT, Unit, "code"),
    )  # fmt: skip
    lost = []
    for type_, model, field in places:
        ids = {one.id for one in names if one.type == type_}
        there = set(
            model.objects.present().filter(**{f"{field}__in": ids}).values_list(field, flat=True)
        )
        lost += [Uid(type_, one) for one in sorted(ids - there)]
    return lost
