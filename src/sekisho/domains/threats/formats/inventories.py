"""What is installed: CycloneDX, SPDX, a CSV sheet, osquery's packages and programs."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sekisho.domains.threats.formats.files import documents, json_documents
from sekisho.domains.threats.formats.told import (
    Part,
    UnreadableError,
    dicts,
    inner,
    lists,
    text,
    unreadable,
)
from sekisho.domains.threats.packages import Named, of_cpe, of_distro, of_ecosystem, of_purl

HEADINGS = {
    "name": (
        "name",
        "product",
        "component",
        "software",
        "名称",
        "製品名",
        "ソフトウェア名",
        "ソフトウェア",
    ),
    "version": ("version", "バージョン", "版"),
    "vendor": ("vendor", "publisher", "supplier", "製造元", "発行元", "ベンダー", "提供元"),
    "purl": ("purl", "package url"),
    "cpe": ("cpe", "cpe23"),
}


def part(name: Any, version: Any, vendor: Any = "", purl: Any = "", cpe: Any = "") -> Part:
    """One component by all the names it has."""
    told = [of_purl(text(purl, 600)), of_cpe(text(cpe, 400))]
    number = text(version, 160) or next((t[1] for t in told if t and t[1]), "")
    packages = tuple(dict.fromkeys(t[0] for t in told if t))
    return Part(text(name, 200), number, text(vendor, 120), packages)


def read_cyclonedx(path: Path) -> Iterator[Part]:
    for name, document in json_documents(path):
        if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
            raise unreadable("CycloneDX", name)
        stack = dicts(document.get("components"))[::-1]
        stack += dicts([inner(document, "metadata", "component")])
        while stack:
            one = stack.pop()
            stack += dicts(one.get("components"))[::-1]
            if one.get("type") != "file":
                yield _component(one)


def _component(one: dict[str, Any]) -> Part:
    group = text(one.get("group"), 120)
    name = f"{group}/{text(one.get('name'), 160)}" if group else one.get("name")
    vendor = text(inner(one, "supplier", "name")) or text(one.get("publisher")) or group
    return part(name, one.get("version"), vendor, one.get("purl"), one.get("cpe"))


def read_spdx(path: Path) -> Iterator[Part]:
    """SPDX 2.3 in JSON, and the packages of 3.0."""
    for name, document in json_documents(path):
        if not isinstance(document, dict):
            raise unreadable("SPDX", name)
        if "spdxVersion" in document:
            yield from map(_spdx2, dicts(document.get("packages")))
        elif "@graph" in document:
            graph = dicts(document["@graph"])
            yield from (_spdx3(one) for one in graph if text(one.get("type")).endswith("Package"))
        else:
            raise unreadable("SPDX", name)


def _spdx2(one: dict[str, Any]) -> Part:
    refs = {
        text(r.get("referenceType")): r.get("referenceLocator")
        for r in dicts(one.get("externalRefs"))
    }
    cpe = refs.get("cpe23Type") or refs.get("cpe22Type")
    vendor = text(one.get("supplier")).partition(": ")[2]
    return part(one.get("name"), one.get("versionInfo"), vendor, refs.get("purl"), cpe)


def _spdx3(one: dict[str, Any]) -> Part:
    ids = {text(i.get("externalIdentifierType")): i.get("identifier")
           for i in dicts(one.get("externalIdentifier"))}  # fmt: skip
    purl = one.get("software_packageUrl") or ids.get("packageUrl") or ids.get("purl")
    return part(one.get("name"), one.get("software_packageVersion"), "", purl, ids.get("cpe23"))


def read_csv(path: Path) -> Iterator[Part]:
    (_name, data), *_more = documents(path, suffix=".csv")
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = data.decode("cp932", errors="replace")
    rows = csv.reader(io.StringIO(words))
    heads = [head.strip().lower() for head in next(rows, [])]
    at = {field: i for field, known in HEADINGS.items() for i, h in enumerate(heads) if h in known}
    if "name" not in at or "version" not in at:
        raise UnreadableError(
            _("The first row must name the columns, at least “name” and “version”.")
        )
    for row in rows:
        cells = {field: row[i].strip() for field, i in at.items() if i < len(row)}
        if cells.get("name"):
            yield part(
                cells["name"],
                cells.get("version"),
                cells.get("vendor"),
                cells.get("purl"),
                cells.get("cpe"),
            )


OSQUERY = {"python_packages": "PyPI", "npm_packages": "npm"}


def read_osquery(path: Path) -> Iterator[Part]:
    """Snapshots or plain rows of deb_packages, rpm_packages, programs, apps and the like."""
    for name, document in json_documents(path):
        rows = document if isinstance(document, list) else [document]
        if not rows or not all(isinstance(row, dict) for row in rows):
            raise unreadable("osquery", name)
        for row in rows:
            for columns in dicts(row.get("snapshot")) or dicts([row.get("columns") or row]):
                if text(columns.get("name")):
                    yield _osquery(columns, text(row.get("name")))


def _osquery(columns: dict[str, Any], query: str) -> Part:
    """The source package where a distribution names it, within the release the row tells."""
    name, version = text(columns["name"], 200), text(columns.get("version"), 160)
    vendor = text(columns.get("publisher")) or text(columns.get("vendor"))
    named: Named | None = None
    if columns.get("distro"):
        named = of_distro(text(columns["distro"]), text(columns.get("source")) or name)
        if text(columns.get("release")) and "-" not in version:
            version = f"{version}-{text(columns['release'], 60)}"
    else:
        base = next((eco for table, eco in OSQUERY.items() if table in query), "")
        named = of_ecosystem(base, name) if base else None
    return Part(name, version, vendor, (named,) if named else ())


def vex(path: Path) -> list[dict[str, Any]]:
    """The faults a CycloneDX document speaks of, with what was found out about them."""
    found = []
    for name, document in json_documents(path):
        if not isinstance(document, dict) or document.get("bomFormat") != "CycloneDX":
            raise unreadable("CycloneDX", name)
        found += [one for one in dicts(document.get("vulnerabilities")) if text(one.get("id"))]
    return found


def refs(path: Path) -> dict[str, Part]:
    """bom-ref → component, so that a verdict can say of what it speaks."""
    found: dict[str, Part] = {}
    for _name, document in json_documents(path):
        stack = dicts(document.get("components")) + dicts(
            [inner(document, "metadata", "component")]
        )
        while stack:
            one = stack.pop()
            stack += dicts(one.get("components"))
            if text(one.get("bom-ref")):
                found[text(one["bom-ref"], 300)] = _component(one)
    return found


def affected(one: dict[str, Any]) -> list[str]:
    return [text(a.get("ref"), 300) for a in dicts(lists(one.get("affects")))]
