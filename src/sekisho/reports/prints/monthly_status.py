"""The monthly status on paper: what the director had before them, decided and confirmed."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.registers import dates
from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed
from sekisho.reports.stamps import stamps


def is_monthly(_register: Any, review: Any) -> bool:
    return bool(review.kind == "monthly")


@printed("monthly_status", of="management_reviews", title=gettext_lazy("Monthly status"),
         when=is_monthly)  # fmt: skip
def monthly_status(asked: Asked) -> Paper:
    assert asked.register is not None  # noqa: S101 - a paper of a record
    review = asked.record
    title = _("Monthly status %(month)s") % {"month": dates.day(review.period, "month")}
    proof = of_record(asked.register.name, review.pk)
    head = paper(title, asked.act, proof=proof, version=review.number)
    confirmed = _("not confirmed yet")
    if review.confirmed_on:
        who = review.confirmed_by.name if review.confirmed_by else ""
        confirmed = f"{who} {dates.day(review.confirmed_on)}"
    decided = review.decisions or (_("No instructions") if review.no_instructions else "")
    body = {
        "stamps": stamps(asked.register, review),
        "facts": [
            [_("Month"), dates.day(review.period, "month")],
            [_("Confirmed by the director"), confirmed],
            [_("Hash of what was confirmed"), review.content_sha256 or "—"],
        ],
        "parts": [
            [name, text]
            for name, text in (
                (_("What was reported"), review.inputs),
                (_("Figures of the month"), review.figures),
                (_("Decisions and instructions"), decided),
                (_("Comment of the director"), review.comment),
            )
            if text
        ],
    }
    return Paper("monthly_status", head | body, f"{review.number}_monthly")
