"""What a file says, line by line, before anybody asks what the lines mean."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Line:
    """One line or paragraph as the file has it.

    ``at`` counts from 1. ``heading`` is the level the format itself says (0: it says none), ``label``
    a number or bullet the format draws without writing it (Word lists, HTML lists), ``depth`` the
    depth of that list from 0 (-1: no list), ``gap`` whether an empty line stands before.
    """

    text: str
    at: int
    heading: int = 0
    label: str = ""
    depth: int = -1
    gap: bool = False
    title: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its name, kind (``txt md docx pdf html``), SHA-256 in hex, lines."""

    name: str
    kind: str
    sha256: str
    lines: tuple[Line, ...]


class Unreadable(ValueError):  # noqa: N818
    """The file cannot be read; ``message`` says what is wrong, ``hint`` what to do."""

    def __init__(self, message: str | Promise, hint: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint
