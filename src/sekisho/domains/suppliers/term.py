"""The term of an agreement: from when, until when, how it goes on, and what was decided about it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sekisho.registers.errors import Text
from sekisho.registers.record import Records


class Renewal(models.TextChoices):
    EXPIRES = "expires", _("Ends on its last day")
    AUTOMATIC = "automatic", _("Renewed automatically")
    AGREED = "agreed", _("Renewed when both agree")
    ENDLESS = "endless", _("Without a last day")


class Decision(models.TextChoices):
    RENEW = "renew", _("Go on")
    END = "end", _("Let it end")


class Standing(models.TextChoices):
    """How an agreement stands on a day, from its dates alone."""

    UNSIGNED = "unsigned", _("Not concluded")
    COMING = "coming", _("Not begun")
    RUNNING = "running", _("In its term")
    UNRENEWED = "unrenewed", _("Renewal not entered")
    SECRET = "secret", _("Ended, secrecy goes on")
    OVER = "over", _("Ended")


GOES_ON = (Renewal.AUTOMATIC, Renewal.ENDLESS)


class Terms(Records):
    """The questions rules ask about the term of an agreement."""

    def signed(self, on: date) -> Self:
        return self.present().filter(signed_on__lte=on)

    def valid(self, on: date) -> Self:
        """Signed and in its term on ``on``; an end that nobody entered is no end that is far away."""
        known = Q(ends_on__gte=on) | Q(ends_on=None, renewal__in=GOES_ON)
        return self.signed(on).filter(known, valid_from__lte=on)

    def ended(self, on: date) -> Self:
        return self.signed(on).filter(ends_on__lt=on)


class Term(models.Model):
    """``ends_on`` follows from the rest: the day of an early end, else the last day agreed."""

    signed_on = models.DateField(_("concluded on"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True,
        help_text=_("The last day of the present term. When it is renewed, enter the new one."),
    )  # fmt: skip
    renewal = models.CharField(_("renewal"), max_length=9, blank=True, choices=Renewal)
    renewal_months = models.PositiveSmallIntegerField(
        _("months of a renewal"), null=True, blank=True
    )
    notice_days = models.PositiveSmallIntegerField(
        _("days of notice"), null=True, blank=True,
        help_text=_("How long before the last day one must say that it shall not go on."),
    )  # fmt: skip
    decision = models.CharField(
        _("decided for the last day"), max_length=5, blank=True, choices=Decision,
        help_text=_("What happens when the present term ends. Empty again once it is renewed."),
    )  # fmt: skip
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    ended_on = models.DateField(
        _("ended early on"), null=True, blank=True, help_text=_("Only if it ended before its term.")
    )
    ends_on = models.DateField(_("end of the term"), null=True, blank=True)

    class Meta:
        abstract = True


def end_of(values: Mapping[str, Any]) -> date | None:
    """The day the agreement ends, as far as it is known."""
    early: date | None = values.get("ended_on")
    agreed: date | None = values.get("valid_until")
    goes_on = values.get("renewal") == Renewal.AUTOMATIC and values.get("decision") != Decision.END
    if early or goes_on or values.get("renewal") == Renewal.ENDLESS:
        return early
    return agreed


def standing(record: Any, on: date) -> Standing:
    """How ``record`` (a contract or an agreement of confidentiality) stands on ``on``."""
    if record.signed_on is None or record.signed_on > on:
        return Standing.UNSIGNED
    if record.valid_from and record.valid_from > on:
        return Standing.COMING
    if record.ends_on is None or record.ends_on >= on:
        passed = record.valid_until and record.valid_until < on
        return Standing.UNRENEWED if passed else Standing.RUNNING
    until, kind = getattr(record, "secrecy_until", None), getattr(record, "secrecy", "")
    return Standing.SECRET if kind == "endless" or (until and until >= on) else Standing.OVER


def renew(values: dict[str, Any], record: Any) -> None:
    """A new last day begins a new term: what was decided for the former one is done."""
    moved = record is not None and values.get("valid_until") != record.valid_until
    if moved and values.get("decided_on") == record.decided_on:
        values |= {"decision": "", "decided_on": None}
    values["ends_on"] = end_of(values)


def unfit(values: Mapping[str, Any]) -> Iterator[tuple[str, Text]]:
    """Days and answers that contradict each other."""
    words = _("The last day lies before the first day. Please correct one of the two.")
    for end in ("valid_until", "ended_on"):
        if values.get(end) and values.get("valid_from") and values[end] < values["valid_from"]:
            yield end, words
    if values.get("renewal") == Renewal.ENDLESS and values.get("valid_until"):
        yield "valid_until", _("It has no last day. Please empty this, or choose another renewal.")
    if values.get("decision") and not values.get("decided_on"):
        yield "decided_on", _("Please give the day of the decision.")
    if values.get("decided_on") and not values.get("decision"):
        yield "decision", _("Please say what was decided.")
