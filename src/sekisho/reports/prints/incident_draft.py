"""A draft of a report or notice about an incident on paper."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed


def content(asked: Asked) -> dict[str, Any]:
    """Header, note and items: the same for the PDF and for the document to edit."""
    draft = asked.record
    title = f"{draft.get_kind_display()} {draft.incident.number}"
    version = _("Edition %(n)s") % {"n": draft.edition}
    head = paper(
        title, asked.act, proof=of_record("incident_drafts", draft.pk), version=version,
        label=_("Draft"),
    )  # fmt: skip
    return head | {
        "note": _(
            "A draft made from the records. It is sent by people only, after they have read it."
        ),
        "sections": [list(one) for one in draft.items],
    }


@printed("incident_draft", of="incident_drafts", title=gettext_lazy("Draft as PDF"))
def incident_draft(asked: Asked) -> Paper:
    draft = asked.record
    name = f"{draft.incident.number}_{draft.kind}_{draft.edition}"
    return Paper("incident_draft", content(asked), name)
