"""What a class allows besides storing: ways to carry it, to dispose of it, and what one may do."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.handling_words import Carriage, Use, Verdict
from sekisho.domains.assets.words import Disposal, Medium
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone

RIGHTS = Rights(
    read=everyone("operator"),
    add=(*LEADERS, "operator"),
    change=(*LEADERS, "operator"),
    withdraw=("director", "deputy", "chair"),
)


class TransportRule(Record):
    """How information of one class may be taken out or moved."""

    classification = models.OneToOneField(
        "assets.Classification", models.PROTECT,
        related_name="transport_rule", verbose_name=_("security class"),
    )  # fmt: skip
    methods = SetField(_("ways allowed"), choices=Carriage)
    permit = models.BooleanField(_("permit needed"), default=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("take-out rule")

    def __str__(self) -> str:
        return str(self.classification)


@register
class TransportRules(Register[TransportRule]):
    name = "transport_rules"
    title = _("Take-out and transport rules")
    singular = _("take-out rule")
    about = _("By which ways information of each class may be taken out or moved.")
    model = TransportRule
    key = ("classification",)
    label_with = ("classification",)
    columns = ("classification", "methods", "permit", "note")
    filters = ("classification", "methods", "permit")
    search = ("note",)
    order = ("-classification__rank",)
    place = "settings"
    rights = RIGHTS


class DisposalMethod(Record):
    """How information of one class on one medium is destroyed."""

    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT,
        related_name="disposal_methods", verbose_name=_("security class"),
    )  # fmt: skip
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    methods = SetField(_("ways allowed"), choices=Disposal)
    witness = models.BooleanField(_("witness needed"), default=False)

    class Meta:
        verbose_name = _("disposal rule")
        constraints = (
            models.UniqueConstraint(
                fields=("classification", "medium"), name="disposal_method_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.classification} {self.get_medium_display()}"


@register
class DisposalMethods(Register[DisposalMethod]):
    name = "disposal_methods"
    title = _("Disposal rules")
    singular = _("disposal rule")
    about = _(
        "How information of each class is destroyed on each medium, and with a witness or not."
    )
    model = DisposalMethod
    key = ("classification", "medium")
    label_with = ("classification",)
    columns = ("classification", "medium", "methods", "witness")
    filters = ("classification", "medium", "methods", "witness")
    order = ("-classification__rank", "medium")
    place = "settings"
    rights = RIGHTS

    def check(
        self, values: Mapping[str, Any], record: DisposalMethod | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if not values["methods"]:
            yield "methods", _("Please choose at least one way.")


class UseRule(Record):
    """Whether one may do something with information of a class, and under which conditions."""

    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT,
        related_name="use_rules", verbose_name=_("security class"),
    )  # fmt: skip
    use = models.CharField(_("what is done"), max_length=8, choices=Use)
    verdict = models.CharField(_("answer"), max_length=3, choices=Verdict)
    how = models.TextField(
        _("conditions or way"), blank=True, help_text=_("What to do, or what to do instead.")
    )

    class Meta:
        verbose_name = _("rule of use")
        constraints = (
            models.UniqueConstraint(fields=("classification", "use"), name="use_rule_once"),
        )

    def __str__(self) -> str:
        return f"{self.classification} {self.get_use_display()}"


@register
class UseRules(Register[UseRule]):
    name = "use_rules"
    title = _("Rules of use")
    singular = _("rule of use")
    about = _("What one may do with information of each class: send, carry, print, AI and so on.")
    model = UseRule
    key = ("classification", "use")
    label_with = ("classification",)
    columns = ("classification", "use", "verdict", "how")
    filters = ("classification", "use", "verdict")
    search = ("how",)
    order = ("-classification__rank", "use")
    place = "settings"
    rights = RIGHTS

    def check(
        self, values: Mapping[str, Any], record: UseRule | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if values["verdict"] == Verdict.IF and not values["how"].strip():
            yield "how", _("Please write the conditions.")
