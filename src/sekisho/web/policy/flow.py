"""From a draft to a version in force: who may take the next step, and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sekisho.domains.documents.models import Version
from sekisho.registers.register import registry
from sekisho.web.register.record_page import Button, buttons
from sekisho.web.request import Request
from sekisho.web.words import Text

HAPPENS: Mapping[str, Text] = {
    "submit": _(
        "The director in charge or the deputy is asked to approve it. The clauses stay as they are."
    ),
    "return": _("It becomes a draft again, and its clauses can be put in order."),
    "approve": _("It is ready to be published. Whoever made or submitted it cannot approve it."),
    "publish": _("It takes effect on a day you name; the version before it ends in the same act."),
    "supersede": _("It is no longer in force from that day on. It stays readable."),
    "discard": _("It is put aside for good. It stays in the ledger."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A move as drawn: ``page`` is the address of a page of its own, "" for a form in place."""

    button: Button
    happens: Text
    page: str = ""

    @property
    def name(self) -> str:
        return self.button.move.name


def steps(request: Request, version: Version) -> list[Step]:
    """The moves out of the version's state that the reader may make."""
    found: list[Any] = buttons(request, registry["versions"], version)
    return [Step(b, HAPPENS.get(b.move.name, ""), _page(b, version)) for b in found]


def _page(button: Button, version: Version) -> str:
    return reverse("policy-start", args=[version.pk]) if button.move.name == "publish" else ""
