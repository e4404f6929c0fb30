"""How things are shown, as the company has decided."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from sekisho.registers import dates, settings
from sekisho.registers.rights import Role, name_roles


def _fill(text: Any, values: Mapping[str, Any]) -> str:
    return str(text) % values


filled: Any = lazy(_fill, str)

YEARS = settings.declare(
    "display.years", "western", _("Years on Japanese pages and papers"), type="choice",
    choices=(("western", _("Western years (2026)")), ("era", _("Years of the era (Reiwa 8)"))),
    source=_("Practice: both are in use; sheets and forms read both."), since=date(2026, 4, 1),
    group=_("Display"),
)  # fmt: skip


ROLES = ("director", "deputy", "chair", "committee", "manager", "auditor", "admin")
WORDS = {
    role: settings.declare(
        f"words.{role}", "", filled(_("What we call: %(role)s"), {"role": Role(role).label}),
        type="text", source=_("Empty: the word of the product."), group=_("Display"),
    )
    for role in ROLES
}  # fmt: skip


def apply() -> None:
    """For the request or the command at hand."""
    dates.use_era(YEARS() == "era")
    name_roles({role: word for role, read in WORDS.items() if (word := read().strip())})
