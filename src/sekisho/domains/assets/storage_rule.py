"""Storage rules: where information of a class may be kept on each medium, and how."""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.handling_words import Backup, Place, sole
from sekisho.domains.assets.words import Medium
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.record import Record
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights, everyone

LOCKED_MEDIA = (Medium.PAPER, Medium.REMOVABLE)


def ruled(**match: Any) -> Q:
    """Assets of whose class a rule, for a medium the asset is on, says ``match``.

    Medium by medium: the rules that match are then found once, not anew for every asset.
    """
    found = Q(pk=None)
    for medium in Medium:
        rules = StorageRule.objects.present().filter(medium=medium, **match)
        on_it = Q(media__contains=sole(medium))
        found |= on_it & Q(classification__in=rules.values("classification"))
    return found


def misplaced() -> Q:
    """Assets kept in a kind of place that no rule of their class and media allows."""
    wrong = Q(pk=None)
    for place in Place:
        wrong |= Q(places__contains=sole(place)) & ~ruled(places__contains=sole(place))
    return wrong


def unlocked() -> Q:
    """Assets that a rule wants under lock and that are said not to be."""
    return Q(locked=False) & ruled(locked=True)


def lock_unsaid() -> Q:
    return Q(locked=None) & ruled(locked=True)


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
