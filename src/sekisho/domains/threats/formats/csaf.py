"""CSAF 2.0: products in a tree, faults with the products they affect; one advisory for each fault."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sekisho.domains.threats.cvss import of_vector
from sekisho.domains.threats.formats.files import json_documents
from sekisho.domains.threats.formats.told import (
    Span,
    Told,
    day,
    dicts,
    inner,
    lists,
    number,
    point,
    span,
    text,
    unreadable,
)
from sekisho.domains.threats.packages import Named, of_cpe, of_purl, purl
from sekisho.domains.threats.versions import key

Products = dict[str, tuple[Named, str]]
"""Product id → package and version, or range of versions (``vers:…``)."""


def read(path: Path) -> Iterator[Told]:
    for name, document in json_documents(path):
        if not isinstance(document, dict) or not isinstance(document.get("document"), dict):
            raise unreadable("CSAF", name)
        yield from told(
            document, "csaf", japanese=text(inner(document, "document", "lang")) == "ja"
        )


def told(document: dict[str, Any], source: str, *, japanese: bool) -> Iterator[Told]:
    head = document["document"]
    id_ = text(inner(head, "tracking", "id"), 120)
    if not id_:
        raise unreadable("CSAF", "document.tracking.id")
    products = _products(document.get("product_tree") or {})
    for at, one in enumerate(dicts(document.get("vulnerabilities")), 1):
        cve = text(one.get("cve"), 40)
        yield Told(
            source, f"{id_}/{cve or at}", [cve] if cve else [],
            title=text(one.get("title")) or text(head.get("title")), japanese=japanese,
            summary=_note(one), url=_link(head), cvss=_score(one),
            published_on=day(inner(head, "tracking", "initial_release_date")),
            spans=list(_spans(one, products)),
        )  # fmt: skip


def _products(tree: dict[str, Any]) -> Products:
    found: Products = {}
    stack = [(branch, "") for branch in dicts(tree.get("branches"))]
    while stack:
        branch, version = stack.pop()
        if branch.get("category") in {"product_version", "product_version_range"}:
            version = text(branch.get("name"), 200)
        stack += [(inside, version) for inside in dicts(branch.get("branches"))]
        _product(branch.get("product"), version, found)
    for one in dicts(tree.get("full_product_names")):
        _product(one, "", found)
    for one in dicts(tree.get("relationships")):  # "a as a part of b": what counts is a
        inside = found.get(text(one.get("product_reference"), 300))
        whole = text(inner(one, "full_product_name", "product_id"), 300)
        if inside and whole:
            found[whole] = inside
    return found


def _product(product: Any, version: str, found: Products) -> None:
    if not isinstance(product, dict):
        return
    helper = product.get("product_identification_helper") or {}
    named = _helped(helper)
    if named and text(product.get("product_id")):
        found[text(product["product_id"], 300)] = (named[0], named[1] or version)


def _helped(helper: dict[str, Any]) -> tuple[Named, str] | None:
    """By purl where there is one, else by CPE."""
    for told in [helper.get("purl"), *lists(helper.get("purls"))]:
        words = text(told, 400)
        whole = purl(words)
        found = of_purl(words if whole is None or whole.version else f"{words}@0")
        if found:
            return (found[0], whole.version if whole else "")
    return of_cpe(text(helper.get("cpe"), 400))


def _spans(one: dict[str, Any], products: Products) -> Iterator[Span]:
    status = one.get("product_status") or {}
    affected = [
        p
        for name in ("known_affected", "first_affected", "last_affected")
        for p in lists(status.get(name))
    ]
    for product in dict.fromkeys(text(p, 300) for p in affected):
        if product in products:
            yield from of_vers(*products[product])


def of_vers(package: Named, said: str) -> Iterator[Span]:
    """One version, ``vers:scheme/>=1|<2``, or "" for every version."""
    if not said:
        yield span(package)
        return
    if not said.startswith("vers:"):
        yield point(package, said)
        return
    parts = [p.strip() for p in said.partition("/")[2].split("|") if p.strip()]
    parts.sort(key=lambda p: key(package.scheme, p.lstrip("<>=!")).value)
    low: tuple[str, bool] | None = None
    for part in parts:
        sign, version = part[: len(part) - len(part.lstrip("<>=!"))], part.lstrip("<>=!")
        if sign in {">", ">="}:
            low = (version, sign == ">")
        elif sign in {"<", "<="}:
            yield _cut(span(package, low[0] if low else "", version, inclusive=sign == "<=",
                            fix=version if sign == "<" else ""), low)  # fmt: skip
            low = None
        elif sign in {"", "="}:
            yield span(package) if version == "*" else point(package, version)
    if low:
        yield _cut(span(package, low[0]), low)


def _cut(found: Span, low: tuple[str, bool] | None) -> Span:
    """Without its lower end, if that is excluded."""
    if low is None or not low[1]:
        return found
    return Span(found.package, found.low + b"\x00", found.high, found.fix, found.confidence)


def _score(one: dict[str, Any]) -> float | None:
    found = []
    for score in [
        *dicts(one.get("scores")),
        *(inner(m, "content") or {} for m in dicts(one.get("metrics"))),
    ]:
        for name in ("cvss_v4", "cvss_v3"):
            told = score.get(name) or {}
            found.append(number(told.get("baseScore")) or of_vector(text(told.get("vectorString"))))
    return max((s for s in found if s is not None), default=None)


def _note(one: dict[str, Any]) -> str:
    notes = [str(n.get("text") or "") for n in dicts(one.get("notes"))]
    return "\n".join(notes)[:4000]


def _link(head: dict[str, Any]) -> str:
    urls = [text(r.get("url"), 400) for r in dicts(head.get("references"))]
    return next((url for url in urls if url.startswith("https://")), "")
