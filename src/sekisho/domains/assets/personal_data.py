"""The personal data register: one line for each kind of personal data an asset holds.

The asset declares which kinds it holds (its own field, so importance and class follow from its own
facts, and a sheet with one column imports); a line here says what the law asks about each kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.personal_words import Notice, Provision
from sekisho.domains.assets.words import CountBand, PersonalKind
from sekisho.registers.actor import Act
from sekisho.registers.errors import Invalid, Text
from sekisho.registers.fields import SetField, WordsField
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights

KINDS = [(kind.value, kind.label) for kind in PersonalKind if kind != PersonalKind.NONE]


class PersonalDataRows(Records):
    def complete(self) -> "PersonalDataRows":
        """Lines that say all that has to be recorded about their kind."""
        said = ("count_band", "purpose", "notice", "source", "keep")
        full = Q(provision__contains=",")
        for name in said:
            full &= ~Q(**{name: ""})
        agreed = Q(consent=True) | ~Q(consent_proof="")  # proof, or the exception of art. 20 (2)
        special = ~Q(kind=PersonalKind.SPECIAL_CARE) | agreed
        number = ~Q(affair="") & ~Q(handlers=()) & ~Q(zone="") & ~Q(erase="")
        for way, field in ((Provision.JOINT_USE, "joint"), (Provision.FOREIGN, "country")):
            full &= ~Q(**{"provision__contains": f",{way},", field: ""})
        return self.present().filter(full, special, ~Q(kind=PersonalKind.MY_NUMBER) | number)


class PersonalData(Record):
    """What is recorded about one kind of personal data in one asset."""

    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="personal_lines", verbose_name=_("asset")
    )
    kind = models.CharField(_("kind of personal data"), max_length=24, choices=KINDS)
    count_band = models.CharField(
        _("number of persons"), max_length=5, choices=CountBand, blank=True
    )
    purpose = models.TextField(_("purpose of use"), blank=True)
    notice = models.CharField(
        _("how the purpose was made known"), max_length=9, choices=Notice, blank=True
    )
    source = models.CharField(_("collected from"), max_length=200, blank=True)
    consent = models.BooleanField(
        _("consent to collection"), null=True, blank=True,
        help_text=_("For special-care-required personal information."),
    )  # fmt: skip
    consent_proof = models.CharField(
        _("proof of consent, or the exception"), max_length=200, blank=True,
        help_text=_("Where the consent is kept, or the item of APPI art. 20 (2)."),
    )  # fmt: skip
    notice_place = models.CharField(
        _("where the purpose was made known"), max_length=200, blank=True,
        help_text=_("Address of the page, or name of the form."),
    )  # fmt: skip
    provision = SetField(
        _("provision to third parties"), choices=Provision,
        help_text=_("Empty: not said yet. “Not provided” is an answer."),
    )  # fmt: skip
    joint = models.TextField(
        _("joint use"), blank=True,
        help_text=_("Items, range of users, purpose, who answers for it (art. 27 (5))."),
    )  # fmt: skip
    country = models.CharField(
        _("country and ground of provision abroad"), max_length=200, blank=True,
        help_text=_("Country, its system, measures of the receiver (art. 28)."),
    )  # fmt: skip
    keep = models.CharField(_("retention period"), max_length=80, blank=True)
    affair = models.CharField(
        _("affair under the My Number Act"), max_length=120, blank=True,
        help_text=_("For My Number: the affair for which it may be used."),
    )  # fmt: skip
    handlers = WordsField(_("persons handling it"), help_text=_("For My Number: one a line."))
    zone = models.CharField(
        _("handling area"), max_length=120, blank=True,
        help_text=_("For My Number: where it is handled and stored."),
    )  # fmt: skip

    store = models.CharField(
        _("management area"), max_length=120, blank=True,
        help_text=_("For My Number: where the files and systems are."),
    )  # fmt: skip
    erase = models.CharField(
        _("how it is erased"), max_length=120, blank=True,
        help_text=_("For My Number: promptly after the statutory period, how and by whom."),
    )  # fmt: skip

    objects: ClassVar[Any] = PersonalDataRows.as_manager()

    class Meta:
        verbose_name = _("personal data line")
        constraints = (
            models.UniqueConstraint(fields=("asset", "kind"), name="personal_data_once"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())


@register
class PersonalDataRegister(Register[PersonalData]):
    name = "personal_data"
    title = _("Personal data register")
    singular = _("personal data line")
    about = _("What is recorded about each kind of personal data in each asset.")
    model = PersonalData
    key = ("asset", "kind")
    columns = ("asset", "kind", "count_band", "purpose", "provision", "keep")
    filters = ("kind", "count_band", "notice", "provision", "asset")
    search = ("asset__name", "asset__number", "purpose", "source")
    order = ("asset", "kind")
    unit_path = "asset__unit"
    person_path = "asset__owner"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "asset": ("情報資産名称", "個人情報ファイル名", "台帳名", "管理番号"),
        "kind": ("個人情報の種類", "種類"),
        "count_band": ("件数", "本人数", "保有件数"),
        "purpose": ("利用目的", "使用目的"),
        "notice": ("通知・公表", "利用目的の公表"),
        "source": ("取得元", "取得方法", "入手元"),
        "provision": ("第三者提供", "提供区分", "提供先"),
        "keep": ("保存期間", "保管期間"),
        "affair": ("番号法上の事務", "特定個人情報を取り扱う事務"),
        "handlers": ("事務取扱担当者",),
        "zone": ("取扱区域",),
        "store": ("管理区域",),
        "erase": ("廃棄方法", "廃棄・削除"),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=(*LEADERS, "manager:unit", "operator"),
        change=(*LEADERS, "manager:unit", "operator"),
        withdraw=(*LEADERS, "manager:unit"),
    )

    def check(
        self, values: Mapping[str, Any], record: PersonalData | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        del record, act
        if Provision.NONE in values["provision"] and len(values["provision"]) > 1:
            yield "provision", _("“Not provided” stands alone.")

    def settle(self, records: Sequence[PersonalData], act: Act) -> None:
        """Raises Invalid when an asset does not declare the kind of its line."""
        del act
        declared_everywhere(records)


def declared_everywhere(lines: Iterable[PersonalData], field: str = "kind") -> None:
    """Raise Invalid unless the asset of every line declares the line's kind."""
    from sekisho.domains.assets.asset import Asset

    kinds = defaultdict(set)
    for line in lines:
        kinds[line.asset_id].add(line.kind)
    ids = iter(kinds)
    while part := list(islice(ids, 500)):
        for pk, number, personal in Asset.objects.filter(pk__in=part).values_list(
            "pk", "number", "personal"
        ):
            if kinds[pk] - set(personal):
                raise Invalid({field: [_(
                    "%(number)s does not declare this kind of personal data. Please set it there, "
                    "or withdraw the line from the personal data register."
                ) % {"number": number}]})  # fmt: skip
