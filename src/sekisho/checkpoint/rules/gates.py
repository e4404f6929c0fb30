"""The gates in their order, and the form of a rule."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.rules.case import Case, Failure, Test


class Gate(models.TextChoices):
    """The road: each gate is about one thing, and people know it by its sentence."""

    IDENTITY = "identity", _("It is really this person")
    STANDING = "standing", _("They still work here, in a fitting position")
    TRAINING = "training", _("Their training is current")
    DEVICE = "device", _("The device is sound")
    PLACE = "place", _("The place and the time fit")
    INFORMATION = "information", _("The information may be opened")
    RIGHT = "right", _("There is a right, within its term")


class Fixer(models.TextChoices):
    """Who can put it right."""

    SELF = "self", _("The person")
    MANAGER = "manager", _("The manager of the information")
    ADMIN = "admin", _("The system administrator")
    COMMITTEE = "committee", _("The committee")


@dataclass(frozen=True, slots=True)
class Rule:
    """``of_asset``: it depends on the asset and not on its class alone, so a search asks it for
    each. ``emergency``: an emergency access passes it. ``duties``: of the catalogue. ``every``: all
    that fails, where ``test`` says only the first."""

    code: str
    gate: Gate
    test: Test
    duties: tuple[str, ...]
    fixer: Fixer
    of_asset: bool = False
    emergency: bool = True
    every: Callable[[Case], Sequence[Failure]] | None = None
