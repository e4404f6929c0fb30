"""Certificates of suppliers (ISMS, Pマーク, SCS ★, SOC 2, ISMAP): they answer questions while they are valid."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers.words import KEEPERS, WRITERS
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, register
from sekisho.registers.rights import LEADERS, Rights
from sekisho.registers.spans import ordered


class Scheme(models.TextChoices):
    ISMS = "isms", _("ISMS (ISO/IEC 27001)")
    CLOUD = "cloud", _("ISMS cloud security (ISO/IEC 27017)")
    PMARK = "pmark", _("PrivacyMark")
    SCS3 = "scs3", _("SCS ★3")
    SCS4 = "scs4", _("SCS ★4")
    SOC2 = "soc2", _("SOC 2 report")
    ISMAP = "ismap", _("ISMAP")
    OTHER = "other", _("Other certificate")


class Certificates(Records):
    def valid(self, on: date) -> Self:
        """Looked at by us and in their term; one nobody looked at gives no credit."""
        begun = Q(valid_from=None) | Q(valid_from__lte=on)
        return self.present().filter(begun, valid_until__gte=on, confirmed_on__lte=on)


class SupplierCertificate(Record):
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, related_name="certificates", verbose_name=_("supplier")
    )
    scheme = models.CharField(_("certificate"), max_length=5, choices=Scheme)
    number = models.CharField(_("number of the certificate"), max_length=60)
    scope = models.CharField(
        _("what it covers"), max_length=240, blank=True,
        help_text=_("Sites and services. Does it cover the work entrusted?"),
    )  # fmt: skip
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"))
    confirmed_on = models.DateField(
        _("confirmed on"), null=True, blank=True,
        help_text=_("When we looked at the certificate and its scope. Only then does it count."),
    )  # fmt: skip
    confirmed_by = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="certificates_confirmed", verbose_name=_("confirmed by"),
    )  # fmt: skip

    objects: ClassVar[Any] = Certificates.as_manager()

    class Meta:
        verbose_name = _("supplier's certificate")

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.number}"


@register
class SupplierCertificates(Register[SupplierCertificate]):
    name = "supplier_certificates"
    title = _("Certificates of suppliers")
    singular = _("supplier's certificate")
    about = _("ISMS, PrivacyMark, SCS, SOC 2 and others: number, scope, and until when they count.")
    model = SupplierCertificate
    key = ("party", "scheme", "number")
    columns = ("party", "scheme", "number", "scope", "valid_until", "confirmed_on")
    filters = ("party", "scheme", "valid_until", "confirmed_on")
    search = ("number", "scope", "issuer", "party__name")
    order = ("party", "scheme", "id")
    unit_path = "party__unit"
    headers: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "party": ("委託先", "取引先"),
        "scheme": ("認証", "認証種別"),
        "number": ("登録番号", "認証番号"),
        "valid_until": ("有効期限", "期限"),
    }
    rights = Rights(
        read=(*LEADERS, "manager", "auditor", "admin", "operator"),
        add=WRITERS, change=WRITERS, withdraw=KEEPERS,
    )  # fmt: skip

    def prepare(self, values: dict[str, Any], record: SupplierCertificate | None, act: Act) -> None:
        if values["confirmed_on"] and (record is None or record.confirmed_on is None):
            values["confirmed_by"] = values["confirmed_by"] or act.actor.person

    def check(
        self, values: Mapping[str, Any], record: SupplierCertificate | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        yield from ordered(values, "valid_until", start="valid_from")
        if values["confirmed_on"] and values["confirmed_on"] > act.on:
            yield "confirmed_on", _("This day has not come yet.")
