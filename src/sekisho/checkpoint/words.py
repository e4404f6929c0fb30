"""A sentence in every language at once: enforcement points show it to whoever stands before them."""

from collections.abc import Mapping
from functools import lru_cache

from django.utils.translation import get_language, gettext, override

from sekisho.registers.errors import Text

LANGUAGES = ("ja", "en")


@lru_cache(maxsize=4096)
def _both(message: str) -> tuple[str, ...]:
    found = []
    for language in LANGUAGES:
        with override(language):
            found.append(gettext(message))
    return tuple(found)


def both(message: str, values: Mapping[str, object] | None = None) -> dict[str, str]:
    """``message`` (a source string) in Japanese and English, with ``values`` put in."""
    texts = _both(message)
    if values:
        return {k: text % values for k, text in zip(LANGUAGES, texts, strict=True)}
    return dict(zip(LANGUAGES, texts, strict=True))


def tongue() -> str:
    """The language of whoever is spoken to."""
    return "en" if (get_language() or "").startswith("en") else "ja"


def each(text: Text) -> dict[str, str]:
    """A lazy text in Japanese and English."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = str(text)
    return found
