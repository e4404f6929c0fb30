"""Duties of the whole company have one subject: its own record, which is always there."""

from datetime import date

from django.db.models import F, Subquery
from django.db.models.functions import Coalesce

from sekisho.domains.documents.models import Version
from sekisho.domains.people.company import Company
from sekisho.obligations.obligation import Rows
from sekisho.registers.datesql import After


def the_company(on: date) -> Rows:
    """The company, once its records began."""
    return Company.objects.present().filter(since__lte=on)


def not_in_force_since(on: date, kind: str) -> Coalesce:
    """The last day a document of ``kind`` was in force before ``on``; else since records began."""
    rows = Version.objects.present().of_kind(kind).filter(superseded_on__lte=on)
    ended = rows.order_by("-superseded_on").values(last=After("superseded_on", -1))[:1]
    return Coalesce(Subquery(ended), F("since"))
