"""What a command may refuse, each with the words a person needs to go on."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise

Text = str | Promise


class Refused(Exception):  # noqa: N818
    """An act that was not carried out. Nothing was written."""


class Denied(Refused):
    """The guard said no. ``reasons`` are codes with words, all of them."""

    def __init__(self, verb: str, reasons: Sequence[tuple[str, Text]] = ()) -> None:
        self.verb, self.reasons = verb, list(reasons)
        super().__init__(verb, [str(code) for code, _ in self.reasons])


class Invalid(Refused):
    """Values that cannot stand. ``problems``: field name ("" for the whole record) → messages."""

    def __init__(self, problems: Mapping[str, Sequence[Text]]) -> None:
        self.problems = {name: list(texts) for name, texts in problems.items()}
        super().__init__({name: [str(t) for t in texts] for name, texts in self.problems.items()})


class Conflict(Refused):
    """Somebody saved first. ``mine`` and ``theirs`` hold the values of the fields that differ."""

    def __init__(self, ver: int, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> None:
        self.ver, self.mine, self.theirs = ver, dict(mine), dict(theirs)
        super().__init__(ver)


class Missing(Refused):
    """No such record, or none that this actor may see: the two look the same from outside."""
