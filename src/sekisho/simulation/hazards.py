"""Vulnerabilities and threat notices of the invented company, of invented products: some judged and
fixed, some late, one exploited."""

import json
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sekisho.domains.assets.models import Asset
from sekisho.domains.threats.importing import take_feed, take_inventory
from sekisho.domains.threats.models import Exposure
from sekisho.domains.threats.suggesting import suggest
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere

HIGH = "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:L/A:L"
LOW = "CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N"
FAULTS = (
    ("CVE-2026-90001", "hamakaze-form", "2.4.0", HIGH, "入力欄の検査の不備により、任意の処理を実行される"),
    ("CVE-2026-90002", "tobiuo-http", "1.9.3", HIGH, "長いヘッダーの扱いの不備により、応答が止まる"),
    ("CVE-2026-90003", "isaribi-log", "0.8.0", LOW, "記録ファイルの権限の初期値の不備"),
    ("CVE-2026-90004", "misaki-table", "5.1.2", LOW, "表の並べ替えで処理が終わらない"),
    ("CVE-2026-90005", "okitsu-auth", "3.0.1", HIGH, "署名の確認の不備により、なりすまされる"),
)  # fmt: skip
"""Name, package, the version that is fixed, score, title. Nothing of this exists."""
OLD = {
    "hamakaze-form": "2.2.0",
    "tobiuo-http": "1.9.0",
    "isaribi-log": "0.7.4",
    "misaki-table": "5.0.0",
}
NOTICES = (
    (50, "ipa", "テレワーク用機器の初期パスワードの悪用に関する注意喚起", "dismiss",
     "当社では該当する機器を使っていない。", ""),
    (38, "jpcert", "請求書を装うメールによる被害の増加について", "warn",
     "同じ手口のメールが届いている。", "全社員に見分け方を知らせる。"),
    (24, "police", "遠隔操作ソフトを悪用する詐欺について", "review_risk",
     "保守業者の遠隔接続のリスクに関わる。", "遠隔接続の手順とリスク評価を見直す。"),
    (12, "isac", "製造業を狙う攻撃の傾向（会員向け）", "", "", ""),
    (1, "jpcert", "ウェブ会議ソフトの更新の呼びかけ", "", "", ""),
)  # fmt: skip
"""Days before the end, sender, subject, decision, what it means for us, what is done."""


def live(firm: Firm) -> None:
    stage, last = firm.stage, firm.stage.last
    if last - timedelta(days=60) < stage.first:
        return
    for days, scene in (
        (60, _feeds), (58, _advisories), (57, _installed), (55, _judge), (41, _mend),
        (30, _installed_again), (9, _exploited), (4, _ask), (2, _unplaced),
    ):  # fmt: skip
        stage.work(last - timedelta(days=days), partial(scene, firm), 10)
    for row in NOTICES:
        stage.at(last - timedelta(days=row[0]), partial(_notice, firm, row), 10)
    stage.at(last, partial(_read_again, firm), 20)


def _feeds(firm: Firm) -> None:
    keeper = firm.holder("admin")
    rows = [
        ("JVN", "jvn"),
        ("OSV", "osv"),
        ("CISA KEV", "kev"),
        ("FIRST EPSS", "epss"),
        ("ISAC（メール）", "mail"),
    ]
    firm.stage.add("feeds", [
        {"name": name, "kind": kind, "keeper": keeper.pk, "starts_on": firm.stage.on} for name, kind in rows
    ], firm.stage.by(keeper))  # fmt: skip


def _with(content: str, suffix: str, take: Callable[[Path], Any]) -> Any:
    with tempfile.TemporaryDirectory(prefix="sekisho-invented-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_text(content, encoding="utf-8")
        return take(path)


def _feed(firm: Firm, kind: str, content: str, suffix: str = ".json") -> None:
    act = firm.stage.by(firm.holder("admin"))
    _with(content, suffix, lambda path: take_feed(act, kind, path))


def _advisories(firm: Firm) -> None:
    _feed(firm, "osv", json.dumps([_osv(*row) for row in FAULTS]))
    _feed(firm, "epss", _scores(), ".csv")
    _feed(firm, "jvn", _vuldef(), ".xml")
    _feed(firm, "kev", json.dumps({"vulnerabilities": []}))


def _osv(name: str, package: str, fixed: str, vector: str, title: str) -> dict[str, Any]:
    affected = {
        "package": {"ecosystem": "npm", "name": package},
        "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": fixed}]}],
    }
    return {"id": f"DEMO-{name[4:]}", "aliases": [name], "summary": title, "affected": [affected],
            "severity": [{"type": "CVSS_V3", "score": vector}]}  # fmt: skip


def _vuldef() -> str:
    item = "<AffectedItem><Name>風早ソフト</Name><ProductName>風早ビューア</ProductName><VersionNumber>4.2 およびそれ以前</VersionNumber></AffectedItem>"
    data = f"<Title>風早ビューアにおける読込処理の不備</Title><Affected>{item}</Affected>"
    one = f"<Vulinfo><VulinfoID>JVNDB-2026-990001</VulinfoID><VulinfoData>{data}</VulinfoData></Vulinfo>"
    return f'<VULDEF-Document xmlns="http://jvn.jp/vuldef/">{one}</VULDEF-Document>'


