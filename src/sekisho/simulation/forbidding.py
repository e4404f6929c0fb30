"""What the invented company forbids beyond its conditions: one policy in force, one to be approved."""

from dataclasses import replace
from datetime import datetime, timedelta

from sekisho.registers.commands import move, write
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm

EXPORT = """@id("no-export")
@reason_ja("委託先の方は、機密以上の情報を書き出せません。")
@reason_en("Staff of other companies may not export confidential information.")
@advice_ja("必要な資料は、担当の社員に取り出しを依頼してください。")
@advice_en("Ask the employee in charge to take out what is needed.")
forbid(principal, action in [Action::"export", Action::"copy"], resource is Asset)
when { principal.employment == "contractor" && resource.rank >= 2 };
"""
PASSKEY = """@id("passkey")
@reason_ja("委託先の方が機密以上の情報を開くには、パスキーでの本人確認が必要です。")
@reason_en("Staff of other companies need a passkey to open confidential information.")
@advice_ja("パスキーで本人確認をやり直してください。")
@advice_en("Prove your identity again with a passkey.")
forbid(principal, action, resource is Asset)
when { principal.employment == "contractor" && resource.rank >= 2 }
unless { context has strong && context.strong };
"""


def forbid(firm: Firm) -> None:
    """In force since a month ago."""
    stage, chair = firm.stage, firm.holder("chair")
    one = stage.one(
        "access_policies", stage.by(chair), name="委託先による書き出しの禁止", text=EXPORT,
        grounds="委託契約の秘密保持条項に合わせ、委員会で定めた。",
    )  # fmt: skip
    stage.move(stage.by(chair), "access_policies", "propose", one)
    stage.move(stage.by(firm.holder("director")), "access_policies", "approve", one)


def propose(firm: Firm, now: datetime) -> None:
    """Proposed just now, so that the try-out has decisions to look at."""
    policies = registry["access_policies"]
    chair = firm.stage.by(firm.holder("chair"))
    act = replace(chair, at=now - timedelta(minutes=2), on=firm.stage.last)
    grounds = "委託先の端末でパスワードが漏れた場合に備え、次回の委員会までに導入したい。"
    values = {"name": "委託先のパスキー必須化", "text": PASSKEY, "grounds": grounds}
    move(policies, act, "propose", write(policies, act, values))
