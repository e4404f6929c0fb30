"""What the demo company states once a year, where its records cannot tell yet."""

from datetime import timedelta
from functools import partial
from typing import Any

from sekisho.domains.documents.models import Clause
from sekisho.simulation.organisation import Firm

WHY = "この条項を測る台帳がまだないため、当面は年に一度、担当者が申告する。"
EARLY, LATER = 36, 110  # days after the first day: the early ones run out this month
STATED: dict[str, tuple[str, str, int, str]] = {
    "5.1": ("admin", "kept", LATER, "主要14システムの認証・端末・ログの点検表を四半期ごとに確かめた。"),
    "5.2": ("admin", "kept", LATER, "申請書の綴りを30件抜き取り、申請者と承認者が別人であることを見た。"),
    "5.3": ("admin", "kept", LATER, "権限一覧の全行に有効期限が入っていることを確かめた。"),
    "5.4": ("admin", "kept", EARLY, "上期の棚卸の結果と、実在する権限の一覧を突き合わせた。"),
    "5.5": ("admin", "kept", LATER, "退職者11名と異動者26名の削除記録を確かめた。"),
    "6.1": ("committee", "kept", LATER, "開示の許可簿と契約の一覧を照らし合わせた。"),
    "6.3": ("committee", "kept", LATER, "書庫とサーバー室の保管場所を、担当者とは別の2名で見て回った。"),
    "6.4": ("committee", "kept", LATER, "持ち出し簿の返却日に空欄がないことを確かめた。"),
    "6.5": ("committee", "kept", LATER, "廃棄業者の証明書18通と廃棄簿を照らし合わせた。"),
    "6.6": ("admin", "kept", EARLY, "復元の試験を受注管理と設計ファイルサーバーで行い、結果を残した。"),
    "6.7": ("admin", "kept", LATER, "端末とクラウドの暗号化の設定を一覧で確かめた。"),
    "7.1": ("admin", "partly", LATER, "多要素認証を使えない検査装置が2台あり、代わりの措置をとっている。"),
    "7.2": ("admin", "kept", LATER, "管理画面で全端末の稼働と定義の更新を確かめた。"),
    "7.4": ("admin", "kept", LATER, "許可した61名の期限と、接続装置の更新を確かめた。"),
    "7.5": ("committee", "kept", LATER, "入室者の登録と入退室の記録を毎月の点検簿で確かめた。"),
    "7.6": ("committee", "not_kept", LATER, "9月の見回りで、製造部に施錠していない書類棚が3か所残っていた。"),
    "8.1": ("committee", "kept", LATER, "四半期ごとの掲示と、部門の教育計画の提出を確かめた。"),
    "8.2": ("committee", "kept", LATER, "研修会の出席簿と小テストの結果を人事部の控えで確かめた。"),
    "8.3": ("committee", "kept", EARLY, "委託先24社について、教育の要否を部門長が判断した記録を見た。"),
    "8.4": ("committee", "kept", LATER, "標的型メールの訓練と机上演習の報告書を確かめた。"),
    "9.1": ("committee", "kept", LATER, "報告7件の受付時刻を確かめ、不利益な扱いがないことを聞き取った。"),
    "9.2": ("committee", "kept", LATER, "7件の初動の記録を確かめた。"),
    "9.3": ("committee", "kept", LATER, "証拠の受け渡し簿と復旧の確認書を確かめた。"),
    "9.4": ("director", "kept", LATER, "この1年に重大と判定したものはなく、連絡網の訓練を行った。"),
    "9.5": ("committee", "kept", LATER, "再発防止策5件の実施と、効き目の確認を記録で見た。"),
    "10.1": ("committee", "kept", LATER, "委託先24社の評価表を確かめた。"),
    "10.2": ("committee", "partly", LATER, "古い契約1件に返却と廃棄の定めがなく、更新の協議をしている。"),
    "10.3": ("admin", "kept", LATER, "利用しているサービスの評価と承認の記録を確かめた。"),
    "11.1": ("committee", "kept", LATER, "全社と18部門のリスク評価の結果を確かめた。"),
    "11.2": ("director", "kept", LATER, "監査計画と報告書、是正処置の効果の確認を見た。"),
}  # fmt: skip
"""Clause of the demo policy → who states it, how it is kept, when, and what that rests on."""


def ask(firm: Firm, clause: Clause) -> None:
    """Have the clause stated yearly, if it is one of those."""
    stage = firm.stage
    if clause.number in STATED and clause.scope == "duties":
        stage.move(
            stage.by(firm.holder("chair")), "clauses", "state_yearly", clause, scope_reason=WHY,
            scope_review_on=stage.on + timedelta(days=365),
        )  # fmt: skip


def plan(firm: Firm) -> None:
    """Put the statements of the year into the story."""
    for days in (EARLY, LATER):
        firm.stage.work(firm.stage.first + timedelta(days=days), partial(_state, firm, days), 16)


def _state(firm: Firm, days: int) -> None:
    stage = firm.stage
    versions = [version.pk for version in firm.versions]
    for clause in Clause.objects.present().filter(version__in=versions, scope="statement"):
        role, verdict, when, basis = STATED[clause.number]
        if when == days:
            who: Any = firm.holder(role)
            stage.one("statements", stage.by(who), clause=clause.pk, verdict=verdict, basis=basis)
