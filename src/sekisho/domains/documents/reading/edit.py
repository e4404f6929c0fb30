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


def nodes(clauses: Sequence[Clause]) -> list[Node]:
    """The clauses of a reading as nodes."""
    return [Node(c.number, c.text, c.heading, c.level) for c in clauses]


def indent(tree: Sequence[Node], at: int) -> list[Node]:
    """Make the node (with its children) a child of the one before it on its level."""
    node = _node(tree, at)
    if at == 0 or tree[at - 1].level < node.level or tree[at - 1].chapter != node.chapter:
        raise CannotEdit(_("There is no clause above on the same level to put this one under."))
    return renumber(_moved(tree, at, 1))


def outdent(tree: Sequence[Node], at: int) -> list[Node]:
    """Move the node (with its children) up one level, beside its parent."""
    if _parent(tree, at) is None:
        raise CannotEdit(_("This clause already stands on the highest level."))
    return renumber(_moved(tree, at, -1))


def merge(tree: Sequence[Node], at: int) -> list[Node]:
    """Join the node's text to the one before it, on a new line; its children follow."""
    node = _node(tree, at)
    if at == 0:
        raise CannotEdit(_("There is no clause above to join this one to."))
    before = tree[at - 1]
    joined = replace(before, text=f"{before.text}\n{node.text}")
    shift = before.level - node.level
    below = [replace(n, level=n.level + shift) for n in tree[at + 1 : _end(tree, at)]]
    return renumber([*tree[: at - 1], joined, *below, *tree[_end(tree, at) :]])


def split(tree: Sequence[Node], at: int, offset: int) -> list[Node]:
    """Cut the text at ``offset``; the second half becomes the next clause and keeps the children.

    White space around the cut is dropped, nothing else.
    """
    node = _node(tree, at)
    first, second = node.text[:offset].rstrip(), node.text[max(offset, 0) :].lstrip()
    if offset < 0 or not first or not second:
        raise CannotEdit(_("Choose a place inside the text to split it."))
    halves = [replace(node, text=first), replace(node, text=second, key="")]
    return renumber([*tree[:at], *halves, *tree[at + 1 :]])


def renumber(tree: Sequence[Node]) -> list[Node]:
    """Count again in each chapter; numbers of chapters, and of articles at level 0, stay."""
    done: list[Node] = []
    counts: dict[str, int] = {}
    taken: set[str] = set()
    for at, node in enumerate(tree):
        above = _parent(tree, at)
        level = (
            0
            if above is None and node.level == 0
            else done[above].level + 1
            if above is not None
            else 1
        )
        stem = node.chapter if above is None else done[above].number
        number = stem if level == 0 and stem not in taken else ""
        while not number or number in taken:
            counts[stem] = counts.get(stem, 0) + 1
            number = f"{stem}.{counts[stem]}"
        taken.add(number)
        done.append(replace(node, number=number, level=level))
    return done


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


def _parent(tree: Sequence[Node], at: int) -> int | None:
    node = _node(tree, at)
    for before in range(at - 1, -1, -1):
        if _under(node, tree[before]):
            return before
    return None


def _moved(tree: Sequence[Node], at: int, by: int) -> list[Node]:
    end = _end(tree, at)
    moved = [replace(node, level=node.level + by) for node in tree[at:end]]
    return [*tree[:at], *moved, *tree[end:]]
