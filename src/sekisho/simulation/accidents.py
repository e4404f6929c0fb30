"""Incidents of the demo company: a lost card, a mail that nobody fell for, and one that is serious."""

from datetime import timedelta
from typing import Any

from sekisho.domains.assets.models import Asset
from sekisho.domains.incidents import drafting, freezing
from sekisho.domains.incidents.models import (
    Incident,
    IncidentStep,
    OutsideContact,
    PersonNotice,
    ReportDuty,
)
from sekisho.domains.people.models import Unit
from sekisho.registers.actor import service
from sekisho.registers.commands import write
from sekisho.registers.register import registry
from sekisho.simulation.organisation import Firm

SENT = "取引先担当者名簿を別の取引先へ誤って送付"
SPARED = {
    "police": "犯罪の疑いなし", "ipa": "対象外", "jpcert": "対象外", "isac": "加盟していない",
    "cards": "カード情報なし", "forensics": "機器への侵入なし", "ministry": "報告の定めなし",
    "exchange": "非上場", "clients": "預かった情報ではない", "public": "本人へ個別に通知する",
}  # fmt: skip
"""Bodies outside that need not be told of it, and why; the others are told."""


def live(firm: Firm) -> None:
    """Small things over the year, brought to their end; the demo's own people are in them."""
    stage = firm.stage
    stage.work(stage.first + timedelta(days=70), lambda: _lost_card(firm), 10)
    stage.work(stage.first + timedelta(days=160), lambda: _strange_mail(firm), 11)
    stage.work(stage.first + timedelta(days=250), lambda: _wrong_fax(firm), 15)
    stage.work(stage.last - timedelta(days=60), lambda: _ask_quiet_units(firm), 13)


def trouble(firm: Firm) -> None:
    """Small ones over the year; a serious one in the middle of its course, and a fresh suspicion."""
    live(firm)
    stage = firm.stage
    stage.at(stage.last - timedelta(days=6), lambda: _sent_astray(firm), 12)
    stage.at(stage.last - timedelta(days=6), lambda: _first_report(firm), 17)
    stage.at(stage.last - timedelta(days=4), lambda: _preliminary(firm), 16)
    stage.at(stage.last, lambda: _phishing(firm), 14)
    stage.at(stage.last, lambda: _unanswered(firm), 16)


def report(firm: Firm, finder: Any, *, seen: bool = True, **said: Any) -> Any:
    """Reported some minutes after it was noticed; manager and committee are told at once."""
    stage = firm.stage
    act = stage.by(finder)
    values = {"noticed_at": act.at - timedelta(minutes=6), "unit": finder.unit_id, **said}
    made = stage.one("incidents", act, **values)
    told = [(firm.leaders.get(finder.unit_id), "manager")]
    told += [
        (firm.parts[mail], "committee") for mail in ("sakaki", "miura", "kashiwagi", "katagiri")
    ]
    engine = stage.act(service("engine"))
    rows = [
        {"incident": made.pk, "person": person.pk, "capacity": capacity, "told_at": engine.at}
        for person, capacity in told if person
    ]  # fmt: skip
    for alert in stage.add("incident_alerts", rows, engine)[:1]:
        person = told[0][0]
        if person and seen:
            stage.move(stage.by(person), "incident_alerts", "acknowledge", alert)
    return made


def _ask_quiet_units(firm: Firm) -> None:
    """Units that reported nothing are asked, so that silence is no guess."""
    stage = firm.stage
    rows = [
        {"unit": unit.pk, "asked_on": stage.on, "answer": "部内の会議で全員に確認した。該当なし。"}
        for unit in Unit.objects.active(stage.on)
    ]
    stage.add("silence_checks", rows)


