"""Readers: what each format hands on, what is not read, and what is refused with its place named."""

import gzip
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sekisho.domains.threats import formats
from sekisho.domains.threats.cvss import of_vector
from sekisho.domains.threats.formats.told import UnreadableError
from sekisho.domains.threats.packages import of_cpe, of_purl
from sekisho.domains.threats.versions import key
from tests.domains.threats.bringing import kev, osv, written

pytestmark = pytest.mark.once
VULDEF = """<?xml version="1.0" encoding="UTF-8"?>
<VULDEF-Document xmlns="http://jvn.jp/vuldef/"><Vulinfo><VulinfoID>JVNDB-2026-000001</VulinfoID><VulinfoData>
<Title>みさき帳票の不備</Title><Affected><AffectedItem><Name>みさきソフト</Name><ProductName>みさき帳票</ProductName>
<Cpe version="2.2">cpe:/a:misaki:report</Cpe>%s</AffectedItem></Affected>
<Impact><Cvss version="2.0"><Base>4.3</Base></Cvss><Cvss version="3.0"><Base>6.1</Base></Cvss></Impact>
<Related>%s</Related></VulinfoData></Vulinfo></VULDEF-Document>"""


def jvn(*versions: str, cves: tuple[str, ...] = ("CVE-2026-1111",)) -> str:
    said = "".join(f"<VersionNumber>{v}</VersionNumber>" for v in versions)
    related = "".join(
        f"<RelatedItem type='advisory'><VulinfoID>{c}</VulinfoID></RelatedItem>" for c in cves
    )
    return VULDEF % (said, related)


def told(folder: Path, kind: str, content: Any, name: str = "file.json") -> list[Any]:
    return list(formats.ADVISORIES[kind](written(folder, name, content)))


def affects(spans: list[Any], version: str) -> bool:
    return any(s.low <= key(s.package.scheme, version).value < s.high for s in spans)


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ("3.4.6 より前のバージョン", "3.4.5", "3.4.6"),
        ("1.0.6未満", "1.0.5", "1.0.6"),
        ("ファームウエア 2.20 およびそれ以前", "2.20", "2.21"),
        ("Ｖｅｒ．２．１．０ 以上 ２．１．３ 以下", "2.1.3", "2.1.4"),
        ("7.7", "7.7", "7.8"),
        ("5.0 以降", "9.1", "4.9"),
    ],
)
def test_versions_in_jvn_prose(tmp_path: Path, said: str, inside: str, outside: str) -> None:
    (one,) = told(tmp_path, "jvn", jvn(said), "a.xml")
    assert (affects(one.spans, inside), affects(one.spans, outside)) == (True, False)
    assert (one.id, one.same, one.cvss, one.japanese) == (
        "JVNDB-2026-000001",
        ["CVE-2026-1111"],
        6.1,
        True,
    )
    assert one.spans[0].package.name == "cpe/a:misaki:report"


def test_prose_that_says_no_version_affects_nothing(tmp_path: Path) -> None:
    (one,) = told(tmp_path, "jvn", jvn("製造元の情報を確認してください"), "a.xml")
    assert one.spans == []


def test_an_entry_about_two_numbers_is_two_faults(tmp_path: Path) -> None:
    two = told(
        tmp_path, "jvn", jvn("1.0", cves=("CVE-2026-1", "CVE-2026-2222", "CVE-2026-3333")), "a.xml"
    )
    assert [(one.id, one.same) for one in two] == [
        ("JVNDB-2026-000001/CVE-2026-2222", ["CVE-2026-2222"]),
        ("JVNDB-2026-000001/CVE-2026-3333", ["CVE-2026-3333"]),
    ]  # fmt: skip


def test_an_xml_file_with_a_document_type_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "b">]><VULDEF-Document>&a;</VULDEF-Document>'
    with pytest.raises(UnreadableError):
        told(tmp_path, "jvn", bomb, "a.xml")