def _asset(firm: Firm, name: str) -> Any:
    rows = Asset.objects.in_use(firm.stage.on).exclude(owner=None)
    found = rows.filter(name__startswith=name).order_by("number").first()
    if found is None:
        raise NothingThere
    return found


def _install(firm: Firm, asset: Any, name: str, parts: dict[str, str], reach: str) -> None:
    lines = [f"{n},{v},pkg:npm/{n}@{v}" for n, v in parts.items()]
    act = firm.stage.by(firm.holder("admin"))
    _with("\n".join(("名称,バージョン,purl", *lines)), ".csv", lambda path: take_inventory(
        act, "csv", path, name=name, asset=asset.pk, reach=reach))  # fmt: skip


def _installed(firm: Firm) -> None:
    _install(firm, _asset(firm, "ソースコード"), "保守ポータル", OLD, "internet")
    _install(firm, _asset(firm, "製造ライン 制御プログラム"), "製造ライン制御PC",
             {"isaribi-log": "0.7.4", "misaki-table": "5.0.0"}, "isolated")  # fmt: skip


def _judge(firm: Firm) -> None:
    """The administrator judges what was found, but for one that is left lying."""
    stage, admin = firm.stage, firm.holder("admin")
    for one in Exposure.objects.filter(state="new").order_by("number"):
        if one.vulnerability.endswith(("90001", "90002")):
            stage.move(stage.by(admin), "exposures", "remediate", one, action="修正版に更新する。")
        elif one.vulnerability.endswith("90003"):
            stage.move(stage.by(admin), "exposures", "not_affected", one,
                       justification="vulnerable_code_not_in_execute_path",
                       detail="記録は別の仕組みで取り、この機能を呼び出していない。")  # fmt: skip


def _mend(firm: Firm) -> None:
    stage, admin = firm.stage, firm.holder("admin")
    for one in Exposure.objects.filter(state="remediate", vulnerability__endswith="90002"):
        stage.move(stage.by(admin), "exposures", "claim_fixed", one, ticket="CHG-0417")


def _installed_again(firm: Firm) -> None:
    """The younger list proves one fix and brings a new component."""
    parts = OLD | {"tobiuo-http": "1.9.3", "okitsu-auth": "3.0.0"}
    _install(firm, _asset(firm, "ソースコード"), "保守ポータル", parts, "internet")


def _exploited(firm: Firm) -> None:
    _feed(firm, "kev", json.dumps({"vulnerabilities": [_entry(firm.stage.on)]}))


def _entry(day: date) -> dict[str, Any]:
    return {"cveID": "CVE-2026-90005", "dateAdded": day.isoformat(), "vulnerabilityName": FAULTS[4][4],
            "knownRansomwareCampaignUse": "Unknown"}  # fmt: skip


def _scores() -> str:
    scores = [f"{name},0.{n}2,0.8{n}" for n, (name, *_rest) in enumerate(FAULTS)]
    return "\n".join(("cve,epss,percentile", *scores))


def _ask(firm: Firm) -> None:
    """What cannot be mended yet waits for somebody else's decision."""
    stage, admin = firm.stage, firm.holder("admin")
    for one in Exposure.objects.filter(
        state__in=("new", "triaging"), vulnerability__endswith="90004"
    )[:1]:
        stage.move(stage.by(admin), "exposures", "request_acceptance", one,
                   detail="製造元の対応が次の停止期間になるため。", action="社内網から切り離して使う。",
                   accepted_until=stage.on + timedelta(days=80))  # fmt: skip


def _unplaced(firm: Firm) -> None:
    """A list of programs by name alone; what it means is proposed, not guessed."""
    asset, act = _asset(firm, "サーバー構成資料"), firm.stage.by(firm.holder("admin"))
    content = "名称,バージョン,製造元\n風早ビューア,4.1,風早ソフト\n社内日報,1.0,"
    _with(content, ".csv", lambda path: take_inventory(
        act, "csv", path, name="情報システム部 共用サーバー", asset=asset.pk, reach="internal"))  # fmt: skip
    suggest(act)


def _read_again(firm: Firm) -> None:
    """The feeds of the day."""
    _feed(firm, "osv", json.dumps([_osv(*row) for row in FAULTS]))
    _feed(firm, "jvn", _vuldef(), ".xml")
    _feed(firm, "epss", _scores(), ".csv")
    _feed(
        firm, "kev", json.dumps({"vulnerabilities": [_entry(firm.stage.last - timedelta(days=9))]})
    )


def _notice(firm: Firm, row: tuple[Any, ...]) -> None:
    _days, origin, title, step, judgement, action = row
    stage, office = firm.stage, firm.holder("committee")
    sharing = "amber" if origin == "isac" else "clear"
    one = stage.one("threat_notices", stage.by(office), received_on=stage.on, origin=origin, title=title,
                    sharing=sharing)  # fmt: skip
    if not step:
        return
    said = {"judgement": judgement}
    if action:
        said |= {"action": action, "owner": office.pk, "act_by": stage.on + timedelta(days=14)}
    stage.move(stage.by(office), "threat_notices", step, one, **said)
    if step == "warn":
        stage.work(stage.on + timedelta(days=5), partial(_warned, firm, one), 15)


def _warned(firm: Firm, one: Any) -> None:
    stage = firm.stage
    stage.move(stage.by(firm.holder("committee")), "threat_notices", "carry_out", one,
               result="社内掲示と朝礼で知らせた。")  # fmt: skip
