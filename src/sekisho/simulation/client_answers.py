"""The library of answers of the demo company, and one questionnaire of a client being answered."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import xlsxwriter

from sekisho.domains.assurance.answering import Library
from sekisho.domains.assurance.models import StandardAnswer
from sekisho.domains.suppliers.models import Party
from sekisho.registers.notes import attach
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm

ANSWERS = (
    ("情報セキュリティの方針を定め、社内に周知していますか。",
     "方針を定めて全員に周知し、内容への同意を記録しています。", "policy-acknowledged"),
    ("方針や規程を定期的に見直していますか。", "年に一度見直し、要否と理由を記録しています。", "policy-reviewed"),
    ("情報セキュリティの責任者を定めていますか。",
     "担当取締役と、部門ごとの情報セキュリティ管理者を任命しています。", "units-managed"),
    ("情報資産の台帳を作成していますか。", "部門ごとに台帳を作り、保管場所と管理者を記録しています。", "assets-identified"),
    ("情報を機密の度合いで区分していますか。", "4段階の区分を定め、資産ごとに管理者が決定しています。", "assets-classified"),
    ("区分に応じた表示をしていますか。", "社外秘以上の資料に区分を表示しています。", "assets-labelled"),
    ("個人情報の取扱いを台帳で管理していますか。", "利用目的・件数・保存期間を台帳で管理しています。", "personal-data-recorded"),
    ("アクセス権限は業務に必要な範囲に限っていますか。",
     "申請と承認に基づいて付与し、期限を定めています。", "rights-approved"),
    ("アクセス権限の棚卸を行っていますか。", "対象ごとに期を定めて見直し、不要な権限を削除しています。", "rights-reviewed"),
    ("退職者のアカウントを速やかに停止していますか。", "退職の日までに利用を止め、削除を確認しています。", "leavers-accounts-closed"),
    ("クラウドサービスの利用前に評価していますか。",
     "17項目で評価し、申請者以外の者が可否を判定しています。", "cloud-evaluated"),
    ("未承認のクラウドサービスの利用を把握していますか。",
     "利用の一覧を定期的に確認し、見つけたものの扱いを決めています。", "found-services-triaged"),
    ("クラウドサービスを定期的に再評価していますか。", "期限を定めて再評価しています。", "cloud-reviewed"),
    ("情報の持出しを管理していますか。", "事前の許可と返却の確認を記録しています。", "takeouts-permitted"),
    ("不要になった情報を安全に廃棄していますか。", "区分と媒体に応じた方法で廃棄し、立会いと証明を残しています。", "disposals-proper"),
    ("社外への情報開示の前に許可を得ていますか。", "相手・目的・期限を定めた許可を得て開示しています。", "disclosures-permitted"),
    ("秘密保持契約を締結していますか。", "開示に先立って契約の有効性を確認しています。", ""),
    ("インシデントの報告の窓口と手順がありますか。", "だれでもすぐに報告でき、受付から記録しています。", ""),
    ("インシデントの再発防止を行っていますか。", "原因を確認し、期限を定めた対策の効果まで確認しています。", ""),
    ("法令の改正を把握していますか。", "法的要求事項の一覧を定期に確認しています。", ""),
    ("従業者から誓約書を取得していますか。", "入社時に秘密保持の誓約を得ています。", "pledged-on-joining"),
    ("操作の記録を改ざんできない形で残していますか。",
     "すべての操作を検証できる証跡台帳に記録しています。", ""),
    ("データのバックアップを取得していますか。", "区分ごとの保管規則に従って取得しています。", ""),
    ("通信と保存の際に暗号化していますか。", "区分に応じて暗号化し、鍵の管理者を定めています。", ""),
)  # fmt: skip
ASKED = (
    "情報セキュリティの方針を定め、周知していますか。", "情報資産の台帳はありますか。", "アクセス権限の棚卸を行っていますか。",
    "退職者のアカウントは速やかに停止していますか。", "クラウドサービスを定期的に再評価していますか。",
    "インシデントの報告の手順がありますか。", "海外の拠点で当社の情報を扱いますか。",
)  # fmt: skip


def trouble(firm: Firm) -> None:
    for days, scene in ((90, _library), (6, _questionnaire)):
        firm.stage.at(firm.stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 14)  # type: ignore[misc]


def _library(firm: Firm) -> None:
    stage, owner = firm.stage, firm.holder("committee")
    until = stage.last + timedelta(days=180)
    stage.add("standard_answers", [
        {"question": question, "answer": answer, "evidence": [code] if code else [], "owner": owner.pk,
         "review_by": until if n else stage.last - timedelta(days=3)}
        for n, (question, answer, code) in enumerate(ANSWERS)
    ], stage.by(owner))  # fmt: skip


def _questionnaire(firm: Firm) -> None:
    """The client's file is read, answers are proposed; two questions are left and some are not shown."""
    stage, owner = firm.stage, firm.holder("committee")
    party = Party.objects.present().of_kind("client").order_by("number").first()
    if party is None:
        return
    one = stage.one("client_questionnaires", stage.by(owner), party=party.pk, owner=owner.pk,
                    title="委託先セキュリティ調査票", received_on=stage.on,
                    due_on=stage.last + timedelta(days=10), scope="本社と営業所")  # fmt: skip
    attach(
        registry["client_questionnaires"],
        stage.by(owner),
        one,
        BytesIO(_file()),
        "委託先調査票.xlsx",
    )
    known = list(StandardAnswer.objects.present().order_by("number"))
    library, lines = Library([answer.question for answer in known]), []
    for row, question in enumerate(ASKED, 5):
        near = library.likest(question)
        told: dict[str, Any] = {
            "questionnaire": one.pk,
            "row": row,
            "column": 3,
            "question": question,
        }
        if near is not None:
            found = known[near.index]
            told |= {"standard": found.pk, "answer": found.answer, "score": round(100 * near.score)}
        lines.append(told)
    stage.add("client_questions", lines, stage.by(owner))


def _file() -> bytes:
    """The client's workbook, in its own layout."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("調査票")
        head = book.add_format({"bold": True, "bg_color": "#DDE6F0", "border": 1})
        body = book.add_format({"text_wrap": True, "border": 1})
        sheet.set_column(1, 2, 48)
        sheet.merge_range("A1:D1", "委託先セキュリティ調査票", head)
        sheet.write_row(3, 0, ("No", "確認事項", "ご回答", "備考"), head)
        for n, question in enumerate(ASKED):
            sheet.write_row(4 + n, 0, (n + 1, question, "", ""), body)
    return out.getvalue()
