"""XML without document types and entities, so that no file can read ours or fill the memory."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers.expat import ExpatError, ParserCreate

from sekisho.domains.threats.formats.told import unreadable

DEEPEST = 60


class _Forbidden(Exception):  # noqa: N818
    """A document type was declared."""


def parsed(data: bytes, format_: str) -> Element:
    """The root element; names carry no namespace. Raises UnreadableError."""
    tree, parser = TreeBuilder(), ParserCreate(namespace_separator=" ")
    depth = [0]

    def start(name: str, attributes: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > DEEPEST:
            raise _Forbidden
        tree.start(_local(name), {_local(k): v for k, v in attributes.items()})

    def end(name: str) -> None:
        depth[0] -= 1
        tree.end(_local(name))

    def forbid(*_told: Any) -> None:
        raise _Forbidden

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = tree.data
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = forbid
    try:
        parser.Parse(data, True)
    except (ExpatError, _Forbidden) as error:
        raise unreadable(format_, str(error)) from None
    return tree.close()


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def each(root: Element, name: str) -> Iterator[Element]:
    yield from root.iter(name)


def words(element: Element | None, path: str) -> str:
    """The words of the first element at ``path``; "" when there is none."""
    found = element.find(path) if element is not None else None
    return "".join(found.itertext()).strip() if found is not None else ""
