"""What goes outside: counterparties, agreements, permits and disclosures; trade secrets and provision."""

from datetime import timedelta
from typing import Any

from sekisho.domains.assets.models import Asset, PersonalData
from sekisho.domains.assets.words import TradeSecret
from sekisho.domains.suppliers.models import Nda, Party
from sekisho.simulation.keeping import colleague, some_asset
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import months

PARTNERS = (
    ("株式会社汐凪エンジニアリング", ("client",), True),
    ("かもめ計測株式会社", ("partner",), False),
    ("灯台法律事務所", ("professional",), None),
)


def live(firm: Firm) -> None:
    """Agreements first; then a disclosure each month, every third one under a standing permit."""
    stage = firm.stage
    stage.work(stage.first + timedelta(days=26), lambda: _agree(firm), 14)
    for month in months(stage.first + timedelta(days=31), stage.last):
        stage.work(month + timedelta(days=8), lambda: _disclose(firm), 14)
    stage.work(stage.first + timedelta(days=30), lambda: _secrets(firm), 9)
    stage.work(stage.first + timedelta(days=33), lambda: _provide(firm), 9)


def _agree(firm: Firm) -> None:
    stage = firm.stage
    for name, kinds, marking in PARTNERS:
        party = stage.one("parties", name=name, kinds=kinds)
        if marking is not None:
            stage.one(
                "ndas", party=party.pk, title=f"秘密保持契約書（{name}）", direction="mutual",
                purpose="共同開発と受託設計", scope="技術資料、見積、試作品", secrecy="months", secrecy_months=36,
                marking=marking, marking_word="秘密情報" if marking else "",
                marking_holder=firm.cast.company if marking else "", oral=False, returning="either",
                signed_on=stage.first - timedelta(days=200),
                valid_from=stage.first - timedelta(days=200), renewal="automatic",
                renewal_months=12, notice_days=60,
                valid_until=stage.first + timedelta(days=900),
                original="paper", kept_at="法務部 書庫 C-2", signing="seal", signer="代表取締役",
                unit=next(iter(firm.units.values())).pk, owner=firm.holder("committee").pk,
            )  # fmt: skip


def _partner(which: int) -> tuple[Any, Any]:
    """The counterparty and the agreement with it, if there is one."""
    party = Party.objects.get(name=PARTNERS[which][0])
    return party, Nda.objects.present().filter(party=party).first()


def _permit(firm: Firm, asset: Any, party: Any, nda: Any, days: int, **more: Any) -> Any:
    stage = firm.stage
    ground = (
        {"ground": "nda", "nda": nda.pk}
        if nda
        else {"ground": "professional", "ground_detail": "弁護士法第23条"}
    )
    return stage.one(
        "disclosure_permits", unit=asset.unit_id, asset=asset.pk,
        classification=asset.classification_id, what=f"{asset.name}の写し", party=party.pk,
        purpose="受託設計の打合せ", starts_on=stage.on, ends_on=stage.on + timedelta(days=days),
        **({"requested_by": colleague(firm, asset).pk} | ground | more),
    )  # fmt: skip


def _disclose(firm: Firm) -> None:
    """Asked for in the morning, permitted by the manager (and director), disclosed and recorded."""
    stage = firm.stage
    party, nda = _partner(stage.rng.randrange(len(PARTNERS)))
    strict = stage.rng.random() < 0.15
    asset = some_asset(firm, classification__rank=3 if strict else 2)
    leader = firm.leaders[asset.unit_id]
    one = _permit(firm, asset, party, nda, 60)
    stage.move(stage.by(leader), "disclosure_permits", "endorse" if strict else "approve", one)
    if strict:
        stage.move(stage.by(firm.holder("director")), "disclosure_permits", "approve_finally", one)
    stage.work(stage.on + timedelta(days=1), lambda: _told(firm, one), 15)


def _told(firm: Firm, permit: Any, back: int | None = 30) -> None:
    stage = firm.stage
    nda = permit.nda
    row = {
        "permit": permit.pk, "asset": permit.asset_id, "party": permit.party_id,
        "recipient": "設計課 主任", "purpose": permit.purpose, "channel": "share",
        "disclosed_on": stage.on, "disclosed_by": permit.requested_by_id,
        "marked": True if nda and nda.marking else None,
        "marking": f"秘密情報 {firm.cast.company}" if nda and nda.marking else "",
        "return_due_on": stage.on + timedelta(days=back) if back else None,
    }  # fmt: skip
    made = stage.one("disclosures", **row)
    if back and back > 10:
        leader = firm.leaders[permit.unit_id]
        stage.work(stage.on + timedelta(days=back - 6), lambda: stage.move(
            stage.by(leader), "disclosures", "close", made, fate="destroyed", proof="廃棄の連絡メール",
        ), 16)  # fmt: skip


def _secrets(firm: Firm) -> None:
    """A sheet for each trade secret there is by now."""
    stage = firm.stage
    rows = Asset.objects.in_use(stage.on).filter(
        trade_secret=TradeSecret.SECRET, trade_secret_sheet=None
    )
    stage.add("trade_secrets", [
        {"asset": asset.pk, "usefulness": "製品の性能と歩留まりを他社より高める。",
         "not_public": "特許・論文・製品の分解から知ることができないことを知財担当が確認した。",
         "told": "表示、入社時の誓約、年1回の教育で周知している。",
         "checked_by": firm.holder("chair").pk, "checked_on": stage.on}
        for asset in rows.order_by("number")
    ])  # fmt: skip


def _provide(firm: Firm) -> None:
    """One list goes to a partner by consent, and that is on record."""
    stage = firm.stage
    line = PersonalData.objects.present().filter(kind="personal").order_by("asset__number").first()
    if line is None:
        return
    stage.edit("personal_data", line, provision=["consent"])
    party, _nda = _partner(1)
    stage.one("provisions", direction="gave", line=line.pk, given_on=stage.on, party=party.pk,
              representative="代表取締役 鷗 太郎", items="氏名、会社名、連絡先", whom="名簿の全員",
              ground="consent", consent="申込書の同意欄")  # fmt: skip


def trouble(firm: Firm) -> None:
    """A permit waits for its manager, and something disclosed is not back in time."""
    stage = firm.stage
    stage.at(stage.last - timedelta(days=20), lambda: _still_out(firm), 14)
    stage.at(stage.last - timedelta(days=2), lambda: _asked(firm), 14)
    stage.at(stage.last - timedelta(days=16), lambda: _secrets(firm), 9)


def _still_out(firm: Firm) -> None:
    stage = firm.stage
    asset = some_asset(firm, unit=firm.units["2200"].pk, classification__rank=2)
    party, nda = _partner(0)
    one = _permit(firm, asset, party, nda, 30)
    stage.move(stage.by(firm.leaders[asset.unit_id]), "disclosure_permits", "approve", one)
    _told(firm, one, 9)


def _asked(firm: Firm) -> None:
    asset = some_asset(firm, unit=firm.units["2200"].pk, classification__rank=2)
    party, nda = _partner(0)
    _permit(firm, asset, party, nda, 20, requested_by=firm.parts["miyase"].pk)
