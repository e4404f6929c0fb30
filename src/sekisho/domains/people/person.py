"""The register of people: placeholder until its engineer arrives."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from sekisho.registers.record import Record


class Person(Record):
    name = models.CharField(_("name"), max_length=80)

    def __str__(self) -> str:
        return self.name
