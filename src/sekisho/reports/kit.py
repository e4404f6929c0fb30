"""Issuing the offline kit: the record of it, with the paper attached."""

from io import BytesIO

from django.db import transaction

from sekisho.domains.incidents.models import OfflineKit
from sekisho.registers import notes
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.reports import printing


@transaction.atomic
def issue(act: Act, kept: str) -> OfflineKit:
    """Print it now and say where the copies lie. Raises Denied, Invalid."""
    register = registry["offline_kits"]
    made: OfflineKit = write(register, act, {"kept": kept})
    whole, name = printing.make("offline_kit", printing.Asked(act))
    notes.attach(register, act, made, BytesIO(whole), name)
    return made
