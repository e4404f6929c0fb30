"""The tree's clauses with their numbers: the text's own ones kept, the others counted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from .marks import Mark
from .numerals import integer, run
from .outline import Node
from .shape import is_supplement

DUPLICATE = "duplicate_number"
GIVEN = "number_given"


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence or item that can be kept or broken.

    ``text`` is the source's, without its mark; ``heading`` the nearest heading and ``path`` all of
    them, outermost first; ``level`` the dots in the number; ``line`` where it stands in the source.
    ``warnings`` are codes (:data:`DUPLICATE`, :data:`GIVEN`).
    """

    number: str
    heading: str
    text: str
    level: int
    line: int
    doubtful: bool = False
    warnings: tuple[str, ...] = ()
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class _Numbers:
    clauses: list[Clause] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    through: bool = False

    def emit(self, node: Node, number: str, path: tuple[str, ...], *, doubtful: bool) -> None:
        warnings = list(node.warnings)
        free = number
        for letter in "bcdefghijklmnopqrstuvwxyz":
            if free not in self.seen:
                break
            free = number + letter
        if free != number:
            warnings.append(DUPLICATE)
        self.seen.add(free)
        self.clauses.append(
            Clause(
                number=free,
                heading=path[-1] if path else "",
                text=node.text,
                level=free.count("."),
                line=node.line,
                doubtful=doubtful or node.doubtful or bool(warnings),
                warnings=tuple(warnings),
                path=path,
            )
        )

    def place(
        self,
        nodes: list[Node],
        prefix: str,
        path: tuple[str, ...],
        *,
        doubtful: bool,
        used: int = 0,
    ) -> None:
        """Number siblings under ``prefix``, counting on from ``used``."""
        own = _own(nodes)
        for node in nodes:
            said = own.get(id(node))
            if said is None:
                used += 1
                part = str(used)
            else:
                part, used = said
            number = _absolute(node) or (f"{prefix}.{part}" if prefix else part)
            self._put(node, number, path, doubtful=doubtful or node.doubtful)

    def _put(self, node: Node, number: str, path: tuple[str, ...], *, doubtful: bool) -> None:
        if node.kind == "heading":
            self.head(node, number, path, doubtful=doubtful)
        else:
            self.emit(node, number, path, doubtful=doubtful)
            self.place(node.children, number, path, doubtful=doubtful)

    def head(self, node: Node, number: str, path: tuple[str, ...], *, doubtful: bool) -> None:
        """A heading is no clause; its first paragraph may be the clause of the heading's number."""
        path = (*path, node.heading) if node.heading else path
        children = node.children
        first = children[0] if children and children[0].kind == "text" else None
        if first is not None and first.mark is None and _merges(node):
            self.emit(first, number, path, doubtful=doubtful)
            children = [*first.children, *children[1:]]
        if self.through and _transparent(node):
            loose = [c for c in children if c.kind == "text"]
            self.place(loose, f"{number}.0", path, doubtful=doubtful)
            children = [c for c in children if c.kind != "text"]
            number = ""
        self.place(children, number, path, doubtful=doubtful)


def numbered(root: Node) -> list[Clause]:
    """Every clause in the order of the text."""
    numbers = _Numbers(through=_runs_through(root))
    intro = [node for node in root.children if node.kind == "text"]
    numbers.place(intro, "0", (), doubtful=False)
    heads = [node for node in root.children if node.kind == "heading"]
    if numbers.through:
        _supplements_last(heads, root)
    numbers.place(heads, "", (), doubtful=False)
    return numbers.clauses


def _supplements_last(heads: list[Node], root: Node) -> None:
    """A part without a number beside articles gets the number after the last article."""
    last = max((integer(a.mark.tokens[0]) for a in _articles(root) if a.mark), default=0)
    for head in heads:
        if not head.ordered and not _transparent(head):
            last += 1
            head.mark = Mark("given", (str(last),), "")
            for child in head.children:
                child.warnings.append(GIVEN)


def _articles(node: Node) -> list[Node]:
    found = [child for child in node.children if child.article]
    return found + [a for child in node.children if not child.article for a in _articles(child)]


def _transparent(node: Node) -> bool:
    """A chapter that only groups articles; 附則 count their own."""
    return not node.article and bool(_articles(node)) and not is_supplement(node.heading)


def _runs_through(root: Node) -> bool:
    """Whether 条 are counted through the chapters (they do not begin again with 1)."""
    parts = [n for n in root.children if not is_supplement(n.heading)]
    found = [n for n in parts if n.article] + [a for n in parts for a in _articles(n)]
    values = [integer(a.mark.tokens[0]) for a in found if a.mark and a.mark.style == "条"]
    return values.count(1) <= 1 and bool(values)


def _absolute(node: Node) -> str:
    """1.2.3 written in the text is the whole number, whatever stands above it."""
    if node.mark is None or node.mark.style != "dotted":
        return ""
    return ".".join(str(integer(token)) for token in node.mark.tokens)


def _own(nodes: list[Node]) -> dict[int, tuple[str, int]]:
    """Per sibling with a number of its own: that part, and the value to count on from."""
    styles: dict[str, list[Node]] = {}
    for node in nodes:
        if node.mark is not None and node.mark.ordered:
            styles.setdefault(node.mark.style, []).append(node)
    found = {}
    for group in styles.values():
        values = run([_last_token(node) for node in group])
        for node, value in zip(group, values, strict=True):
            found[id(node)] = _branch(node, value), value
    return found


def _last_token(node: Node) -> str:
    tokens = node.mark.tokens if node.mark else ("0",)
    return tokens[-1] if node.mark and node.mark.style == "dotted" else tokens[0]


def _branch(node: Node, value: int) -> str:
    """第3条の2 is 3-2."""
    tokens = node.mark.tokens if node.mark else ()
    branched = node.mark is not None and node.mark.style == "条" and len(tokens) > 1
    return f"{value}-{integer(tokens[1])}" if branched else str(value)


def _merges(node: Node) -> bool:
    """Whether the first paragraph of a heading is the clause that has the heading's own number."""
    first, rest = node.children[0], node.children[1:]
    counted = [child for child in rest if child.kind == "text"]
    if node.article:
        return not counted or _starts(counted, 1)
    if node.depth > 1 or not node.ordered:
        return node.depth > 1
    return _numbered_below(first.children) or _numbered_below(rest)


def _numbered_below(nodes: Iterable[Node]) -> bool:
    return any(node.ordered for node in nodes)


def _starts(nodes: list[Node], value: int) -> bool:
    own = _own(nodes)
    return id(nodes[0]) in own and own[id(nodes[0])][1] == value
