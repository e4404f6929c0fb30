"""Pledges of confidentiality, asked for at joining and leaving.

Asking is the duty; nobody can be made to sign. A refusal is answered by another means
(written notice, work rules, interview record) and never tied to pay or papers. Consent in this
system is an act of the person alone: nobody can enter it for somebody else.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers import originals
from sekisho.registers.actor import Act
from sekisho.registers.errors import Text
from sekisho.registers.fields import SetField
from sekisho.registers.originals import Original
from sekisho.registers.record import Record, Records
from sekisho.registers.register import Register, View, register
from sekisho.registers.rights import Rights
from sekisho.registers.spans import ordered
from sekisho.registers.workflow import Move, Workflow


class Occasion(models.TextChoices):
    JOINING = "joining", _("Joining")
    LEAVING = "leaving", _("Leaving")
    OTHER = "other", _("Other")


class Outcome(models.TextChoices):
    SIGNED = "signed", _("Signed")
    REFUSED = "refused", _("Refused to sign")
    DECLARED = "declared", _("Declared (earlier or equivalent record)")


class Alternative(models.TextChoices):
    NOTICE = "notice", _("Written notice")
    RULES = "rules", _("Work rules")
    INTERVIEW = "interview", _("Interview record")
    AGENCY = "agency", _("Agreement with the dispatching company")


class About(models.TextChoices):
    """A promise not to compete stands on a sheet of its own; nothing here asks anyone for it."""

    SECRECY = "secrecy", _("Confidentiality")
    COMPETITION = "competition", _("No competition (a document of its own)")


class PledgeState(models.TextChoices):
    OPEN = "open", _("On record")
    CONSENTED = "consented", _("Consented in this system")


LIFE = Workflow(
    PledgeState,
    "open",
    (Move("consent", "open", "consented", _("I consent"), sets=(("signed_on", "day"),)),),
)


class Pledges(Records):
    def secrecy(self) -> "Pledges":
        return self.present().filter(about=About.SECRECY)

    def answered(self) -> "Pledges":
        """Those of secrecy that bind: signed, declared, or refused with another means taken."""
        return self.secrecy().filter(
            models.Q(outcome="signed", signed_on__isnull=False)
            | models.Q(outcome="declared")
            | (models.Q(outcome="refused") & ~models.Q(alternative=()))
        )


class Pledge(Original, Record):
    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    person = models.ForeignKey(
        "people.Person", models.PROTECT, related_name="pledges", verbose_name=_("person concerned")
    )
    occasion = models.CharField(_("occasion"), max_length=7, choices=Occasion)
    about = models.CharField(
        _("what is promised"), max_length=11, choices=About, default=About.SECRECY
    )
    asked_on = models.DateField(
        _("asked on"), null=True, blank=True,
        help_text=_("At leaving: by the last day at work at the latest."),
    )  # fmt: skip
    outcome = models.CharField(_("result of asking"), max_length=8, blank=True, choices=Outcome)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    wording = models.TextField(
        _("wording"),
        blank=True,
        help_text=_("What is promised. Needed for consent in this system."),
    )
    no_former_secrets = models.BooleanField(
        _("no secrets of former employers"), null=True, blank=True,
        help_text=_("Does it promise not to bring in trade secrets of a former employer?"),
    )  # fmt: skip
    alternative = SetField(
        _("means instead"), choices=Alternative.choices,
        help_text=_("After a refusal, or for a dispatched worker: what binds the person instead."),
    )  # fmt: skip
    basis = models.TextField(
        _("ground"), blank=True,
        help_text=_("Article of the work rules, date and place of the earlier record."),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=9, choices=PledgeState, default="open")

    objects: ClassVar[Any] = Pledges.as_manager()

    class Meta:
        verbose_name = _("pledge")

    def __str__(self) -> str:
        return f"{self.person} {self.get_occasion_display()}"


@register
class PledgeRegister(Register[Pledge]):
    name = "pledges"
    title = _("Pledges of confidentiality")
    singular = _("pledge of confidentiality")
    about = _("Who promised to keep secrets, when, and what binds those who did not sign.")
    model = Pledge
    rights = Rights(
        read=("director", "chair", "committee", "manager:unit", "employee:own", "contractor:own",
              "auditor", "admin"),
        add=("chair", "committee", "admin"),
        change=("chair", "committee", "admin"),
        withdraw=("chair", "committee"),
        moves={"consent": ("employee:own", "contractor:own")},
    )  # fmt: skip
    number = "PL-{n:05d}"
    label_with = ("person",)
    columns = ("number", "person", "occasion", "asked_on", "outcome", "signed_on", "alternative",
               "original")  # fmt: skip
    filters = ("person", "occasion", "outcome", "alternative", "about", "original", "asked_on",
               "signed_on")  # fmt: skip
    search = ("number", "person__name", "person__kana", "basis")
    order = ("-asked_on", "number")
    unit_path = "person__unit"
    person_path = "person"
    life = LIFE
    views = (
        View(_("Refused to sign"), {"outcome": "refused"}),
        View(_("No answer yet"), {"outcome": "none"}),
        View(_("Declared earlier records"), {"outcome": "declared"}),
        View(_("No competition"), {"about": "competition"}),
    )

    def prepare(self, values: dict[str, Any], record: Pledge | None, act: Act) -> None:
        del act
        consents = record is not None and record.state != values["state"]
        if consents and values["state"] == PledgeState.CONSENTED:
            values |= {"outcome": Outcome.SIGNED.value, "original": originals.Place.HERE.value,
                       "signing": originals.Signing.CONSENT.value}  # fmt: skip

    def check(
        self, values: Mapping[str, Any], record: Pledge | None, act: Act
    ) -> Iterator[tuple[str, Text]]:
        del act
        yield from _consent(values, record)
        yield from originals.unfit(values)
        words = _("It would be signed before it was asked for.")
        yield from ordered(values, "signed_on", start="asked_on", words=words)
        yield from _answer(values)


def _answer(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    outcome, signed = values.get("outcome"), values.get("signed_on")
    if outcome == Outcome.SIGNED and signed is None:
        yield "signed_on", _("Please give the day of signature.")
    if signed is not None and outcome != Outcome.SIGNED:
        yield "outcome", _("There is a day of signature, but the result is not “signed”.")
    if outcome == Outcome.REFUSED and not values.get("alternative"):
        yield "alternative", _("After a refusal, please say what binds the person instead.")
    grounded = outcome in {Outcome.REFUSED, Outcome.DECLARED} or values.get("alternative")
    if grounded and not values.get("basis"):
        yield "basis", _("Please give the ground: which record or article, and its date.")


def _consent(values: Mapping[str, Any], record: Pledge | None) -> Iterator[tuple[str, Text]]:
    consented = values.get("state") == PledgeState.CONSENTED
    if consented and record is not None and record.state == PledgeState.CONSENTED:
        yield "", _("The person consented to this as it stands. Please record a new pledge.")
    if consented and not values.get("wording"):
        yield "wording", _("There is no wording to consent to yet.")
    if values.get("original") == originals.Place.HERE and not consented:
        yield (
            "original",
            _("Only the person can consent in this system. Please choose another place."),
        )
