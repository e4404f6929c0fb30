"""MyJVN: the RSS overview, the VULDEF detail, and the overview and detail of version 4 in JSON.

An entry that speaks of several CVE numbers is handed on once for each: they are different faults.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import orjson

from sekisho.domains.threats.formats import csaf
from sekisho.domains.threats.formats.files import documents
from sekisho.domains.threats.formats.prose import spans
from sekisho.domains.threats.formats.told import (
    Span,
    Told,
    day,
    dicts,
    number,
    text,
    unreadable,
)
from sekisho.domains.threats.formats.xml import each, parsed, words
from sekisho.domains.threats.packages import of_cpe, product

CVE = re.compile(r"CVE-\d{4}-\d{4,}")


def read(path: Path) -> Iterator[Told]:
    for name, data in documents(path, suffix=path.suffix.lower()):
        if data.lstrip()[:1] in (b"{", b"["):
            yield from _json(data, name)
            continue
        root = parsed(data, "JVN")
        if root.tag == "VULDEF-Document":
            for one in each(root, "Vulinfo"):
                yield from _detail(one)
        elif root.tag == "RDF":
            for one in each(root, "item"):
                yield from _overview(one)
        else:
            raise unreadable("JVN", name)


def by_cve(told: Told, numbers: list[str]) -> Iterator[Told]:
    """``told`` under each of its CVE numbers; under its own name when it has none."""
    if len(numbers) < 2:
        told.same += numbers
        yield told
        return
    for cve in dict.fromkeys(numbers):
        yield Told(
            told.source, f"{told.id}/{cve}", [cve], told.title, told.japanese, told.summary, told.url,
            told.cvss, told.published_on, told.withdrawn, told.spans,
        )  # fmt: skip


def _detail(one: Element) -> Iterator[Told]:
    id_, data = words(one, "VulinfoID"), one.find("VulinfoData")
    if not id_ or data is None:
        raise unreadable("JVN", id_)
    found: list[Span] = []
    for item in each(data, "AffectedItem"):
        cpe = of_cpe(words(item, "Cpe"))
        package = cpe[0] if cpe else product(words(item, "Name"), words(item, "ProductName"))
        for said in item.findall("VersionNumber"):
            found += spans(package, said.text or "")
    scores = [(c.get("version", ""), number(words(c, "Base"))) for c in each(data, "Cvss")]
    told = Told(
        "jvn", id_, title=text(words(data, "Title")), japanese=True,
        summary=words(data, "VulinfoDescription/Overview")[:4000], url=_link(id_), cvss=_newest(scores),
        published_on=day(words(data, "DatePublic") or words(data, "DateFirstPublished")), spans=found,
    )  # fmt: skip
    related = [words(r, "VulinfoID") for r in each(data, "RelatedItem")]
    yield from by_cve(told, [r for r in related if CVE.fullmatch(r)])


def _overview(one: Element) -> Iterator[Told]:
    """Products are named, versions are not: nothing is matched, names and scores are learnt, and what
    the detail says of versions stands."""
    id_ = words(one, "identifier")
    if not id_:
        raise unreadable("JVN", words(one, "title"))
    scores = [(c.get("version", ""), number(c.get("score"))) for c in one.findall("cvss")]
    told = Told(
        "jvnrss", id_, title=text(words(one, "title")), japanese=True,
        summary=words(one, "description")[:4000], url=_link(id_), cvss=_newest(scores),
        published_on=day(words(one, "issued")),
    )  # fmt: skip
    related = [r.get("id", "") for r in one.findall("references")]
    yield from by_cve(told, [r for r in related if CVE.fullmatch(r)])


def _newest(scores: list[tuple[str, float | None]]) -> float | None:
    told = sorted((version, score) for version, score in scores if score is not None)
    return told[-1][1] if told else None


def _link(id_: str) -> str:
    year = id_.split("-")[1] if id_.count("-") >= 2 else ""
    return f"https://jvndb.jvn.jp/ja/contents/{year}/{id_}.html" if year else ""


def _json(data: bytes, name: str) -> Iterator[Told]:
    """Version 4: CSAF for the detail, a feed of entries for the overview."""
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise unreadable("JVN", name) from None
    if isinstance(document, dict) and "document" in document:
        yield from csaf.told(document, "jvn", japanese=True)
        return
    feed = document.get("feed") if isinstance(document, dict) else None
    if not isinstance(feed, dict) or not isinstance(feed.get("entry"), list):
        raise unreadable("JVN", name)
    for one in dicts(feed["entry"]):
        yield from _entry(one)


def _entry(one: dict[str, Any]) -> Iterator[Told]:
    id_ = text(one.get("id"), 120)
    if not id_:
        raise unreadable("JVN", text(one.get("title")))
    found: list[Span] = []
    for item in dicts(one.get("products")):
        ids = item.get("product_ids")
        cpe = of_cpe(text(ids.get("cpe") if isinstance(ids, dict) else ""))
        package = cpe[0] if cpe else product(text(item.get("vname")), text(item.get("pname")))
        found += spans(package, text(item.get("version")))
    scores = [(text(m.get("version")), number(m.get("score", m.get("baseScore"))))
              for m in dicts(one.get("metrics"))]  # fmt: skip
    told = Told(
        "jvn", id_, title=text(one.get("title")), japanese=True, summary=str(one.get("summary") or "")[:4000],
        url=_link(id_), cvss=_newest(scores), published_on=day(one.get("public")), spans=found,
    )  # fmt: skip
    numbers = CVE.findall(orjson.dumps(one.get("references") or []).decode())
    yield from by_cve(told, numbers)
