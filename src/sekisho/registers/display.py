"""How things are shown, as the company has decided."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from sekisho.registers import dates, settings

YEARS = settings.declare(
    "display.years", "western", _("Years on Japanese pages and papers"), type="choice",
    choices=(("western", _("Western years (2026)")), ("era", _("Years of the era (Reiwa 8)"))),
    source=_("Practice: both are in use; sheets and forms read both."), since=date(2026, 4, 1),
    group=_("Display"),
)  # fmt: skip


def apply() -> None:
    """For the request or the command at hand."""
    dates.use_era(YEARS() == "era")
