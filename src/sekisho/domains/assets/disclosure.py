"""Disclosures outside: what went to whom, how, when, marked or not, and what became of it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from sekisho.domains.assets.disclosure_words import (
    CLOSING,
    Channel,
    DisclosureState,
    Fate,
)
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.workflow import Workflow


class DisclosureRows(Records):
    def by(self, on: date) -> "DisclosureRows":
        """Disclosed on or before ``on``, of what was not public then."""
        return self.present().filter(disclosed_on__lte=on).exclude(rank=0)


class Disclosure(Record):
    """One disclosure. ``rank`` is that of the asset's class when it was recorded; None: it had none."""

    number = models.CharField(_("record number"), max_length=20, unique=True, editable=False)
    permit = models.ForeignKey(
        "assets.DisclosurePermit", models.PROTECT, null=True, blank=True,
        related_name="disclosures", verbose_name=_("permit to disclose"),
        help_text=_("Empty: it was disclosed without a permit."),
    )  # fmt: skip
    asset = models.ForeignKey(
        "assets.Asset", models.PROTECT, related_name="disclosures", verbose_name=_("asset")
    )
    what = models.CharField(
        _("what was disclosed"), max_length=200, blank=True, help_text=_("Which part or version.")
    )
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, null=True, blank=True,
        related_name="disclosures", verbose_name=_("counterparty"),
    )  # fmt: skip
    recipient = models.CharField(
        _("receiver"), max_length=120, help_text=_("The person at the counterparty.")
    )
    purpose = models.TextField(_("purpose"))
    channel = models.CharField(_("way of disclosure"), max_length=9, choices=Channel)
    disclosed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="disclosures", verbose_name=_("disclosed by"), help_text=_("Empty: yourself."),
    )  # fmt: skip
    disclosed_on = models.DateField(_("disclosed on"))
    disclosed_at = models.DateTimeField(
        _("time of disclosure"), null=True, blank=True,
        help_text=_("Needed when the permit was given on the same day."),
    )  # fmt: skip
    marked = models.BooleanField(
        _("marking confirmed"), null=True, blank=True,
        help_text=_("It showed holder and word as the agreement asks."),
    )  # fmt: skip
    marking = models.CharField(_("marking shown"), max_length=120, blank=True)
    oral_record = models.ForeignKey(
        "suppliers.OralDisclosure", models.PROTECT, null=True, blank=True,
        related_name="disclosures", verbose_name=_("oral disclosure"),
        help_text=_("For what was said: the line that follows its written confirmation."),
    )  # fmt: skip
    received_on = models.DateField(_("receipt confirmed on"), null=True, blank=True)
    return_due_on = models.DateField(
        _("due back or destroyed by"), null=True, blank=True,
        help_text=_("Empty: it stays with the receiver, as agreed."),
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=6, choices=DisclosureState, default=DisclosureState.OPEN
    )
    fate = models.CharField(_("what became of it"), max_length=9, choices=Fate, blank=True)
    proof = models.CharField(
        _("proof of return or destruction"), max_length=200, blank=True,
        help_text=_("Receipt or certificate. Attach a copy below."),
    )  # fmt: skip
    closed_on = models.DateField(_("settled on"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True, editable=False)

    objects: ClassVar[Any] = DisclosureRows.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        indexes = (models.Index(fields=("disclosed_on",), name="disclosure_day"),)

    def __str__(self) -> str:
        return self.number


@register
class Disclosures(Register[Disclosure]):
    name = "disclosures"
    title = _("Disclosures outside")
    singular = _("disclosure")
    about = _("What was disclosed to whom, for what, how and when; recorded on the same day.")
    model = Disclosure
    number = "DR-{year}-{n:03d}"
    label_with = ("asset",)
    columns = (
        "number", "disclosed_on", "asset", "party", "recipient", "channel", "permit", "marked",
        "return_due_on", "state",
    )  # fmt: skip
    filters = (
        "state", "party", "asset", "permit", "channel", "marked", "disclosed_by", "disclosed_on",
        "return_due_on",
    )  # fmt: skip
    search = (
        "number",
        "what",
        "recipient",
        "purpose",
        "party__name",
        "asset__name",
        "asset__number",
    )
    order = ("-disclosed_on", "-number")
    unit_path = "asset__unit"
    person_path = "disclosed_by"
    sealed = frozenset({"closed_on", "fate", "proof"})
    derived = frozenset({"rank"})
    life: ClassVar[Workflow] = CLOSING
    views = (
        View(_("Without a permit"), {"permit": "none"}),
        View(_("With the receiver"), {"state": "open"}),
    )
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "permit": ("許可番号", "開示許可"),
        "asset": ("開示情報", "資産ID", "情報資産"),
        "party": ("開示先", "相手"),
        "recipient": ("受領者",),
        "purpose": ("目的",),
        "channel": ("方法", "開示方法"),
        "disclosed_by": ("開示者",),
        "disclosed_on": ("開示日",),
        "marked": ("表示", "表示確認"),
        "received_on": ("受領確認",),
        "return_due_on": ("返却予定", "返却・廃棄期限"),
        "closed_on": ("返却・廃棄確認",),
    }
    rights = Rights(
        read=(*LEADERS, "admin", "auditor", "manager:unit", "employee:own", "operator"),
        add=("manager:unit", "employee:own", "operator"),
        change=("manager:unit", "employee:own", "operator"),
        withdraw=("chair", "committee", "manager:unit"),
        moves={
            "close": ("manager:unit", "employee:own"),
            "reopen": ("manager:unit", "chair", "committee"),
        },
    )

    def prepare(self, values: dict[str, Any], record: Disclosure | None, act: Act) -> None:
        if record is None:
            values["disclosed_by"] = values["disclosed_by"] or act.actor.person
        if values["state"] == DisclosureState.OPEN:
            values["closed_on"], values["fate"], values["proof"] = None, "", ""

    def check(
        self, values: Mapping[str, Any], record: Disclosure | None, act: Act
    ) -> Iterable[tuple[str, Text]]:
        if values["disclosed_on"] > act.on:
            yield "disclosed_on", _("This day has not come yet.")
        due = values["return_due_on"]
        if due and due < values["disclosed_on"]:
            yield "return_due_on", _("The end lies before the beginning.")
        if record is not None:
            for name in ("asset", "permit", "party", "disclosed_on", "disclosed_at"):
                if values[name] != getattr(record, f"{name}_id", getattr(record, name)):
                    yield name, _("What was recorded stays. Withdraw the line and record it anew.")

    def settle(self, records: Sequence[Disclosure], act: Act) -> None:
        """The class is remembered as it was when the disclosure was recorded."""
        del act
        fresh = [r.pk for r in records if r.ver == 1]
        for start in range(0, len(fresh), 500):
            rows = Disclosure.objects.filter(pk__in=fresh[start : start + 500])
            ranks = dict(rows.values_list("pk", "asset__classification__rank"))
            whens = [When(pk=pk, then=rank) for pk, rank in ranks.items() if rank is not None]
            if whens:
                rows.update(rank=Case(*whens, output_field=models.PositiveSmallIntegerField()))

    def label(self, record: Disclosure) -> str:
        return f"{record.number} {record.asset.name}"
