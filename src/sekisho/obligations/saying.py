"""What an obligation asks, in words that follow the company's settings.

A criterion names a setting where its value belongs: ``within %(assets.classify_days)s days``. The
value is read when the words are shown, so no page, letter or answer tells of a former one.
"""

from collections.abc import Callable
from typing import Any

from sekisho.packs.duties import Duty
from sekisho.registers import settings
from sekisho.registers.errors import Text


class _Values(dict[str, str]):
    """Setting name → its value in words."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self.read = read

    def __missing__(self, name: str) -> str:
        known = settings.known(name)
        value = self.read(name)
        words = str(dict(known.choices).get(value, value))
        return words[:1].lower() + words[1:]


def current(text: Text) -> str:
    """``text`` with what the company has decided by now."""
    return filled(text, settings.value)


def by_default(text: Text) -> str:
    """``text`` with the values the product comes with; asks no database."""
    return filled(text, lambda name: settings.known(name).default)


def filled(text: Text, read: Callable[[str], Any]) -> str:
    said = str(text)
    return said % _Values(read) if "%(" in said else said


def criterion_of(duty: Duty, language: str) -> str:
    """What is asked under a duty: by the obligations that compute it, else by the catalogue."""
    from sekisho.obligations.obligation import obligations

    told = [str(one.criterion) for one in obligations.of_duty(duty.id)]
    return " ".join(told) or duty.criterion.said(language)
