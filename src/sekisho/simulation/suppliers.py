"""Work entrusted to suppliers: in order, with a gap, without a contract, running out, being prepared, over."""

from datetime import date, timedelta
from functools import partial
from typing import Any

from sekisho.domains.assets.models import Classification
from sekisho.domains.people.models import Person
from sekisho.domains.suppliers import answering
from sekisho.domains.suppliers.models import (
    AssessmentAnswer,
    Contract,
    Engagement,
    EngagementPerson,
    Party,
)
from sekisho.packs.questionnaires import clauses
from sekisho.registers import commands
from sekisho.registers.plan import Line
from sekisho.registers.register import registry
from sekisho.simulation.agreements import FULL, PAPER
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere

NEW = (("株式会社ヒバリ印刷", "ヒバリインサツ"), ("クジラ倉庫株式会社", "クジラソウコ"))
WORKS: tuple[tuple[str, str, int, tuple[str, ...], int | None, str, dict[str, Any]], ...] = (
    ("有限会社みなと設計", "制御盤の設計", 2, ("no",), None, "設計業務委託契約書",
     {"handover": "専用の共有フォルダ", "enters": False}),
    ("株式会社シラカバ情報", "社内システムの保守", 2, ("personal",), 320, "保守業務委託契約書",
     {"handover": "VPNによる接続", "enters": True, "vital": True, "subcontracting": "approved"}),
    ("合同会社コトリ技研", "試験装置のプログラム作成", 1, ("no",), None, "プログラム作成委託契約書",
     {"handover": "電子メール（暗号化）"}),
    ("株式会社ハルカゼスタッフ", "事務の請負", 1, ("personal",), 120, "労働者派遣基本契約書",
     {"handover": "当社内での作業", "enters": True}),
    ("株式会社ヒバリ印刷", "案内状の印刷と発送", 1, ("personal",), 3000, "",
     {"handover": "暗号化した媒体"}),
    ("クジラ倉庫株式会社", "旧文書の保管", 2, ("no",), None, "文書保管契約書",
     {"handover": "専用便"}),
)  # fmt: skip
"""Supplier, work, rank of the class, personal data, persons, contract, what else it says."""
GAPS = (("S11", "partial", "社外からの接続の一部はパスワードのみ", "多要素認証を全員に適用する"),
        ("S22", "no", "訓練は来期に計画中", "事故対応の訓練を年1回行う"))  # fmt: skip


def live(firm: Firm) -> None:
    """What runs since before is registered on the first day; questions and checks follow."""
    stage = firm.stage
    stage.at(stage.first, partial(_register, firm), 13)
    for number, days, gaps in ((0, 20, 0), (1, 40, 2), (3, 60, 1), (5, 25, 0)):
        stage.work(stage.first + timedelta(days=days), partial(_assess, firm, number, gaps), 14)
    stage.work(stage.first + timedelta(days=45), partial(_accept, firm), 15)
    stage.work(stage.last - timedelta(days=120), partial(_look, firm), 15)
    stage.work(stage.last - timedelta(days=70), partial(_people, firm), 10)
    stage.work(stage.last - timedelta(days=50), partial(_hand_on, firm), 10)
    stage.at(stage.last, partial(_people, firm), 10)
    stage.work(stage.last - timedelta(days=20), partial(_end, firm), 16)
    stage.work(stage.last - timedelta(days=12), partial(_ask, firm, 2, answered=False), 11)
    stage.work(stage.last - timedelta(days=6), partial(_ask, firm, 4, answered=True), 11)


def _work(number: int) -> Any:
    found = Engagement.objects.filter(title=WORKS[number][1]).first()
    if found is None:
        raise NothingThere
    return found