def test_osv_events_become_half_open_ranges_and_commits_are_left_alone(tmp_path: Path) -> None:
    one = osv("OSV-1", "kamome", fixed="1.2.0")
    one["affected"][0]["ranges"][0]["events"] += [
        {"introduced": "2.0.0"},
        {"last_affected": "2.3.0"},
    ]
    one["affected"][0]["ranges"].append({"type": "GIT", "events": [{"introduced": "0"}]})
    one["affected"][0]["versions"] = ["1.9.9"]
    (read,) = told(tmp_path, "osv", [one])
    got = {
        v for v in ("1.1.9", "1.2.0", "1.9.9", "2.0.0", "2.3.0", "2.3.1") if affects(read.spans, v)
    }
    assert got == {"1.1.9", "1.9.9", "2.0.0", "2.3.0"}
    assert read.spans[0].fix == "1.2.0"


def test_csaf_products_by_purl_and_range(tmp_path: Path) -> None:
    helper = {"purl": "pkg:npm/kamome"}
    tree = {"branches": [{"category": "product_version_range", "name": "vers:npm/>=1.0.0|<1.5.0",
            "product": {"product_id": "P1", "product_identification_helper": helper}}]}  # fmt: skip
    fault = {"cve": "CVE-2026-5", "product_status": {"known_affected": ["P1"]},
             "scores": [{"cvss_v3": {"baseScore": 7.5}}]}  # fmt: skip
    document = {
        "document": {"title": "x", "tracking": {"id": "SA-1"}},
        "product_tree": tree,
        "vulnerabilities": [fault],
    }
    (one,) = told(tmp_path, "csaf", document)
    assert (one.id, one.same, one.cvss) == ("SA-1/CVE-2026-5", ["CVE-2026-5"], 7.5)
    assert (affects(one.spans, "1.4.9"), affects(one.spans, "1.5.0")) == (True, False)


def test_cve_records_by_collection_or_by_the_names_of_vendor_and_product(tmp_path: Path) -> None:
    versions = [
        {"version": "0", "lessThan": "4.17.21", "status": "affected", "versionType": "semver"}
    ]
    affected = [{"collectionURL": "https://npmjs.example", "packageName": "kamome", "versions": versions},
                {"vendor": "Misaki", "product": "Viewer", "versions": [{"version": "1.0", "lessThanOrEqual": "1.4", "status": "affected"}]}]  # fmt: skip
    record = {
        "cveMetadata": {"cveId": "CVE-2026-7", "state": "PUBLISHED"},
        "containers": {"cna": {"affected": affected}},
    }
    (one,) = told(tmp_path, "cve", record)
    assert [s.package.name for s in one.spans] == ["npm/kamome", "product/misaki/viewer"]
    assert affects(one.spans[:1], "4.17.20") and not affects(one.spans[:1], "4.17.21")
    assert affects(one.spans[1:], "1.4") and not affects(one.spans[1:], "1.5")