def _light(firm: Firm, one: Any, leader: Any, cause: str, text: str) -> None:
    """Judged by the manager and closed with its cause in one line."""
    stage = firm.stage
    one = stage.move(stage.by(leader), "incidents", "triage", one, category=one.category,
                     severity="near_miss", severity_reason="社外への影響なし")  # fmt: skip
    stage.move(stage.by(leader), "incidents", "close_light", one, cause=cause, cause_text=text,
               evidence_needed="no", evidence_reason="記録で足りる")  # fmt: skip


def _lost_card(firm: Firm) -> None:
    finder, leader = firm.parts["miyase"], firm.parts["kiriyama"]
    one = report(firm, finder, category="loss", title="入館証の置き忘れ", personal_data="no",
                 text="取引先の会議室に入館証を忘れた。30分後に受け取った。")  # fmt: skip
    _light(firm, one, leader, "mistake", "ストラップを外して机に置いた。")


def _strange_mail(firm: Firm) -> None:
    finder, leader = firm.parts["miyase"], firm.parts["kiriyama"]
    one = report(firm, finder, category="phishing", title="請求書を装ったメール", personal_data="no",
                 text="添付ファイル付きの不審なメールが届いた。開いていない。")  # fmt: skip
    _light(firm, one, leader, "attack", "外部からの不審なメール。開封者なし。")


def _wrong_fax(firm: Firm) -> None:
    finder, leader = firm.parts["arima"], firm.parts["arima"]
    one = report(firm, finder, category="misdelivery", title="見積書のFAX誤送信", personal_data="no",
                 text="番号を押しまちがえ、別の取引先に見積書1枚を送った。回収済み。")  # fmt: skip
    _light(firm, one, leader, "mistake", "短縮番号を使わず手で入力した。")


def _sent_astray(firm: Firm) -> None:
    """The mail went out; within the hour it is judged, commanded, and the links are closed."""
    stage = firm.stage
    finder, leader, chair = (firm.parts[name] for name in ("miyase", "kiriyama", "sakaki"))
    one = report(firm, finder, category="misdelivery", title=SENT, personal_data="yes", persons=1240,
                 text="「配送先一覧」のつもりで、取引先担当者名簿を別の取引先へメールで送付した。"
                      "氏名・会社名・メールアドレスを含む。暗号化なし。")  # fmt: skip
    for fact, answer in (("malicious", "no"), ("strong_encryption", "no"), ("sensitive", "no"),
                         ("financial_harm", "no"), ("recovered_unread", "no")):  # fmt: skip
        stage.one("incident_facts", stage.by(leader), incident=one.pk, fact=fact, value=answer,
                  basis="送信記録と本人への聞き取り")  # fmt: skip
    one.refresh_from_db()
    one = stage.move(stage.by(leader), "incidents", "triage", one, category="misdelivery",
                     severity="major", severity_reason="1,000人を超える個人データ")  # fmt: skip
    _finish(firm, one, "triaged", leader)
    one = stage.move(stage.by(chair), "incidents", "respond", one, commander=chair.pk,
                     first_order="営業二部からの社外送信を一時的に上長確認へ切り替える。")  # fmt: skip
    for text, kind in (("担当取締役へ電話で連絡", "contact"),
                       ("共有リンク2本を停止。メール本体は相手の受信箱に残る", "action")):  # fmt: skip
        stage.one("timeline_entries", stage.by(leader), incident=one.pk, text=text, kind=kind)
    admin = firm.parts["nonomura"]
    measure = stage.one("containments", stage.by(admin), incident=one.pk, kind="block",
                        what="共有リンクの停止")  # fmt: skip
    measure = stage.move(stage.by(admin), "containments", "carry_out", measure,
                         result="2本とも停止した")  # fmt: skip
    stage.move(stage.by(leader), "containments", "verify", measure)
    _shut(firm, one)


