"""Pieces to a tree: headings hold paragraphs and items, paragraphs hold the lists they lead in."""

from dataclasses import dataclass, field

from .marks import Mark
from .numerals import integer
from .pieces import Piece


@dataclass(slots=True, eq=False)
class Node:
    """``kind`` is root, heading or text; ``heading`` a heading's own words."""

    kind: str
    line: int = 0
    heading: str = ""
    text: str = ""
    mark: Mark | None = None
    depth: int = 0
    article: bool = False
    doubtful: bool = False
    warnings: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def ordered(self) -> bool:
        return bool(self.mark and self.mark.ordered)


def tree(found: list[Piece]) -> Node:
    """The outline of the pieces, under one root."""
    root = Node("root")
    path = [root]
    body = _Body(root)
    for piece in found:
        if not piece.depth:
            body.add(piece)
            continue
        while path[-1].depth >= piece.depth:
            path.pop()
        mark = piece.mark if piece.ordered else None
        node = Node("heading", piece.line.at, piece.heading, "", mark, piece.depth, piece.article)
        node.doubtful = piece.doubtful
        path[-1].children.append(node)
        path.append(node)
        body = _Body(node)
        if piece.body:
            body.text(piece.body, piece.line.at)
    return root


class _Body:
    """Nests the lines under one heading: the order in which styles appear is their depth."""

    def __init__(self, owner: Node) -> None:
        self._owner = owner
        self._paragraph: Node | None = None
        self._open: list[tuple[str, Node]] = []

    def add(self, piece: Piece) -> None:
        if piece.mark is None:
            node = self.text(piece.text, piece.line.at)
        else:
            node = self._item(piece.mark, piece)
        node.doubtful = piece.doubtful

    def text(self, words: str, at: int) -> Node:
        node = Node("text", at, text=words)
        self._owner.children.append(node)
        self._paragraph, self._open = node, []
        return node

    def _item(self, mark: Mark, piece: Piece) -> Node:
        node = Node("text", piece.line.at, text=mark.rest, mark=mark)
        style = _style(mark)
        self._parent(mark, style).children.append(node)
        self._open.append((style, node))
        return node

    def _parent(self, mark: Mark, style: str) -> Node:
        """Where the item goes; what is deeper than its style is closed."""
        styles = [known for known, _node in self._open]
        if style in styles:
            self._open = self._open[: styles.index(style)]
        elif self._is_next_paragraph(mark):
            self._open = []
            return self._owner
        if self._open:
            return self._open[-1][1]
        if self._paragraph is not None and not self._siblings_of(mark):
            return self._paragraph
        return self._owner

    def _siblings_of(self, mark: Mark) -> bool:
        """Whether items of this style already stand beside the paragraph."""
        return mark.ordered and any(
            n.mark and _style(n.mark) == _style(mark) for n in self._owner.children
        )

    def _is_next_paragraph(self, mark: Mark) -> bool:
        """A mark 2 after an unnumbered paragraph goes on counting paragraphs (第1項 has no number)."""
        if mark.style not in {"num", "項", "dot"} or self._siblings_of(mark):
            return False
        only_one = len(self._owner.children) == 1 and self._paragraph is not None
        return only_one and integer(mark.tokens[0]) == 2


def _style(mark: Mark) -> str:
    return f"dotted{len(mark.tokens)}" if mark.style == "dotted" else mark.style
