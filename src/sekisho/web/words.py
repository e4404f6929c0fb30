"""Words that every page shares: states, seals, tones. Codes are those of the engine."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sekisho.registers.dates import japanese

Text = str | Promise

STATES: dict[str, Text] = {
    "not_kept": _("Not kept"),
    "unknown": _("Unknown"),
    "awaiting": _("Awaiting decision"),
    "at_risk": _("At risk"),
    "kept": _("Kept"),
    "out_of_scope": _("Out of scope"),
}
"""Clause and obligation states, worst first (ux.md §12, words of auditor.md E)."""

GLYPHS = {
    "ja": dict(zip(STATES, "未？待注守外", strict=True)),
    "en": dict(zip(STATES, "✕?…!✓–", strict=True)),
}
SEALS = dict(zip(STATES, ("unmet", "unknown", "wait", "watch", "", "out"), strict=True))
TICKS = dict(zip(STATES, "nuawko", strict=True))
TONES = dict(zip(STATES, ("ng", "un", "wait", "warn", "ok", ""), strict=True))


def glyph(state: str) -> str:
    """The one character of a state's seal, in the language of the page."""
    return GLYPHS["ja" if japanese() else "en"][state]
