"""When a document is to be looked at again (auditor.md A4); the same reckoning as the obligation's."""

from datetime import date
from typing import cast

from sekisho.domains.documents.document import ReviewCycle
from sekisho.domains.documents.models import Document, Review, Version
from sekisho.obligations.words import FIRST_MONTH, YEARLY
from sekisho.registers.fiscal import Yearly, due_yearly, fiscal_end, fiscal_year, month_end


def last_review(document: Document, on: date) -> Review | None:
    """The last review held and approved by ``on``."""
    found: Review | None = (
        Review.objects.approved(on).filter(document=document).order_by("-held_on", "-id").first()
    )
    return found


def next_review(document: Document, version: Version | None, on: date) -> date | None:
    """The day by which the document is to be reviewed again; None while it is not in force."""
    last = last_review(document, on)
    return due_again(
        document, last.held_on if last else None, version.effective_on if version else None
    )


def due_again(document: Document, reviewed: date | None, since: date | None) -> date | None:
    """After the last review; without one, counted from the day the version took effect."""
    last = reviewed or since
    if last is None:
        return None
    if document.review_cycle == ReviewCycle.MONTHS and document.review_months:
        return month_end(last, document.review_months)
    month, mode = FIRST_MONTH(), cast("Yearly", YEARLY())
    if reviewed is None and mode == "fiscal":
        return fiscal_end(fiscal_year(last, month), month)
    return due_yearly(last, mode, month)