def _register(firm: Firm) -> None:
    stage, keeper = firm.stage, firm.holder("committee")
    unit = firm.units.get("1300") or next(iter(firm.units.values()))
    charge = {"unit": unit.pk, "owner": keeper.pk}
    stage.add("parties", [
        {"name": name, "kana": kana, "kinds": ("supplier",), "contact": "営業担当", **charge}
        for name, kana in NEW
    ])  # fmt: skip
    parties = {one.name: one.pk for one in Party.objects.all()}
    signed = stage.first - timedelta(days=400)
    stage.one(
        "contracts", party=parties["クジラ倉庫株式会社"], title="文書保管契約書", kind="outsourcing",
        secrets=True, signed_on=signed, valid_from=signed, renewal="endless", original="paper",
        kept_at="法務部 契約書庫 B-2", signing="seal", signer="管理本部長", incident_hours=24, **charge,
    )  # fmt: skip
    stage.one("contracts", party=parties["合同会社コトリ技研"], title="プログラム作成委託契約書",
              kind="outsourcing", secrets=True, **charge)  # fmt: skip
    stage.one("ndas", **FULL, **PAPER, **charge, party=parties["クジラ倉庫株式会社"],
              title="文書保管に関する秘密保持契約書", marking_holder=firm.cast.company, signed_on=signed,
              valid_from=signed, valid_until=stage.last + timedelta(days=300), renewal="automatic",
              renewal_months=12)  # fmt: skip
    contracts = {one.title: one.pk for one in Contract.objects.all()}
    classes = {one.rank: one.pk for one in Classification.objects.all()}
    rows = [
        {
            "party": parties[party], "title": title, "classification": classes[rank],
            "personal": personal, "persons": persons, "contract": contracts.get(contract),
            "starts_on": _starts(firm, number), "subcontracting": "no", "contact": "業務責任者",
            "contact_email": f"sekinin@supplier{number + 1}.example", **charge, **said,
        }
        for number, (party, title, rank, personal, persons, contract, said) in enumerate(WORKS)
    ]  # fmt: skip
    for number, one in enumerate(stage.add("engagements", rows)):
        if number != 4:
            stage.move(stage.by(firm.holder("chair")), "engagements", "take_over", one,
                       started_on=one.starts_on, remark="運用開始より前からの委託")  # fmt: skip
        if one.contract_id:
            stage.add("contract_clauses", list(_terms(one, number)))
    stage.one("supplier_certificates", party=parties["株式会社シラカバ情報"], scheme="isms",
              number="JI-99001", scope="システムの開発と保守", valid_until=stage.last + timedelta(days=200),
              confirmed_on=stage.on)  # fmt: skip
    stage.one("supplier_certificates", party=parties["株式会社ヒバリ印刷"], scheme="pmark",
              number="99990001", scope="全社", valid_until=stage.last + timedelta(days=20))  # fmt: skip


def _starts(firm: Firm, number: int) -> date:
    stage = firm.stage
    return stage.last + timedelta(days=20) if number == 4 else stage.first - timedelta(days=300)


def _terms(one: Any, number: int) -> Any:
    """Every term is there; our right to look is the one that had to be added."""
    for place, code in enumerate(clauses(), start=5):
        row = {"contract": one.contract_id, "clause": code, "outcome": "present",
               "article": f"第{place}条"}  # fmt: skip
        if number == 1 and code == "audit":
            row |= {"article": "覚書 第2条"}
        yield row


def _ask(firm: Firm, number: int, *, answered: bool) -> Any:
    """The questions go out; where ``answered``, they come back within the hour."""
    stage, by = firm.stage, firm.stage.by(firm.holder("committee"))
    one = stage.one("assessments", by, engagement=_work(number).pk, kind="pre_use")
    one = stage.move(stage.by(firm.holder("committee")), "assessments", "send", one, cost="no_cost",
                     necessity="委託する情報の管理状況を確かめるため。")  # fmt: skip
    if answered:
        _answer(firm, one, 0)
    return one


def _answer(firm: Firm, one: Any, gaps: int) -> Any:
    stage = firm.stage
    short = {code: (answer, words) for code, answer, words, _plan in GAPS[:gaps]}
    rows = AssessmentAnswer.objects.filter(assessment=one).select_related("assessment")
    facts = {question.code for question in one.questions if question.kind == "fact"}
    lines = []
    for row in rows:
        answer, words = short.get(row.question, ("no" if row.question in facts else "full", ""))
        if row.answer == "":
            lines.append(Line({"answer": answer, "supplement": words}, row))
        elif row.question in short:
            lines.append(Line({"answer": answer, "supplement": words, "basis": "supplier"}, row))
    act = stage.by(firm.holder("committee"))
    commands.write_many(registry["assessment_answers"], act, lines)
    return stage.move(stage.by(firm.holder("committee")), "assessments", "submit", one,
                      submitted_by="業務責任者")  # fmt: skip


