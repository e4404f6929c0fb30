"""With whom secrecy was agreed: counterparties, contracts, agreements, and what was said under them."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.suppliers.models import Nda, Party
from sekisho.simulation.organisation import Firm

PARTIES = (
    ("株式会社ミナト計器", "ミナトケイキ", "client"), ("東雲フーズ機械株式会社", "シノノメフーズキカイ", "client"),
    ("潮風精密株式会社", "シオカゼセイミツ", "client"), ("株式会社アオサギ製作所", "アオサギセイサクショ", "partner"),
    ("有限会社みなと設計", "ミナトセッケイ", "supplier"), ("合同会社コトリ技研", "コトリギケン", "supplier"),
    ("株式会社シラカバ情報", "シラカバジョウホウ", "supplier"), ("株式会社ハルカゼスタッフ", "ハルカゼスタッフ", "supplier"),
    ("白灯法律事務所", "ハクトウホウリツジムショ", "professional"), ("汐見野市", "シオミノシ", "authority"),
)  # fmt: skip
"""Name, kana, kind."""

FULL: dict[str, Any] = {
    "direction": "mutual", "secrecy": "months", "secrecy_months": 36, "marking": True,
    "marking_word": "秘密", "oral": True, "oral_days": 30, "returning": "either", "return_days": 30,
    "scope": "書面または電磁的方法で開示され、秘密である旨を表示した技術上・営業上の情報。公知のもの、独自に得たものを除く。",
}  # fmt: skip
PAPER = {
    "original": "paper",
    "kept_at": "法務部 契約書庫 B-2",
    "signing": "seal",
    "signer": "代表取締役社長",
}
SERVICE = {
    "original": "e_contract",
    "kept_at": "電子契約サービス",
    "signing": "witness",
    "signer": "管理本部長",
}

NDAS: tuple[tuple[int, str, int, int, dict[str, Any]], ...] = (
    (0, "共同評価に関する秘密保持契約書", 700, 75, PAPER | {"renewal": "agreed"}),
    (1, "秘密保持契約書", 500, 320, PAPER | {"renewal": "automatic", "renewal_months": 12, "notice_days": 30}),
    (2, "見積に関する秘密保持契約書", 420, 240, SERVICE | {"renewal": "expires", "marking": False, "marking_word": ""}),
    (3, "共同開発に関する秘密保持契約書", 600, 500, PAPER | {"renewal": "agreed", "secrecy": "endless", "secrecy_months": None}),
    (4, "図面の取扱いに関する覚書", 390, 180, SERVICE | {"renewal": "automatic", "renewal_months": 12, "form": "memo"}),
    (5, "秘密保持契約書", 800, -20, PAPER | {"renewal": "expires"}),
    (6, "情報システム保守に関する秘密保持契約書", 450, 290, SERVICE | {"renewal": "automatic", "renewal_months": 12}),
    (7, "派遣個別契約書 第9条（秘密保持）", 380, 200, PAPER | {"renewal": "expires", "form": "clause", "direction": "receive"}),
)  # fmt: skip
"""Counterparty, title, days since it was signed, days until it ends, what else it says."""

CONTRACTS: tuple[tuple[int, str, str, int, int, bool | None], ...] = (
    (0, "取引基本契約書", "basic", 1800000, 400, True), (1, "制御盤 売買契約書", "sales", 24000000, 210, True),
    (3, "共同開発契約書", "joint", 0, 500, True), (4, "設計業務委託契約書", "outsourcing", 9600000, 180, True),
    (6, "保守業務委託契約書", "outsourcing", 4800000, 290, True), (7, "労働者派遣基本契約書", "dispatch", 0, 200, True),
    (8, "法律顧問契約書", "other", 1200000, 130, False), (2, "部品 売買契約書", "sales", 3100000, 150, None),
)  # fmt: skip
"""Counterparty, title, kind, amount, days until it ends, whether secrets pass."""


def live(firm: Firm) -> None:
    """Everything registered on the first day; later what is said, renewed and signed."""
    stage = firm.stage
    stage.at(stage.first, partial(register, firm), 11)
    for number, days in enumerate((60, 150, 240)):
        stage.work(stage.first + timedelta(days=days), partial(_spoken, firm, number), 16)
    stage.work(stage.last - timedelta(days=20), partial(_spoken, firm, 3), 16)
    stage.work(stage.last - timedelta(days=12), partial(_signed_lately, firm), 15)


def register(firm: Firm) -> None:
    stage, keeper = firm.stage, firm.holder("committee")
    unit = firm.units.get("1300") or next(iter(firm.units.values()))
    charge = {"unit": unit.pk, "owner": keeper.pk}
    parties = stage.add("parties", [
        {"name": name, "kana": kana, "kinds": (kind,), "corporate_number": _number(n),
         "starts_on": _ago(stage.first, 900 + n * 40), "contact": "総務担当", **charge}
        for n, (name, kana, kind) in enumerate(PARTIES)
    ])  # fmt: skip
    contracts = stage.add("contracts", [
        {"party": parties[n].pk, "title": title, "kind": kind, "amount": amount or None,
         "secrets": secrets, "renewal": "agreed", **_term(firm, 380, until), **PAPER, **charge}
        for n, title, kind, amount, until, secrets in CONTRACTS
    ])  # fmt: skip
    of = {c.party_id: c.pk for c in contracts}
    stage.add("ndas", [
        FULL | {"party": parties[n].pk, "title": title, "contract": of.get(parties[n].pk),
                "marking_holder": firm.cast.company, **_term(firm, ago, until), **charge} | said
        | ({"document_id": f"EC-{2400 + n}"} if said["original"] == "e_contract" else {})
        | ({"marking_holder": ""} if said.get("marking") is False else {})
        for n, title, ago, until, said in NDAS
    ])  # fmt: skip


def _ago(day: date, days: int) -> date:
    return day - timedelta(days=days)


def _term(firm: Firm, ago: int, until: int) -> dict[str, date]:
    signed = _ago(firm.stage.first, ago)
    last = firm.stage.last + timedelta(days=until)
    return {"signed_on": signed, "valid_from": signed, "valid_until": last}


def _number(n: int) -> str:
    """A corporate number nobody has (no registry office is called 9999), with its check digit."""
    rest = f"9999{n:08d}"
    total = sum(int(d) * (2 if p % 2 else 1) for p, d in enumerate(reversed(rest)))
    return f"{9 - total % 9}{rest}"


SAID = (
    "試作品の動作条件",
    "次期制御基板の外形寸法",
    "量産時期と数量の見込み",
    "評価試験で得た耐久データ",
)


def _spoken(firm: Firm, number: int) -> None:
    """Told in a meeting; the letter goes out a week later, except for the last."""
    stage = firm.stage
    nda = Nda.objects.get(party__name=PARTIES[0][0])
    person = list(firm.leaders.values())[number % len(firm.leaders)]
    told = stage.one(
        "oral_disclosures", nda=nda.pk, speaker="we", disclosed_on=stage.on, what=SAID[number],
        occasion="定例の打合せ", person=person.pk, disclosed_at=stage.moment,
    )  # fmt: skip
    if number < 3:
        stage.work(stage.on + timedelta(days=7), partial(_confirmed, firm, told), 10)


def _confirmed(firm: Firm, told: Any) -> None:
    firm.stage.edit("oral_disclosures", told, confirmed_on=firm.stage.on,
                    confirmation="開示情報の確認書（メール添付）")  # fmt: skip


def _signed_lately(firm: Firm) -> None:
    """A new agreement came back from the e-contract service; nobody has read its clauses yet."""
    stage, keeper = firm.stage, firm.holder("committee")
    party = Party.objects.get(name=PARTIES[9][0])
    stage.one(
        "ndas", party=party.pk, title="実証実験に関する秘密保持契約書", signed_on=stage.on,
        valid_from=stage.on, valid_until=stage.on + timedelta(days=400), renewal="expires",
        direction="mutual", owner=keeper.pk, unit=party.unit_id,
    )  # fmt: skip
