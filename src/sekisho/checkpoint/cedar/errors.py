"""What can be wrong with a policy text, a store, or a value met while deciding."""

from dataclasses import dataclass

from sekisho.registers.errors import Text


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a text: line and column, both from 1."""

    line: int
    column: int


class Refused(Exception):  # noqa: N818
    """The text is not Cedar, or not the part of it that is decided here."""

    def __init__(self, message: Text, place: Place | None = None, hint: Text = "") -> None:
        self.message, self.place, self.hint = message, place, hint
        super().__init__(self.__str__())

    def __str__(self) -> str:
        at = f"{self.place.line}:{self.place.column}: " if self.place else ""
        return f"{at}{self.message}" + (f" {self.hint}" if self.hint else "")


class Erring(Exception):  # noqa: N818
    """A policy met a value it cannot work with; in Cedar such a policy does not apply."""