def _assess(firm: Firm, number: int, gaps: int) -> None:
    """Asked, answered, looked at by the committee, decided by the director."""
    stage = firm.stage
    one = _answer(firm, _ask(firm, number, answered=False), gaps)
    one = stage.move(stage.by(firm.holder("committee")), "assessments", "review", one)
    plans = {code: plan for code, _answer_, _words, plan in GAPS}
    rows = AssessmentAnswer.objects.filter(assessment=one, answer__in=("partial", "no"))
    late = stage.last + timedelta(days=25)
    lines = [
        Line({"finding": "gap", "action": plans[row.question],
              "due_on": late if row.question == "S22" else stage.last + timedelta(days=8)}, row)
        for row in rows.select_related("assessment")
        if row.question in plans and answering.Answer(row.answer)
    ]  # fmt: skip
    commands.write_many(registry["assessment_answers"], stage.by(firm.holder("committee")), lines)
    director = stage.by(firm.holder("director"))
    until = {"valid_until": stage.last + timedelta(days=40)} if number == 3 else {}
    if lines:
        stage.move(director, "assessments", "approve_conditionally", one, decision="おおむね十分である。",
                   conditions="不足を期限までに改善すること。", **until)  # fmt: skip
    else:
        stage.move(director, "assessments", "approve", one, decision="十分である。", **until)


def _accept(firm: Firm) -> None:
    """Until its contract is renewed and its answers are in, the director accepts the risk of one."""
    stage, one = firm.stage, _work(2)
    ends = min(stage.last + timedelta(days=45), stage.on + timedelta(days=360))
    risk = stage.one(
        "risk_acceptances", stage.by(firm.holder("committee")), title="契約更改前の委託の継続",
        origin="supplier", reference=one.number, unit=one.unit_id, owner=firm.holder("committee").pk,
        likelihood=2, impact=3, reason="試験の日程を変えられないため。", starts_on=stage.on,
        measure="渡す情報を社外秘までに限り、暗号化して渡す。", ends_on=ends,
    )  # fmt: skip
    stage.move(stage.by(firm.holder("director")), "risk_acceptances", "approve", risk,
               decision="契約更改までの間に限り認める。")  # fmt: skip
    stage.edit("engagements", one, risk=risk.pk)


def _look(firm: Firm) -> None:
    for number, result, found in ((0, "kept", "成果物と情報の取扱いに問題なし。"),
                                  (1, "partly", "接続の記録の提出が遅れた。"),
                                  (2, "kept", "納品物の検査で確認した。"),
                                  (3, "kept", "作業場所と名札の着用を確認した。")):  # fmt: skip
        firm.stage.move(
            firm.stage.by(firm.holder("committee")), "engagements", "confirm", _work(number)
        )
        firm.stage.one(
            "performance_checks", firm.stage.by(firm.holder("committee")), engagement=_work(number).pk,
            kind="report", checked_on=firm.stage.on, result=result, found=found,
            action="" if result == "kept" else "記録を毎月5日までに提出する。",
        )  # fmt: skip


def _people(firm: Firm) -> None:
    """Whoever came from a supplier stands in its work."""
    stage = firm.stage
    works = {
        one.party.name: one for one in Engagement.objects.running(stage.on).select_related("party")
    }
    there = EngagementPerson.objects.values("person")
    found = (
        Person.objects.in_service(stage.on).filter(employment="contractor").exclude(pk__in=there)
    )
    rows = [
        {
            "engagement": works[one.supplier].pk, "person": one.pk,
            "starts_on": max(one.starts_on, works[one.supplier].started_on),
            "leads": n == 0 and stage.on < stage.last,
            **_training(max(one.starts_on, stage.first), stage.on),
        }
        for n, one in enumerate(found.order_by("number"))
        if one.supplier in works
    ]  # fmt: skip
    stage.add("engagement_people", rows)


def _training(since: date, on: date) -> dict[str, Any]:
    """Of whoever came lately nobody has decided yet."""
    if since > on - timedelta(days=10):
        return {}
    return {"training": "needed", "trained_on": since,
            "training_proof": "委託先向け研修（業務責任者から報告）"}  # fmt: skip


def _hand_on(firm: Firm) -> None:
    stage, one = firm.stage, _work(1)
    told = {"engagement": one.pk, "starts_on": stage.on}
    good = stage.one("sub_suppliers", name="合同会社カモメ運用", work="夜間の監視", **told)
    stage.move(stage.by(firm.holder("chair")), "sub_suppliers", "approve", good,
               decision="同じ義務を課す契約を確認した。")  # fmt: skip
    stage.one("sub_suppliers", name="株式会社ツバメ配線", work="配線の交換", engagement=one.pk,
              starts_on=stage.last + timedelta(days=12))  # fmt: skip


def _end(firm: Firm) -> None:
    """It ended, and nobody has asked for the certificate of destruction yet."""
    stage = firm.stage
    stage.move(
        stage.by(firm.holder("committee")), "engagements", "finish", _work(5), ended_on=stage.on
    )