def test_a_zip_of_many_and_a_gzip_are_read_as_they_come(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for n in range(3):
            archive.writestr(f"OSV-{n}.json", f'{{"id": "OSV-{n}", "affected": []}}')
        archive.writestr("readme.txt", "no advisory")
    assert [one.id for one in formats.ADVISORIES["osv"](tmp_path / "all.zip")] == [
        "OSV-0",
        "OSV-1",
        "OSV-2",
    ]
    with gzip.open(tmp_path / "epss.csv.gz", "wt") as stream:
        stream.write(
            "#model_version:v1,score_date:2026-05-10T00:00:00+0000\ncve,epss,percentile\nCVE-2026-0001,0.5,0.9\n"
        )
    (score,) = formats.SCORES["epss"](tmp_path / "epss.csv.gz")
    assert (score.cve, score.epss, str(score.epss_on)) == ("CVE-2026-0001", 0.5, "2026-05-10")


def test_a_packed_bomb_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", b"0" * 2**24)
    with pytest.raises(UnreadableError):
        list(formats.ADVISORIES["osv"](tmp_path / "bomb.zip"))


@pytest.mark.parametrize(
    ("kind", "content", "where"),
    [
        ("kev", kev("CVE-26"), "CVE-26"),
        ("kev", "{", "file.json"),
        ("epss", "cve,epss\nCVE-2026-0001,7\n", "CVE-2026-0001,7"),
        ("epss", "id;score\n", "EPSS"),
        ("osv", {"vulnerabilities": []}, "OSV"),
        ("csaf", {"document": {"tracking": {}}}, "CSAF"),
        ("cve", [{"id": "x"}], "CVE"),
        ("jvn", {"no": "feed"}, "JVN"),
        ("cyclonedx", {"bomFormat": "SPDX"}, "CycloneDX"),
        ("spdx", {"packages": []}, "SPDX"),
        ("csv", "a,b\n1,2\n", "name"),
        ("osquery", [1, 2], "osquery"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_place(
    tmp_path: Path, english: None, kind: str, content: Any, where: str
) -> None:
    reader = {**formats.SCORES, **formats.ADVISORIES, **formats.INVENTORIES}[kind]
    with pytest.raises(UnreadableError, match=where):
        list(reader(written(tmp_path, "file.json", content)))


def test_inventories_name_their_components_by_all_their_names(tmp_path: Path) -> None:
    inner = {"type": "library", "name": "ika", "version": "1.0", "purl": "pkg:pypi/Ika_Tool@1.0"}
    bom = {"bomFormat": "CycloneDX", "components": [
        {"type": "application", "group": "jp.misaki", "name": "tako", "version": "2.0",
         "purl": "pkg:maven/jp.misaki/tako@2.0", "cpe": "cpe:2.3:a:misaki:tako:2.0:*:*:*:*:*:*:*", "components": [inner]},
        {"type": "file", "name": "a.txt"}]}  # fmt: skip
    tako, ika = formats.INVENTORIES["cyclonedx"](written(tmp_path, "a.json", bom))
    assert [p.name for p in tako.packages] == ["Maven/jp.misaki:tako", "cpe/a:misaki:tako"]
    assert [p.name for p in ika.packages] == ["PyPI/ika-tool"]
    ref = {"referenceType": "purl", "referenceLocator": "pkg:npm/%40misaki/ui@3.1.0"}
    spdx = {
        "spdxVersion": "SPDX-2.3",
        "packages": [{"name": "ui", "versionInfo": "3.1.0", "externalRefs": [ref]}],
    }
    (ui,) = formats.INVENTORIES["spdx"](written(tmp_path, "b.json", spdx))
    assert ui.packages[0].name == "npm/@misaki/ui"
    rows = [{"name": "pack", "snapshot": [{"name": "libika1", "version": "1.2-1+deb12u1", "source": "ika", "distro": "debian-12"},
                                          {"name": "みさき会計", "version": "5", "publisher": "みさき"}]}]  # fmt: skip
    deb, plain = formats.INVENTORIES["osquery"](written(tmp_path, "c.json", rows))
    assert deb.packages == (("Debian:12/ika", "deb"),)
    assert (plain.packages, plain.vendor) == ((), "みさき")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("pkg:deb/debian/libc6@2.36-9?distro=bookworm&upstream=glibc", "Debian:12/glibc"),
        ("pkg:deb/ubuntu/zlib@1.2?distro=ubuntu-22.04", "Ubuntu:22.04/zlib"),
        ("pkg:golang/github.com/misaki/tool@v1.0.0", "Go/github.com/misaki/tool"),
        ("pkg:apk/alpine/zlib@1.2-r3?distro=alpine-3.18.2", "Alpine:v3.18/zlib"),
    ],
)
def test_a_package_is_called_as_the_advisories_call_it(text: str, name: str) -> None:
    found = of_purl(text)
    assert found is not None and found[0].name == name


@pytest.mark.parametrize(
    "text", ["", "pkg:", "npm/a@1", "pkg:npm/a", "pkg:deb/debian/a@1", "pkg:unheard/a@1"]
)
def test_what_names_no_known_package_gives_none(text: str) -> None:
    assert of_purl(text) is None
    assert of_cpe(text) is None


def test_scores_from_vectors_are_those_of_the_specification() -> None:
    assert of_vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H") == 9.8
    assert of_vector("CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:C/C:H/I:H/A:H") == 9.9
    assert of_vector("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N") == 6.1
    assert of_vector("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N") == 0.0
    assert of_vector("AV:N/AC:L") is None
