"""What the nightly re-hash of the store says about evidence: a file gone or changed is told at once."""

from collections.abc import Iterable

from django.conf import settings as django
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.domains.incidents.custody import broken_chains
from sekisho.domains.incidents.evidence import Evidence
from sekisho.registers.actor import Act
from sekisho.registers.commands import write_many
from sekisho.registers.notes import Attachment
from sekisho.registers.plan import Line
from sekisho.registers.register import registry


def tell(bad: Iterable[str], act: Act) -> int:
    """An entry in the course of each incident whose evidence has one of these files; how many.

    ``bad``: SHA-256 of files that are no longer what arrived. Told once for each file.
    """
    files = Attachment.objects.present().filter(kind="evidence_items", sha256__in=list(bad))
    items = {one.pk: one for one in Evidence.objects.filter(pk__in=files.values("rec"))}
    told = registry["timeline_entries"].rows()
    lines = []
    with override(django.LANGUAGE_CODE):
        for one in files:
            item = items[one.rec]
            words = _(
                "The file %(name)s of %(item)s is gone or no longer what arrived (SHA-256 %(hash)s)."
            )
            text = words % {"name": one.name, "item": item.number, "hash": one.sha256}
            if not told.filter(incident=item.incident_id, text=text).exists():
                lines.append(Line({"incident": item.incident_id, "kind": "evidence", "text": text}))
    return _entered(lines, act)


def tell_custody(act: Act) -> int:
    """The same where a chain of custody no longer holds: every link is read again each night."""
    faults = broken_chains()
    told = registry["timeline_entries"].rows()
    lines = []
    with override(django.LANGUAGE_CODE):
        for item in Evidence.objects.filter(pk__in=faults):
            words = _("The custody of %(item)s does not hold from link %(n)s on.")
            text = words % {"item": item.number, "n": faults[item.pk]}
            if not told.filter(incident=item.incident_id, text=text).exists():
                lines.append(Line({"incident": item.incident_id, "kind": "evidence", "text": text}))
    return _entered(lines, act)


def _entered(lines: list[Line], act: Act) -> int:
    if lines:
        write_many(registry["timeline_entries"], act, lines)
    return len(lines)
