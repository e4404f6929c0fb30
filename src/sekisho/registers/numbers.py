"""Record numbers: IA-0047, INC-2026-014. No gaps within a series, safe under concurrency."""

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


def take(register: Register[Any], on: date, count: int) -> list[str]:
    """The next ``count`` numbers of ``register``. Call late in the act: others wait from here on."""
    year = on.year if "{year}" in register.number else 0
    with connection.cursor() as cursor:
        cursor.execute(TAKE, [register.name, year, count, count])
        last = cursor.fetchone()[0]
    return [register.number.format(n=n, year=year) for n in range(last - count + 1, last + 1)]
