"""A line with its mark, and what is decided about it."""

from dataclasses import dataclass, field

from .lines import Line
from .marks import Mark, find


@dataclass(slots=True)
class Piece:
    """``depth`` 0: body text; 1…: a heading of that depth (1 is a chapter)."""

    line: Line
    mark: Mark | None
    depth: int = 0
    heading: str = ""
    body: str = ""
    dropped: bool = False
    article: bool = False
    doubtful: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words without the mark."""
        return self.mark.rest if self.mark else self.line.text

    @property
    def ordered(self) -> bool:
        return bool(self.mark and self.mark.ordered)

    def becomes_heading(self, depth: int, heading: str, body: str = "") -> None:
        self.depth, self.heading, self.body = depth, heading.strip(), body.strip()


def pieces(lines: tuple[Line, ...]) -> list[Piece]:
    return [Piece(line, find(line)) for line in lines]


def live(found: list[Piece]) -> list[Piece]:
    return [piece for piece in found if not piece.dropped]
