"""Record numbers: IA-0047, INC-2026-014. No gaps within a series, safe under concurrency."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, models

from sekisho.registers.register import Register


class Series(models.Model):
    """The last number given out; the row is locked until the act that took it is committed."""

    register = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(default=0)
    last = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("register", "year"), name="series_once"),)

    def __str__(self) -> str:
        return f"{self.register} {self.year}: {self.last}"


TAKE = (
    "INSERT INTO registers_series (register, year, last) VALUES (%s, %s, %s) "
    "ON CONFLICT (register, year) DO UPDATE SET last = registers_series.last + %s RETURNING last"
)


LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs of a number by lot: none that is taken for another."""


def take(register: Register[Any], on: date, formats: Sequence[str]) -> list[str]:
    """The next number for each of ``formats``. Call late in the act: others wait from here on.

    A format with ``{secret}`` counts nothing: a number by lot leaves no gap where it is not seen.
    """
    given = {
        form: iter(_given(register, on, form, formats.count(form))) for form in sorted(set(formats))
    }
    return [next(given[form]) for form in formats]


def _given(register: Register[Any], on: date, form: str, count: int) -> list[str]:
    year = on.year if "{year}" in form else 0
    if "{secret}" in form:
        return [form.format(year=year, secret=_lot()) for _n in range(count)]
    own = register.name if form == register.number else f"{register.name}:{form.partition('-')[0]}"
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [own, year, count, count])
        last = cursor.fetchone()[0]
    return [form.format(n=n, year=year) for n in range(last - count + 1, last + 1)]


def _lot() -> str:
    """Six signs: a thousand million ways, and never a word of digits alone that looks counted."""
    return secrets.choice(LETTERS[8:]) + "".join(secrets.choice(LETTERS) for _n in range(5))
