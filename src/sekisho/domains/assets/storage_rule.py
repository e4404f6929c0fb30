"""Storage rules: where information of a class may be kept on each medium, and how."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, TextField, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.handling_words import Backup, Place, sole
from sekisho.domains.assets.words import Medium
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone

LOCKED_MEDIA = (Medium.PAPER, Medium.REMOVABLE)


class StorageRuleRows(Records):
    """The words rules speak about storage in; subqueries of an asset."""

    def for_asset(self) -> "StorageRuleRows":
        """Rules of the class of the asset in question, for a medium it is on."""
        held = models.ExpressionWrapper(OuterRef("media"), output_field=TextField())
        here = Concat(Value(","), F("medium"), Value(","), output_field=TextField())
        rows = self.present().filter(classification=OuterRef("classification"))
        found: StorageRuleRows = rows.annotate(found_at=StrIndex(held, here)).filter(found_at__gt=0)
        return found


def misplaced() -> Q:
    """Assets kept in a kind of place that no rule of their class and media allows."""
    wrong = Q(pk=None)
    for place in Place:
        allowed = StorageRule.objects.for_asset().filter(places__contains=sole(place))
        wrong |= Q(~Exists(allowed), places__contains=sole(place))
    return wrong


def unlocked() -> Q:
    """Assets that a rule wants under lock and that are said not to be."""
    return Q(Exists(StorageRule.objects.for_asset().filter(locked=True)), locked=False)


def lock_unsaid() -> Q:
    return Q(Exists(StorageRule.objects.for_asset().filter(locked=True)), locked=None)


class StorageRule(Record):
    """Where and how information of one class is kept on one medium."""

    classification = models.ForeignKey(
        "assets.Classification", models.PROTECT,
        related_name="storage_rules", verbose_name=_("security class"),
    )  # fmt: skip
    medium = models.CharField(_("medium"), max_length=10, choices=Medium)
    places = SetField(_("places allowed"), choices=Place, blank=False)
    locked = models.BooleanField(_("under lock"), default=False)
    encrypted = models.BooleanField(_("encrypted"), default=False)
    backup = models.CharField(_("backup"), max_length=9, choices=Backup, default=Backup.OPTIONAL)
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = StorageRuleRows.as_manager()

    class Meta:
        verbose_name = _("storage rule")
        constraints = (
            models.UniqueConstraint(fields=("classification", "medium"), name="storage_rule_once"),
        )

    def __str__(self) -> str:
        return f"{self.classification} {self.get_medium_display()}"


@register
class StorageRules(Register[StorageRule]):
    name = "storage_rules"
    title = _("Storage rules")
    singular = _("storage rule")
    about = _("Where information of each class is kept on each medium: places, lock, encryption.")
    model = StorageRule
    key = ("classification", "medium")
    label_with = ("classification",)
    columns = ("classification", "medium", "places", "locked", "encrypted", "backup")
    filters = ("classification", "medium", "locked", "encrypted", "backup")
    search = ("note",)
    order = ("-classification__rank", "medium")
    place = "settings"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "classification": ("機密区分", "区分"),
        "medium": ("媒体",),
        "places": ("保管場所", "保管できる場所"),
        "locked": ("施錠",),
        "encrypted": ("暗号化",),
        "backup": ("バックアップ",),
    }
    rights = Rights(
        read=everyone("operator"),
        add=(*LEADERS, "operator"),
        change=(*LEADERS, "operator"),
        withdraw=("director", "deputy", "chair"),
    )

    def check(
        self, values: Mapping[str, Any], record: StorageRule | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if not values["places"]:
            yield "places", _("Please choose at least one place.")
        if Place.OPEN in values["places"] and values["locked"]:
            yield "places", _("An open shelf is not under lock.")
