"""Whether a rule applies to the facts of an incident: yes, no, or possibly (unknown is not no)."""

import operator
import re
from collections.abc import Callable, Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.packs.breach import When

Facts = Mapping[str, bool | int | None]
"""Answers by fact: yes or no, or a number; None or absent: not known yet."""

_COMPARED = re.compile(r"(\w+)(>=|>)(\d+)")
_HOW: dict[str, Callable[[int, int], bool]] = {">": operator.gt, ">=": operator.ge}


class Answer(models.TextChoices):
    """Of yes, no and unknown the worst case counts until somebody has found out."""

    YES = "yes", _("Yes")
    POSSIBLE = "possible", _("Possible")
    NO = "no", _("No")


def applies(when: When, facts: Facts) -> Answer:
    """Three-valued: what is unknown makes a rule possible, never inapplicable."""
    holds = [every(_holds(name, facts) for name in when.all)]
    if when.any:
        holds.append(some(_holds(name, facts) for name in when.any))
    holds += [_not(_holds(name, facts)) for name in when.none]
    return {True: Answer.YES, None: Answer.POSSIBLE, False: Answer.NO}[every(holds)]


def every(truths: Iterable[bool | None]) -> bool | None:
    """AND of Kleene's logic: one no is a no, else one unknown is unknown."""
    found = set(truths)
    return False if False in found else None if None in found else True


def some(truths: Iterable[bool | None]) -> bool | None:
    """OR of Kleene's logic: one yes is a yes, else one unknown is unknown."""
    found = set(truths)
    return True if True in found else None if None in found else False


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _holds(name: str, facts: Facts) -> bool | None:
    compared = _COMPARED.fullmatch(name)
    if compared is None:
        value = facts.get(name)
        return None if value is None else bool(value)
    count = facts.get(compared[1])
    return None if count is None else _HOW[compared[2]](int(count), int(compared[3]))
