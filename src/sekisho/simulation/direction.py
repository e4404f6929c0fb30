"""The committee's meetings, the director's monthly look and the yearly management review."""

from datetime import date, timedelta
from typing import Any

from sekisho.domains.people.models import CommitteeMeeting
from sekisho.findings import month as status
from sekisho.registers import calendar
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import months

REPORT = (
    "条項の状態、期限を過ぎたやること、インシデント、法令の改正、前回の指示の進み具合を報告した。"
)
YEARLY = "方針の順守状況、リスク、監査、教育、事業と技術の変化、前回の決定の実施状況を報告した。"
AGENDA = "1. 前回の決定の確認\n2. 方針の順守状況\n3. 棚卸と区分の見直し\n4. その他"
ACTIONS = (
    "未区分の資産の区分を決める", "委託先の要員の契約期限を確かめる", "マニュアルの持ち出し手順を見直す",
    "クラウドの置き場所を一覧にする", "個人情報の保存期間を書き足す", "表示のない書類に表示を付ける",
)  # fmt: skip
EVERY = 80  # days between meetings
POINTS = (
    ("上期の教育の実施状況", "未受講の部門と対策を確かめる。"),
    ("クラウドの利用状況", "台帳にないサービスの有無を確かめる。"),
    ("区分の見直しの進み具合", "年1回の見直しが済んでいない部門を確かめる。"),
)
DECISIONS = (
    ("試作品の写真は機密として扱う。", "区分の判断が部門で分かれているため。情報管理規程の区分の基準に合わせる。"),
    ("外部記憶媒体の持出しは部門長の許可制を続ける。", "貸出記録の点検で問題が見つからなかったため。"),
    ("教育の確認テストの合格点を80点とする。", "前回の正答率から、理解の確認に足りると判断したため。"),
    ("退職者の貸与物返却の確認票を使う。", "返却の確認漏れが1件あったため。"),
)  # fmt: skip


def steer(firm: Firm) -> None:
    """Meetings every eighty days, a status each month, the management review each June."""
    stage = firm.stage
    stage.one("settings", name="committee.charter", value="ISR-01", decided_on=stage.first,
              reason="委員会の設置と運営は情報管理規程に定めている。")  # fmt: skip
    for offset in range(20, (stage.last - stage.first).days + 1, EVERY):
        stage.work(stage.first + timedelta(days=offset), lambda: _meet(firm), 13)
    stage.at(stage.last, lambda: _plan(firm), 14)
    stage.work(stage.first + timedelta(days=75), lambda: _review(firm, "annual", stage.on), 15)
    for month in months(stage.first + timedelta(days=31), stage.last):
        before = (month - timedelta(days=1)).replace(day=1)
        stage.work(month + timedelta(days=7), lambda m=before: _review(firm, "monthly", m), 15)  # type: ignore[misc]
        if month.month == 6 and month > stage.first + timedelta(days=120):
            stage.work(month + timedelta(days=14), lambda: _review(firm, "annual", stage.on), 16)


def _review(firm: Firm, kind: str, period: date) -> None:
    stage = firm.stage
    annual = kind == "annual"
    decided: dict[str, Any] = {"no_instructions": True}
    if annual or stage.rng.random() < 0.3:
        decided = {"decisions": f"{stage.rng.choice(ACTIONS)}こと。"}
    told = "" if annual else status.words(status.figures(period, stage.on))
    made = stage.one(
        "management_reviews", stage.by(firm.holder("chair")), kind=kind, period=period,
        held_on=stage.on, inputs=YEARLY if annual else REPORT, figures=told, **decided,
    )  # fmt: skip
    stage.move(stage.by(firm.holder("director")), "management_reviews", "confirm", made)


def _meet(firm: Firm) -> None:
    """Held, minutes written by a member and approved by the chair a week later, actions done."""
    stage = firm.stage
    chair, member = firm.holder("chair"), firm.holder("committee")
    there = [p for part in firm.cast.parts if {"chair", "committee"} & set(part.roles)
             for p in [firm.parts[part.mail]]]  # fmt: skip
    meeting = stage.one("committee_meetings", stage.by(chair), held_on=stage.on, agenda=AGENDA)
    n = CommitteeMeeting.objects.count()
    _agenda(firm, meeting, POINTS[n % len(POINTS)])
    stage.move(stage.by(member), "committee_meetings", "hold", meeting,
               attendees=[p.name for p in there], minutes="議題のとおり報告し、決定と宿題を確かめた。")  # fmt: skip
    due = stage.on + timedelta(days=45)
    decision = _decide(firm, meeting, due)
    actions = stage.add("meeting_actions", [
        {"meeting": meeting.pk, "decision": decision.pk, "what": what, "owner": stage.rng.choice(there).pk, "due_on": due}
        for what in stage.rng.sample(ACTIONS, 2)
    ], stage.by(chair))  # fmt: skip
    stage.work(stage.on + timedelta(days=6), lambda: _approve(firm, meeting.pk))
    stage.work(due - timedelta(days=9), lambda: _done(firm, actions, decision))


def _agenda(firm: Firm, meeting: Any, point: tuple[str, str]) -> None:
    """A member proposes an item, the chair puts it on the agenda."""
    stage = firm.stage
    item = stage.one("agenda_items", stage.by(firm.holder("committee")), meeting=meeting.pk,
                     title=point[0], text=point[1])  # fmt: skip
    stage.move(stage.by(firm.holder("chair")), "agenda_items", "accept", item)


def _decide(firm: Firm, meeting: Any, due: date) -> Any:
    """Proposed by a member, recorded as decided by the chair; carried out with its actions."""
    stage = firm.stage
    member = firm.holder("committee")
    words, ground = DECISIONS[CommitteeMeeting.objects.count() % len(DECISIONS)]
    one = stage.one("committee_decisions", stage.by(member), meeting=meeting.pk, text=words,
                    ground=ground, responsible=member.pk, due_on=due)  # fmt: skip
    return stage.move(stage.by(firm.holder("chair")), "committee_decisions", "carry", one,
                      consent="unanimous", votes_for=4, votes_against=0, abstained=0)  # fmt: skip


def _plan(firm: Firm) -> None:
    """The next meeting is announced, and a member has proposed an item for it."""
    stage = firm.stage
    day = calendar.roll(stage.last + timedelta(days=10), "next")
    meeting = stage.one("committee_meetings", stage.by(firm.holder("chair")), held_on=day)
    stage.one("agenda_items", stage.by(firm.holder("committee")), meeting=meeting.pk,
              title="次年度の教育計画", text="対象、時期、教材の案を示す。")  # fmt: skip


def _approve(firm: Firm, pk: Any) -> None:
    meeting = CommitteeMeeting.objects.get(pk=pk)
    firm.stage.move(firm.stage.by(firm.holder("chair")), "committee_meetings", "approve", meeting)


def _done(firm: Firm, actions: list[Any], decision: Any) -> None:
    told = {"done_on": firm.stage.on, "result": "実施し、委員会に報告した。"}
    firm.stage.move(firm.stage.by(firm.holder("committee")), "committee_decisions", "carry_out",
                    decision, result=told["result"])  # fmt: skip
    firm.stage.change("meeting_actions", [(action, told) for action in actions])
