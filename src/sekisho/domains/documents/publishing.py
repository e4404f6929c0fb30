"""Publishing a version: the one before it ends in the same act, and people are asked to agree."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.domains.documents.version import Version
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.register import registry


@transaction.atomic
def publish(
    act: Act, version: Version, effective_on: date | None = None, due_days: int | None = None
) -> Version:
    """Put ``version`` in force on ``effective_on`` (the day it names, else today).

    With ``due_days`` everyone whom the document binds is asked to acknowledge it within so many
    days of that day. Raises Denied, Invalid, Conflict; then nothing is written.
    """
    day = effective_on or version.effective_on or act.on
    published: Version = move(registry["versions"], act, "publish", version, {"effective_on": day})
    if due_days is not None:
        words = {"document": published.document.title, "version": published.label}
        values = {
            "version": published,
            "title": _("Acknowledge: %(document)s %(version)s") % words,
            "starts_on": max(day, act.on),
            "due_days": due_days,
            "audience": published.document.binds,
        }
        write(registry["campaigns"], act, values)
    return published
