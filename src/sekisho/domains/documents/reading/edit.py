"""Correcting the tree: indent, outdent, merge, split, renumber. Pure; no character is ever lost.

A tree is a list of nodes in the order of the text; a node's children are the deeper ones after it.
Every function returns a new list with fresh numbers and raises :class:`CannotEdit` when the change
makes no sense.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .numbering import Clause


class CannotEdit(ValueError):  # noqa: N818
    """The change makes no sense there; ``message`` says why."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Node:
    """One clause while it is edited: ``level`` counts the dots of the number, ``key`` names a stored row."""

    number: str
    text: str
    heading: str = ""
    level: int = 0
    key: str = ""

    @property
    def chapter(self) -> str:
        return self.number.partition(".")[0]

    @property
    def stem(self) -> str:
        """The number of what it stands under."""
        return self.number.rpartition(".")[0]

    @property
    def settled(self) -> bool:
        """Whether the number still says the level (it does not while the node is moved)."""
        return self.number.count(".") == self.level


def nodes(clauses: Sequence[Clause]) -> list[Node]:
    """The clauses of a reading as nodes."""
    return [Node(c.number, c.text, c.heading, c.level) for c in clauses]


def indent(tree: Sequence[Node], at: int) -> list[Node]:
    """Make the node (with its children) a child of the one before it on its level."""
    node = _node(tree, at)
    if at == 0 or tree[at - 1].level < node.level or tree[at - 1].chapter != node.chapter:
        raise CannotEdit(_("There is no clause above on the same level to put this one under."))
    return renumber(_moved(tree, at, 1), node.chapter)


def outdent(tree: Sequence[Node], at: int) -> list[Node]:
    """Move the node (with its children) up one level, beside its parent."""
    above = _parent(tree, at)
    if above is None or above.level == 0:
        raise CannotEdit(_("This clause already stands on the highest level."))
    return renumber(_moved(tree, at, -1), tree[at].chapter)


def merge(tree: Sequence[Node], at: int) -> list[Node]:
    """Join the node's text to the one before it in its chapter, on a new line; its children follow."""
    node = _node(tree, at)
    if at == 0 or tree[at - 1].chapter != node.chapter:
        raise CannotEdit(_("There is no clause above to join this one to."))
    before = tree[at - 1]
    joined = replace(before, text=f"{before.text}\n{node.text}")
    end = _end(tree, at)
    shift = before.level - node.level
    below = [replace(n, number=n.chapter, level=n.level + shift) for n in tree[at + 1 : end]]
    return renumber([*tree[: at - 1], joined, *below, *tree[end:]], node.chapter)


def split(tree: Sequence[Node], at: int, offset: int) -> list[Node]:
    """Cut the text at ``offset``; the second half becomes the next clause and keeps the children.

    The second half of an article (level 0) becomes its first child, since articles are not counted
    anew. White space around the cut is dropped, nothing else.
    """
    node = _node(tree, at)
    first, second = node.text[: max(offset, 0)].rstrip(), node.text[max(offset, 0) :].lstrip()
    if not first or not second:
        raise CannotEdit(_("Choose a place inside the text to split it."))
    half = replace(node, text=second, key="", level=max(node.level, 1))
    return renumber([*tree[:at], replace(node, text=first), half, *tree[at + 1 :]], node.chapter)


def renumber(tree: Sequence[Node], chapter: str = "") -> list[Node]:
    """Count again, in one chapter or in all; numbers of chapters and of articles (level 0) stay.

    What stands under a heading that has no clause of its own stays under that heading.
    """
    count = _Count()
    return [
        node if chapter and node.chapter != chapter else count.next(node, _before(tree, at), at)
        for at, node in enumerate(tree)
    ]


class _Count:
    """Numbers given so far: per place in the list, per stem, and per heading without a clause."""

    def __init__(self) -> None:
        self._given: dict[int, str] = {}
        self._used: dict[str, int] = {}
        self._bare: dict[str, str] = {}

    def next(self, node: Node, before: tuple[int, Node] | None, at: int) -> Node:
        number = node.number if node.level == 0 else self._counted(self._stem(node, before))
        self._given[at] = number
        return replace(node, number=number, level=number.count("."))

    def _counted(self, stem: str) -> str:
        self._used[stem] = self._used.get(stem, 0) + 1
        return f"{stem}.{self._used[stem]}"

    def _stem(self, node: Node, before: tuple[int, Node] | None) -> str:
        if before is None:
            return self._own(node) if node.settled else node.chapter
        at, other = before
        beside = other.level == node.level
        expected = other.stem if beside else other.number
        if node.settled and other.settled and node.stem != expected:
            return self._own(node)
        return self._given[at].rpartition(".")[0] if beside else self._given[at]

    def _own(self, node: Node) -> str:
        """The number of the heading above, moved on when clauses before it have taken it."""
        above, _dot, last = node.stem.rpartition(".")
        if not above or not last.isdecimal():
            return node.stem
        if node.stem not in self._bare:
            used = max(self._used.get(above, 0) + 1, int(last))
            self._used[above] = used
            self._bare[node.stem] = f"{above}.{used}"
        return self._bare[node.stem]


def _before(tree: Sequence[Node], at: int) -> tuple[int, Node] | None:
    """The nearest node above, in the chapter, that is a parent or stands beside."""
    node = tree[at]
    for place in range(at - 1, -1, -1):
        other = tree[place]
        if other.chapter == node.chapter and other.level <= node.level:
            return place, other
    return None


def _node(tree: Sequence[Node], at: int) -> Node:
    if not 0 <= at < len(tree):
        raise CannotEdit(_("There is no such clause."))
    return tree[at]


def _end(tree: Sequence[Node], at: int) -> int:
    """Where the node's children end."""
    after = at + 1
    while after < len(tree) and _under(tree[after], tree[at]):
        after += 1
    return after


def _under(node: Node, above: Node) -> bool:
    return node.level > above.level and node.chapter == above.chapter


def _parent(tree: Sequence[Node], at: int) -> Node | None:
    node = _node(tree, at)
    for other in reversed(tree[:at]):
        if _under(node, other):
            return other if other.number == node.stem else None
    return None


def _moved(tree: Sequence[Node], at: int, by: int) -> list[Node]:
    end = _end(tree, at)
    moved = [replace(node, level=node.level + by) for node in tree[at:end]]
    return [*tree[:at], *moved, *tree[end:]]