def _shut(firm: Firm, one: Any) -> None:
    """What was on the list, and one right to it that nobody needs this week."""
    stage, leader, chair = firm.stage, firm.parts["kiriyama"], firm.parts["sakaki"]
    rows = Asset.objects.present().filter(personal__contains=",personal,").order_by("number")
    asset = rows.filter(access_rights__state="active").first() or rows.first()
    if asset is None:
        return
    stage.one("affected_assets", stage.by(leader), incident=one.pk, asset=asset.pk,
              standing="affected")  # fmt: skip
    act = stage.by(chair)
    right = freezing.grants(one, act).exclude(person=chair).first()
    if right is not None:
        chosen = freezing.Chosen(
            rights=frozenset({right.pk}), reason="閲覧の範囲を確かめるまで停止"
        )
        freezing.shut(one, act, chosen)


def _first_report(firm: Firm) -> None:
    stage, one = firm.stage, Incident.objects.get(title=SENT)
    leader, chair, admin = (firm.parts[name] for name in ("kiriyama", "sakaki", "nonomura"))
    one = stage.move(stage.by(leader), "incidents", "report_up", one,
                     situation="相手先の2名が受信。削除を依頼し、書面での確認を待っている。",
                     impact="1,240名分の氏名・会社名・メールアドレス", instructions="社外送信を上長確認に切替え")  # fmt: skip
    stage.one("evidence_items", stage.by(admin), incident=one.pk, kind="mail", what="送信メール（原本）",
              place="証拠保管庫", method="メールゲートウェイから出力")  # fmt: skip
    _finish(firm, one, "responding", leader)
    one.refresh_from_db()
    one = stage.move(stage.by(chair), "incidents", "contain", one, evidence_needed="yes",
                     evidence_reason="当局への報告に用いるため")  # fmt: skip
    stage.move(stage.by(chair), "incidents", "investigate", one)
    for contact in OutsideContact.objects.filter(incident=one.pk):
        act = stage.by(chair)
        if reason := SPARED.get(contact.body):
            values: dict[str, Any] = {"decision": "not_needed", "reason": reason}
        else:
            values = {"decision": "needed", "reason": "相談・報告のため", "contacted_at": act.at}
        write(registry["outside_contacts"], act, values, contact)


def _preliminary(firm: Firm) -> None:
    """The preliminary report goes to the commission; the final one is still to come."""
    stage, one = firm.stage, Incident.objects.get(title=SENT)
    member = firm.parts["katagiri"]
    duty = ReportDuty.objects.filter(incident=one.pk, rule="appi-preliminary").first()
    text = drafting.compose(one, "preliminary", firm.cast.company)
    act = stage.by(member)
    draft = stage.one("incident_drafts", act, incident=one.pk, kind="preliminary", text=text)
    if duty is not None:
        stage.move(act, "report_duties", "submit", duty, submitted_at=act.at, receipt="R-2026-0417",
                   draft=draft.pk)  # fmt: skip
    for group in PersonNotice.objects.filter(incident=one.pk):
        values = {"who": "取引先の担当者", "persons": 1240, "decision": "notify", "means": "mail",
                  "reason": "氏名とメールアドレスが渡ったため"}  # fmt: skip
        write(registry["person_notices"], act, values, group)
    stage.one("timeline_entries", stage.by(member), incident=one.pk, kind="contact",
              text="個人情報保護委員会へ速報を提出")  # fmt: skip


def _phishing(firm: Firm) -> None:
    report(firm, firm.parts["miyase"], category="phishing", title="取引先を名乗る不審なメール",
           text="振込先の変更を求めるメールが届いた。リンクを開いてしまったかもしれない。")  # fmt: skip


def _unanswered(firm: Firm) -> None:
    """Just come in: nobody has said yet that they have seen it."""
    report(firm, firm.parts["miyase"], seen=False, category="loss", title="会議室に置いた資料が見当たらない",
           text="商談のあと会議室に戻ったところ、見積書の控えがなくなっていた。")  # fmt: skip


def _finish(firm: Firm, one: Any, stage_name: str, by: Any) -> None:
    stage = firm.stage
    for step in IncidentStep.objects.filter(incident=one.pk, stage=stage_name, state="open"):
        stage.move(stage.by(by), "incident_steps", "finish", step)
