"""The lines of an evaluation: what was found, its proof, the risk it leaves and what is done about it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.cloud_evaluation import CloudEvaluation
from sekisho.domains.assets.cloud_words import (
    BY_ITEM,
    Certificate,
    Item,
    Met,
    RiskLevel,
    Treatment,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights


class CloudItemRows(Records):
    def risks(self) -> "CloudItemRows":
        return self.present().exclude(risk="")

    def to_do(self) -> "CloudItemRows":
        """Measures and conditions that have a day."""
        return self.present().exclude(due_on=None)

    def open(self, on: date) -> "CloudItemRows":
        return self.to_do().filter(models.Q(done_on=None) | models.Q(done_on__gt=on))


class CloudItem(Record):
    """``met`` empty: nobody has looked at it yet."""

    evaluation = models.ForeignKey(
        "assets.CloudEvaluation", models.PROTECT,
        related_name="items", verbose_name=_("evaluation of a cloud service"),
    )  # fmt: skip
    item = models.CharField(_("item"), max_length=13, choices=Item)
    subject = models.CharField(
        _("what about"), max_length=80, blank=True,
        help_text=_("Only to tell several lines of one item apart."),
    )  # fmt: skip
    met = models.CharField(_("result"), max_length=6, choices=Met, blank=True)
    found = models.TextField(_("what was found about it"), blank=True)
    proof = models.CharField(
        _("proof of it"), max_length=300, blank=True,
        help_text=_("Document, page or address; files are attached to this line."),
    )  # fmt: skip
    certificate = models.CharField(
        _("shown by the certificate"), max_length=8, choices=Certificate, blank=True
    )
    risk = models.TextField(_("risk left"), blank=True)
    level = models.CharField(_("how high"), max_length=6, choices=RiskLevel, blank=True)
    treatment = models.CharField(_("treatment"), max_length=6, choices=Treatment, blank=True)
    measure = models.TextField(_("measure or condition"), blank=True)
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="cloud_measures", verbose_name=_("carried out by"),
    )  # fmt: skip
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_how = models.CharField(_("how it was done"), max_length=300, blank=True)

    objects: ClassVar[Any] = CloudItemRows.as_manager()

    class Meta:
        verbose_name = _("line of an evaluation")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "item", "subject"), name="cloud_item_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_item_display()} {self.subject}".strip()


@register
class CloudItems(Register[CloudItem]):
    name = "cloud_items"
    title = _("Lines of cloud evaluations")
    singular = _("line of an evaluation")
    about = _("What was found about each item, what proves it, the risk left and its treatment.")
    model = CloudItem
    key = ("evaluation", "item", "subject")
    label_with = ("evaluation__service",)
    columns = (
        "evaluation",
        "item",
        "met",
        "proof",
        "risk",
        "level",
        "treatment",
        "due_on",
        "done_on",
    )
    filters = ("evaluation", "item", "met", "level", "treatment", "certificate", "owner", "due_on",
               "done_on")  # fmt: skip
    search = (
        "evaluation__service__name",
        "evaluation__number",
        "found",
        "risk",
        "measure",
        "proof",
    )
    order = ("evaluation", "id")
    unit_path = "evaluation__unit"
    person_path = "owner"
    own_paths = ("evaluation__requester",)
    views = (
        View(_("High risks"), {"level": "high"}),
        View(_("Not done yet"), {"treatment": "reduce", "done_on": "none"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "evaluation": ("申請番号", "評価番号"),
        "item": ("評価項目", "項目", "確認項目"),
        "met": ("結果", "判定", "適否"),
        "found": ("確認結果", "確認内容", "回答"),
        "proof": ("証跡", "根拠", "エビデンス"),
        "risk": ("リスク", "残るリスク"),
        "treatment": ("対応方針", "リスク対応"),
        "measure": ("対策", "条件"),
        "due_on": ("期限", "対策期限"),
        "done_on": ("完了日", "実施日"),
    }
    rights = Rights(
        read=(*LEADERS, "auditor", "admin", "manager:unit", "employee:own", "operator"),
        add=("chair", "committee", "admin", "manager:unit", "operator"),
        change=("chair", "committee", "admin", "manager:unit", "operator"),
        withdraw=("chair", "committee", "admin"),
    )

    def check(
        self, values: Mapping[str, Any], record: CloudItem | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        question = BY_ITEM.get(values["item"])
        credited = question.credited_by if question else ()
        if values["certificate"] and values["certificate"] not in credited:
            yield "certificate", _("This certificate says nothing about this item.")
        if values["met"] in {Met.PARTLY, Met.NO} and not values["risk"].strip():
            yield "risk", _("Please write which risk is left.")
        if values["risk"].strip():
            yield from _treated(values)
        if values["done_on"] and values["done_on"] > act.on:
            yield "done_on", _("This day has not come yet.")
        if values["done_on"] and not values["done_how"].strip():
            yield "done_how", _("Please write how it was done.")


def _treated(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """A risk has a level and a treatment; what is to be reduced has a measure with a day."""
    for name in ("level", "treatment"):
        if not values[name]:
            yield name, _("Please fill this in.")
    if values["treatment"] == Treatment.REDUCE:
        if not values["measure"].strip():
            yield "measure", _("Please write the measure.")
        if not values["due_on"]:
            yield "due_on", _("By when is it done?")


def lacking(evaluation: CloudEvaluation) -> list[Text]:
    """What an evaluation still lacks before anybody can decide on it."""
    rows = {row.item: row for row in CloudItem.objects.present().filter(evaluation=evaluation.pk)}
    words: list[Text] = []
    blank = [q.item.label for q in BY_ITEM.values() if not (rows.get(q.item) and rows[q.item].met)]
    if blank:
        words.append(_("Nobody has looked at: %(items)s") % {"items": _list(blank)})
    unproved = [r.get_item_display() for r in rows.values() if _unproved(r)]
    if unproved:
        words.append(
            _("A proof or a certificate is missing: %(items)s") % {"items": _list(unproved)}
        )
    return words


def _unproved(row: CloudItem) -> bool:
    question = BY_ITEM.get(row.item)
    asked = question is not None and question.proof and row.met == Met.YES
    return asked and not row.proof.strip() and not row.certificate


def _list(names: list[Any]) -> str:
    return "、".join(str(name) for name in names)
