"""Agreements of confidentiality: what each binds us and the other side to, and until when."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.domains.suppliers import term
from sekisho.domains.suppliers.nda_words import (
    HEADERS,
    Direction,
    Form,
    Return,
    Secrecy,
    secrecy_until,
    undescribed,
    unfit,
)
from sekisho.domains.suppliers.words import KEEPERS, READERS, WRITERS
from sekisho.registers import originals
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.originals import Original
from sekisho.registers.record import Record
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights


class Ndas(term.Terms):
    def binding(self, on: date) -> Self:
        """Signed, and secrecy is still owed on ``on``: in the term or after it."""
        endless = Q(secrecy=Secrecy.ENDLESS) | Q(secrecy_until__gte=on)
        return self.signed(on).filter(Q(ends_on=None) | Q(ends_on__gte=on) | endless)

    def over(self, on: date) -> Self:
        """Ended, and the years of secrecy after it have passed by ``on``."""
        return self.ended(on).filter(Q(secrecy=Secrecy.ENDS) | Q(secrecy_until__lt=on))

    def lets_out(self, on: date) -> Self:
        """Valid on ``on``, and made for what we disclose."""
        return self.valid(on).filter(direction__in=(Direction.MUTUAL, Direction.OURS))

    def undescribed(self) -> Self:
        return self.filter(undescribed())


class Nda(Original, term.Term, Record):
    """One agreement of confidentiality, or the clause of confidentiality in another contract."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    party = models.ForeignKey(
        "suppliers.Party", models.PROTECT, related_name="ndas", verbose_name=_("counterparty")
    )
    title = models.CharField(_("title of the agreement"), max_length=200)
    form = models.CharField(_("form"), max_length=9, choices=Form, default=Form.AGREEMENT)
    contract = models.ForeignKey(
        "suppliers.Contract", models.PROTECT, null=True, blank=True,
        related_name="ndas", verbose_name=_("governing contract"),
        help_text=_("The contract for which, or within which, it was agreed."),
    )  # fmt: skip
    direction = models.CharField(_("who discloses"), max_length=8, blank=True, choices=Direction)
    purpose = models.CharField(_("purpose of disclosure"), max_length=200, blank=True)
    scope = models.TextField(
        _("scope of confidential information"), blank=True,
        help_text=_("What counts as confidential, and what does not."),
    )  # fmt: skip
    secrecy = models.CharField(
        _("secrecy after the end"), max_length=8, blank=True, choices=Secrecy
    )
    secrecy_months = models.PositiveSmallIntegerField(
        _("months of secrecy after the end"), null=True, blank=True
    )
    secrecy_until = models.DateField(_("secrecy until"), null=True, blank=True)
    marking = models.BooleanField(
        _("marking required"), null=True, blank=True,
        help_text=_("Must information be marked to count as confidential?"),
    )  # fmt: skip
    marking_word = models.CharField(
        _("word to be shown"), max_length=60, blank=True,
        help_text=_("The word the clause asks for, such as “Confidential”."),
    )  # fmt: skip
    marking_holder = models.CharField(
        _("holder to be shown"), max_length=120, blank=True,
        help_text=_("The name that stands with it, such as our company's."),
    )  # fmt: skip
    oral = models.BooleanField(
        _("oral disclosure confirmed in writing"), null=True, blank=True,
        help_text=_("Must what was said be confirmed in writing to count as confidential?"),
    )  # fmt: skip
    oral_days = models.PositiveSmallIntegerField(
        _("days to confirm in writing"), null=True, blank=True
    )
    returning = models.CharField(
        _("return or destruction"), max_length=10, blank=True, choices=Return
    )
    return_days = models.PositiveSmallIntegerField(
        _("days to return or destroy"), null=True, blank=True,
        help_text=_("After the end, or after being asked. Empty: without delay."),
    )  # fmt: skip
    returned_on = models.DateField(
        _("returned or destroyed on"), null=True, blank=True,
        help_text=_("After the end: when it was all returned or destroyed, on both sides."),
    )  # fmt: skip
    return_proof = models.CharField(
        _("proof of return"), max_length=200, blank=True,
        help_text=_("Receipt or certificate. Attach a copy below."),
    )  # fmt: skip
    damages = models.CharField(_("damages agreed"), max_length=200, blank=True)
    unit = models.ForeignKey(
        "people.Unit", models.PROTECT, null=True, blank=True,
        related_name="ndas", verbose_name=_("unit in charge"),
    )  # fmt: skip
    owner = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True,
        related_name="ndas", verbose_name=_("person in charge"),
    )  # fmt: skip
    note = models.TextField(_("note"), blank=True)

    objects: ClassVar[Any] = Ndas.as_manager()

    class Meta:
        verbose_name = _("confidentiality agreement")

    def __str__(self) -> str:
        return f"{self.number} {self.party}"


@register
class NdaRegister(Register[Nda]):
    name = "ndas"
    title = _("Confidentiality agreements")
    singular = _("confidentiality agreement")
    about = _("With whom secrecy was agreed: scope, term, marking, oral disclosure, return.")
    model = Nda
    rights = Rights(read=READERS, add=WRITERS, change=WRITERS, withdraw=KEEPERS)
    number = "NDA-{year}-{n:03d}"
    key = ("party", "title")
    label_with = ("party",)
    headers = HEADERS
    columns = ("number", "party", "title", "signed_on", "valid_until", "renewal", "marking",
               "original")  # fmt: skip
    filters = ("party", "direction", "form", "signed_on", "valid_until", "renewal", "marking",
               "secrecy_until", "original", "unit", "owner")  # fmt: skip
    search = ("number", "title", "party__name", "party__kana", "purpose", "scope", "document_id")
    order = ("-signed_on", "number")
    unit_path = "unit"
    person_path = "owner"
    sealed = frozenset({"ends_on", "secrecy_until"})
    views = (
        View(_("Marking required"), {"marking": "true"}),
        View(_("Renewed automatically"), {"renewal": term.Renewal.AUTOMATIC}),
        View(_("Original not registered"), {"original": "none"}),
    )

    def prepare(self, values: dict[str, Any], record: Nda | None, act: Act) -> None:
        del act
        term.renew(values, record)
        values["secrecy_until"] = secrecy_until(values)

    def settle(self, records: Sequence[Nda], act: Act) -> None:
        """Other days to confirm in writing hold for what was said before, too."""
        from sekisho.domains.suppliers.oral import OralDisclosure, follow

        del act
        follow(OralDisclosure.objects.filter(nda__in=[record.pk for record in records]))

    def check(
        self, values: Mapping[str, Any], record: Nda | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del record
        yield from term.unfit(values)
        yield from originals.unfit(values)
        yield from unfit(values, act.on)
