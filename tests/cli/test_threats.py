"""threats import, match and vex: the shapes that others build on, and what is refused."""

import argparse
import io
import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.command import USAGE, Context, Stop, commands, operator
from tests.domains.threats.bringing import kev, osv, written
from tests.given.assets import an_asset

pytestmark = pytest.mark.django_db


def ran(*words: str) -> Any:
    """The JSON that the command answers."""
    path = (words[0], words[1])
    parser = argparse.ArgumentParser()
    commands()[path].arguments(parser)
    out = io.StringIO()
    context = Context(parser.parse_args(words[2:]), True, operator(), out)
    assert commands()[path].run(context) == 0
    return json.loads(out.getvalue())


@pytest.fixture(autouse=True)
def _declared() -> None:
    import sekisho.cli.threats  # noqa: F401


def test_what_is_imported_is_matched_and_told_in_the_agreed_shape(tmp_path: Path) -> None:
    asset = an_asset()
    fault = osv("GHSA-a", "kamome", fixed="2.3.0", aliases=["CVE-2026-0001"])
    bom = {"bomFormat": "CycloneDX", "components": [
        {"type": "library", "name": "kamome", "version": "2.2.0", "purl": "pkg:npm/kamome@2.2.0"}]}  # fmt: skip
    sbom = str(written(tmp_path, "server.cdx.json", bom))
    ran("threats", "import", "osv", str(written(tmp_path, "a.json", fault)))
    ran("threats", "import", "kev", str(written(tmp_path, "b.json", kev("CVE-2026-0001"))))
    done = ran("threats", "import", "cyclonedx", sbom, "--asset", asset.number)
    assert (done["read"], done["exposures"]["opened"]) == (1, 1)
    found = ran("threats", "match")
    assert isinstance(found["seconds"], float)
    (match,) = found["matches"]
    assert (match["component"], match["version"], match["advisory"]) == (
        "npm/kamome",
        "2.2.0",
        "CVE-2026-0001",
    )
    assert (match["aliases"], match["kev"], match["assets"]) == (
        ["CVE-2026-0001", "GHSA-a"],
        True,
        [asset.number],
    )
    assert len(match["due_on"]) == 10
    out = tmp_path / "vex.json"
    assert ran("threats", "vex", "server", str(out)) == {"vulnerabilities": 1, "file": str(out)}
    assert json.loads(out.read_text())["vulnerabilities"][0]["analysis"] == {"state": "in_triage"}
    assert ran("threats", "import", "vex", str(out), "--asset", asset.number)["noted"] == 1


@pytest.mark.parametrize(
    "words",
    [
        ("import", "kev", "{folder}/none.json"),
        ("import", "kev", "{file}"),
        ("import", "kev", "{file}", "--asset", "IA-0001"),
        ("import", "csv", "{file}", "--asset", "IA-9999"),
        ("import", "vex", "{file}"),
        ("vex", "nothing", "{folder}/out.json"),
    ],
)
def test_wrong_usage_and_unreadable_files_end_with_two(
    tmp_path: Path, words: tuple[str, ...]
) -> None:
    file = written(tmp_path, "bad.json", "{")
    told = [word.format(folder=tmp_path, file=file) for word in words]
    with pytest.raises(Stop) as stop:
        ran("threats", *told)
    assert stop.value.code == USAGE and str(stop.value.message)
