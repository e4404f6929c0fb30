"""Files as feeds and machines write them, with invented products, and bringing them in."""

import csv
import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sekisho.domains.threats.importing import Imported, take_feed, take_inventory
from sekisho.registers.actor import Act, service
from tests.contract.acting import an_act


def on(day: date) -> Act:
    act = an_act(service("operator"))
    return replace(act, on=day, at=act.at + (day - act.on))


def written(folder: Path, name: str, content: Any) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def osv(
    id_: str, package: str, *, fixed: str = "", since: str = "0", **more: Any
) -> dict[str, Any]:
    """One advisory about one npm package."""
    events = [{"introduced": since}, *([{"fixed": fixed}] if fixed else [])]
    affected = {
        "package": {"ecosystem": "npm", "name": package},
        "ranges": [{"type": "SEMVER", "events": events}],
    }
    return {"id": id_, "summary": "入力の検査の不備", "affected": [affected], **more}


def kev(*cves: str, day: str = "2026-05-01") -> dict[str, Any]:
    rows = [{"cveID": cve, "dateAdded": day, "dueDate": "2026-05-22", "vulnerabilityName": "悪用された不備",
             "knownRansomwareCampaignUse": "Known"} for cve in cves]  # fmt: skip
    return {"title": "catalogue", "vulnerabilities": rows}


def bring(act: Act, folder: Path, kind: str, content: Any) -> Imported:
    suffix = ".csv" if kind == "epss" else ".json"
    return take_feed(act, kind, written(folder, f"{kind}{suffix}", content))


def install(act: Act, folder: Path, asset: Any, *parts: tuple[str, str], **more: Any) -> Imported:
    """npm packages found on ``asset``."""
    path = folder / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        out = csv.writer(stream)
        out.writerow(("名称", "バージョン", "purl"))
        out.writerows((name, version, f"pkg:npm/{name}@{version}") for name, version in parts)
    said = {"name": more.pop("name", asset.number if asset else "list")} | more
    return take_inventory(act, "csv", path, asset=asset.pk if asset else None, **said)


DAY = timedelta(days=1)
