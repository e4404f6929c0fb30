"""What was found not kept and put right, and what persons asked for."""

from datetime import timedelta
from functools import partial
from typing import Any

from sekisho.simulation.organisation import Firm

FOUND = (
    (35, "check", "rule", "書庫の鍵が就業時間後も掛かっていなかった。", "鍵を掛け、書庫の中身を確かめた。",
     "最後に退出する人の担当が決まっていなかった。", "退出時の点検表に書庫を加え、当番を決める。"),
    (95, "self", "rule", "共有フォルダーに、異動した人の閲覧権限が残っていた。", "権限を削除した。",
     "異動の連絡が情報システム部に届く手順がなかった。", "人事異動の一覧を毎月受け取り、権限と照らし合わせる。"),
    (160, "client", "contract", "取引先へ返却する図面の写しが、期日後も1部残っていた。", "返却し、受領書を受け取った。",
     "写しの部数を控えていなかった。", "開示の記録に部数の欄を設け、返却のときに照らし合わせる。"),
    (230, "internal_audit", "conformity", "教育の未受講者への督促の記録がなかった。", "対象者に連絡した。",
     "督促を口頭で行っていた。", "未受講者への連絡を一覧で行い、記録を残す。"),
)  # fmt: skip
"""Day, source, kind, what, immediate fix, cause, action."""

ASKED = (
    (50, "access", "自社製品の保守登録で預けた連絡先の開示", "granted", "登録内容の写しを書面で送付する。"),
    (140, "correction", "展示会アンケートの勤務先の訂正", "granted", "勤務先を訂正した。"),
    (220, "complaint", "退会後も案内メールが届いたという申出", "granted", "配信の名簿から削除し、経緯を説明してお詫びする。"),
    (300, "stop", "採用応募書類の利用停止", "not_held", "応募書類は選考の終了後に廃棄済みである旨を知らせる。"),
)  # fmt: skip
"""Day, kind, what, outcome, answer."""


def live(firm: Firm) -> None:
    stage = firm.stage
    for row in FOUND:
        stage.work(stage.first + timedelta(days=row[0]), partial(_found, firm, row), 14)
    for asked in ASKED:
        stage.work(stage.first + timedelta(days=asked[0]), partial(_asked, firm, asked), 11)
    stage.work(stage.last - timedelta(days=9), partial(_unexplained, firm), 14)
    stage.work(stage.last - timedelta(days=6), partial(_waiting, firm), 11)


def _unit(firm: Firm, n: int) -> Any:
    units = list(firm.units.values())
    return units[n % len(units)]


def _found(firm: Firm, row: Any) -> None:
    """Recorded by the leader, planned in a week, done in a month, confirmed by the committee."""
    stage = firm.stage
    day, source, kind, what, fix, cause, action = row
    unit = _unit(firm, day)
    leader = firm.leaders[unit.pk]
    found = stage.one(
        "nonconformities", stage.by(leader), detected_on=stage.on, source=source, kind=kind,
        what=what, unit=unit.pk, reported_by=leader.pk, immediate=fix, immediate_on=stage.on,
    )  # fmt: skip
    plan = {"cause": cause, "action": action, "owner": leader.pk,
            "action_due": stage.on + timedelta(days=45)}  # fmt: skip
    stage.work(stage.on + timedelta(days=7), lambda: stage.move(
        stage.by(leader), "nonconformities", "plan", found, **plan))  # fmt: skip
    stage.work(stage.on + timedelta(days=30), lambda: stage.move(
        stage.by(leader), "nonconformities", "carry_out", found, done_on=stage.on,
        similar="none_found"))  # fmt: skip
    stage.work(stage.on + timedelta(days=50), lambda: stage.move(
        stage.by(firm.holder("committee")), "nonconformities", "confirm", found,
        effect="実施後の2回の点検で、同じことは起きていない。"))  # fmt: skip


def _unexplained(firm: Firm) -> None:
    """Found nine days ago; its cause is still to be found."""
    stage, unit = firm.stage, _unit(firm, 8)
    leader = firm.leaders[unit.pk]
    stage.one(
        "nonconformities", stage.by(leader), detected_on=stage.on, source="check", kind="rule",
        what="来客の入館証が2枚、返却されないまま台帳に残っていた。", unit=unit.pk,
        reported_by=leader.pk, immediate="訪問先に連絡し、1枚を回収した。", immediate_on=stage.on,
    )  # fmt: skip


def _asked(firm: Firm, row: Any) -> None:
    """Identity on the day, decided by one and confirmed by another, sent in nine days."""
    stage = firm.stage
    _day, kind, what, outcome, answer = row
    member, chair = firm.holder("committee"), firm.holder("chair")
    asked = _receive(firm, kind, what)
    stage.move(stage.by(member), "personal_requests", "identify", asked, identity="document")
    stage.work(stage.on + timedelta(days=4), lambda: stage.move(
        stage.by(member), "personal_requests", "decide", asked, outcome=outcome, answer=answer))  # fmt: skip
    stage.work(stage.on + timedelta(days=6), lambda: stage.move(
        stage.by(chair), "personal_requests", "confirm", asked))  # fmt: skip
    stage.work(stage.on + timedelta(days=7), lambda: stage.move(
        stage.by(member), "personal_requests", "send", asked, answered_on=stage.on), 16)  # fmt: skip


def _receive(firm: Firm, kind: str, what: str) -> Any:
    stage, member = firm.stage, firm.holder("committee")
    return stage.one(
        "personal_requests", stage.by(member), kind=kind, received_on=stage.on, channel="mail",
        requester="製品を利用する個人の方（連絡先は受付簿に控え）", what=what,
        unit=_unit(firm, 3).pk, owner=member.pk,
    )  # fmt: skip


def _waiting(firm: Firm) -> None:
    """Received six days ago, identity checked, the answer not yet decided."""
    asked = _receive(firm, "access", "問い合わせ履歴の開示")
    firm.stage.move(firm.stage.by(firm.holder("committee")), "personal_requests", "identify", asked,
                    identity="known")  # fmt: skip
