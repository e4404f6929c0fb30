"""Agreeing: a person acknowledges a version with the sections of manuals that bind the person."""

from typing import Any

from django.db.models import Q

from sekisho.domains.documents.acknowledgement import Acknowledgement
from sekisho.domains.documents.campaign import Campaign
from sekisho.domains.documents.section import Section
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry


def sections_for(campaign: Campaign, employment: str) -> list[Section]:
    """The sections asked for that bind people of this ``employment``; one that names none binds all."""
    rows = Section.objects.present().filter(topic__in=campaign.sections)
    bound = Q(binds="") | Q(binds__contains=f",{employment},")
    return list(rows.filter(bound).select_related("document").order_by("document", "id"))


def agree(act: Act, campaign: Campaign, person: Any) -> Acknowledgement:
    """Record that ``person``, who acts, agrees to the version and to those sections.

    Raises Denied, or Invalid when it is somebody else or was done before.
    """
    topics = {section.topic for section in sections_for(campaign, person.employment)}
    values = {
        "version": campaign.version_id,
        "person": person,
        "campaign": campaign,
        "sections": tuple(topics),
    }
    record: Acknowledgement = write(registry["acknowledgements"], act, values)
    return record
