"""Making a draft: the edition as a record, its PDF and its Word document kept with it by their hash."""

from io import BytesIO
from typing import Any

from django.db import transaction

from sekisho.domains.incidents import drafting
from sekisho.domains.incidents.models import Incident, IncidentDraft
from sekisho.domains.people.models import Company
from sekisho.registers import notes
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.reports import docx, pdf
from sekisho.reports.printing import Asked
from sekisho.reports.prints.incident_draft import content, incident_draft


def fresh(incident: Incident, kind: str) -> str:
    """What the records say now."""
    company = Company.objects.present().values_list("name", flat=True).first()
    return drafting.compose(incident, kind, company or "")


@transaction.atomic
def keep(
    incident: Incident, kind: str, act: Act, text: str = "", remark: str = ""
) -> IncidentDraft:
    """A new edition, of ``text`` or of what the records say. Raises Denied, Invalid."""
    register = registry["incident_drafts"]
    values: dict[str, Any] = {
        "incident": incident.pk, "kind": kind, "remark": remark,
        "text": text or fresh(incident, kind),
    }  # fmt: skip
    made: IncidentDraft = write(register, act, values)
    asked = Asked(act, register, made)
    one = incident_draft(asked)
    for name, whole in (
        (f"{one.file}.pdf", pdf.render(one.template, one.data)),
        (f"{one.file}.docx", docx.document(content(asked))),
    ):
        notes.attach(register, act, made, BytesIO(whole), name)
    return made
