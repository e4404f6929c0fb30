"""Acknowledging through the supplier: its person in charge says who of its people has been told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sekisho.domains.documents.agreeing import sections_for
from sekisho.domains.documents.campaign import Campaign
from sekisho.registers.actor import Act
from sekisho.registers.commands import InvalidLines, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


def told(act: Act, campaign: Campaign, people: Iterable[Any], on: date, source: str) -> list[Any]:
    """Declared acknowledgements of ``people`` (contractors' staff); all or none.

    Raises Denied, or Invalid when one of them did so before.
    """
    lines = [
        Line({
            "version": campaign.version_id, "person": person.pk, "campaign": campaign.pk,
            "kind": "declared", "on": on, "source": source,
            "sections": tuple({s.topic for s in sections_for(campaign, person.employment)}),
        })
        for person in people
    ]  # fmt: skip
    try:
        written = write_many(registry["acknowledgements"], act, lines)
    except InvalidLines as refused:
        raise Invalid(next(iter(refused.lines.values()))) from None
    return [one.record for one in written]
