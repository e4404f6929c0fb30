"""The monthly status: drafted when a month is over, with its figures, for the director to confirm."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sekisho.domains.people.models import Company, ManagementReview
from sekisho.findings import month
from sekisho.registers.actor import Act
from sekisho.registers.commands import move, write
from sekisho.registers.errors import Invalid
from sekisho.registers.register import registry


def review_of(first: date) -> ManagementReview | None:
    """The review of the month that begins on ``first``, confirmed or being prepared."""
    rows = ManagementReview.objects.present().filter(kind="monthly", period=first)
    return rows.order_by("state", "-number").first()  # confirmed comes before draft


def draft(act: Act) -> bool:
    """Draft the status of the month before ``act.on``; False when there is one, or no company yet."""
    first = (act.on.replace(day=1) - timedelta(days=1)).replace(day=1)
    since = Company.objects.present().filter(since__lt=act.on)
    if review_of(first) is not None or not since.exists():
        return False
    write(registry["management_reviews"], act, _values(first, act.on))
    return True


def digest(figures: str) -> str:
    """By this a page says which figures it shows."""
    return hashlib.sha256(figures.encode()).hexdigest()


@transaction.atomic
def confirm(act: Act, first: date, said: Mapping[str, Any], shown: str) -> ManagementReview:
    """Confirm the figures whose ``digest`` is ``shown``: what was drafted before gives way to them.

    Raises Denied or Invalid as the register says, or when the figures are others by now; then
    nothing is written.
    """
    register = registry["management_reviews"]
    values = _values(first, act.on)
    if digest(values["figures"]) != shown:
        words = _("The figures have changed since the page was opened. Please look at them again.")
        raise Invalid({"": [words]})
    one = write(register, act, values, review_of(first))
    done: ManagementReview = move(register, act, "confirm", one, said)
    return done


def _values(first: date, on: date) -> dict[str, Any]:
    told = month.words(month.figures(first, on))
    return {"kind": "monthly", "period": first, "held_on": on, "figures": told}
