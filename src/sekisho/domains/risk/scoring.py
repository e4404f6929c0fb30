"""How high a risk is: three usual methods, as pure arithmetic.

Sources: IPA, Information Security Guideline for SMEs v3.1, risk analysis sheet (importance ×
possibility of damage); the sum of C, I and A times threat and vulnerability, and impact ×
likelihood on five steps, as ISMS practice in Japan knows them.
"""

from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _


class Scheme(models.TextChoices):
    IPA = "ipa", _("Importance × possibility of damage (IPA)")
    PRODUCT = "product", _("(C + I + A) × threat × vulnerability")
    MATRIX = "matrix", _("Impact × likelihood (5 × 5)")


class Band(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")


class Score(NamedTuple):
    """``value``: the risk. ``row`` and ``column``: its place on the map, from 1 (least)."""

    value: int
    row: int
    column: int


SIZES = {Scheme.IPA: 3, Scheme.PRODUCT: 3, Scheme.MATRIX: 5}
"""Rows and columns of the map of each scheme."""
TOPS = {Scheme.IPA: 9, Scheme.PRODUCT: 81, Scheme.MATRIX: 25}
"""The highest value each scheme can give."""
SUM_STEPS = (5, 7)  # C + I + A from 3 to 9: where the second and the third row begin
PRODUCT_STEPS = (3, 6)  # threat × vulnerability from 1 to 9, in the same way


def possibility(threat: int, weakness: int) -> int:
    """Possibility of damage 1–3 from how often the threat comes and how easily it gets in, 1–3 each.

    (3, 3) is 3; (3, 2) and (2, 3) are 2; all others are 1. Source: IPA, risk analysis sheet.
    """
    if threat == weakness == 3:
        return 3
    return 2 if {threat, weakness} == {2, 3} else 1


def score(scheme: str, worth: int, chance: tuple[int, int]) -> Score:
    """The risk. ``worth``: importance 1–3 (ipa), C + I + A 3–9 (product), impact 1–5 (matrix).

    ``chance``: threat and vulnerability 1–3 each; for the matrix likelihood 1–5 and 1.
    """
    if scheme == Scheme.IPA:
        column = possibility(*chance)
        return Score(worth * column, worth, column)
    times = chance[0] * chance[1]
    if scheme == Scheme.MATRIX:
        return Score(worth * times, worth, times)
    return Score(worth * times, _step(worth, SUM_STEPS), _step(times, PRODUCT_STEPS))


def _step(value: int, begins: tuple[int, ...]) -> int:
    return 1 + sum(value >= step for step in begins)


def band(value: int, medium_from: int, high_from: int) -> Band:
    if value >= high_from:
        return Band.HIGH
    return Band.MEDIUM if value >= medium_from else Band.LOW
