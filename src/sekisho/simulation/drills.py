"""Drills of the invented company: by mail once a year, at the table, from the backup; better each time."""

from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from sekisho.domains.education.models import Drill, DrillEvent, DrillTarget
from sekisho.domains.incidents.models import Incident
from sekisho.notices import drill_mail
from sekisho.registers import calendar
from sekisho.registers.actor import service
from sekisho.simulation.organisation import Firm
from sekisho.simulation.stage import NothingThere

EVERY = 330
SCENARIOS = (
    ("shared-file", "共有ファイルを装う標的型メール訓練"), ("password-expiry", "パスワード期限を装う標的型メール訓練"),
    ("meeting-room", "会議室予約を装う標的型メール訓練"), ("invoice", "請求書差替えを装う標的型メール訓練"),
)  # fmt: skip
SHOWED = "報告先を知らない人がいた。報告は早くなったが、昼休みの前後に遅れがある。"
TAUGHT = "見分けるポイントと報告先を各部門の朝礼で説明し、希望者に10分の確認教材を案内した。"


def live(firm: Firm) -> None:
    """By mail once a year, the last some weeks ago; at the table in the first half-year."""
    stage = firm.stage
    days = (stage.last - stage.first).days
    if days < 60:
        return
    begins = [*range(35, days - 200, EVERY), days - 27]
    for n, offset in enumerate(begins):
        stage.work(
            stage.first + timedelta(days=offset),
            partial(_by_mail, firm, n, offset != begins[-1]),
            9,
        )
    stage.work(stage.first + timedelta(days=100), partial(_table, firm), 13)
    stage.work(stage.last - timedelta(days=8), partial(_planned, firm), 11)


def trouble(firm: Firm) -> None:
    """The exercise of last month is an incident one can open; the restore was slow and is to be followed up soon."""
    stage = firm.stage
    stage.work(stage.last - timedelta(days=24), partial(_restore, firm), 15)
    stage.work(stage.last - timedelta(days=28), partial(_table, firm), 16)


def _office(firm: Firm) -> tuple[Any, Any]:
    return firm.holder("committee"), firm.holder("chair")


def _consented(firm: Firm, **values: Any) -> Any:
    """Planned by a member, consented to by the director, announced."""
    stage = firm.stage
    member, _chair = _office(firm)
    told = stage.on - timedelta(days=7)
    drill = stage.one("drills", stage.by(member), **values)
    drill = stage.move(stage.by(firm.holder("director")), "drills", "consent", drill)
    said = {"announced_on": told, "helpdesk_told_on": told, "labour_told_on": told,
            "labour_how": "従業員代表に書面で説明"}  # fmt: skip
    return stage.move(stage.by(member), "drills", "announce", drill, **said)


def _mail_of(firm: Firm, n: int) -> dict[str, Any]:
    code, title = SCENARIOS[n % len(SCENARIOS)]
    begin = firm.stage.moment + timedelta(hours=1)
    return {
        "kind": "targeted_mail", "title": title, "scenario": code, "spread_hours": 2,
        "objective": "不審なメールに気づき、30分以内に報告できるようにする。", "starts_at": begin,
        "ends_on": (begin + timedelta(days=6)).date(), "no_real_sender": True, "no_lure": True,
    }  # fmt: skip


def _by_mail(firm: Firm, n: int, reviewed: bool) -> None:
    stage = firm.stage
    member, chair = _office(firm)
    consented = _consented(firm, **_mail_of(firm, n))  # before the act that follows it
    drill = stage.move(stage.by(member), "drills", "start", consented)
    drill_mail.pick(drill, stage.act(service("engine")))
    _happened(firm, drill, n)

    def close() -> None:
        stage.move(stage.by(member), "drills", "close", drill)

    def look() -> None:
        stage.move(stage.by(member), "drills", "follow_up", drill, follow_up=TAUGHT)
        stage.move(stage.by(chair), "drills", "review", drill, lessons=SHOWED)

    def forget() -> None:
        drill_mail.tidy(stage.act(service("engine")))

    day = stage.on
    stage.work(day + timedelta(days=5), close, 17)
    if reviewed:
        stage.work(day + timedelta(days=20), look, 14)
        stage.at(day + timedelta(days=110), forget, 2)


def _happened(firm: Firm, drill: Drill, n: int) -> None:
    """What became of the mails: a scanner fetched each, more report each year, fewer click."""
    luck = firm.stage.rng
    reports, clicks = min(0.46 + 0.17 * n, 0.85), max(0.13 - 0.06 * n, 0.02)
    targets = list(DrillTarget.objects.filter(drill=drill).order_by("send_at", "pk"))
    events = []
    for one in targets:
        one.queued_at = one.delivered_at = one.send_at
        one.scanned = 1
        events.append(
            _seen(one, "fetched_by_scanner", one.send_at + timedelta(seconds=4), "machine")
        )
        if luck.random() < clicks:
            one.opened_at = one.clicked_at = one.send_at + _after(luck, 38)
            events.append(_seen(one, "clicked", one.clicked_at, "confirmed"))
            if drill.asks_secret and luck.random() < 0.4:
                one.submitted_at = one.clicked_at + timedelta(seconds=40)
        elif luck.random() < 0.07:
            one.opened_at = one.send_at + _after(luck, 60)
        if luck.random() < reports:
            one.reported_at = one.send_at + _after(luck, 26 - 7 * min(n, 2))
            events.append(_seen(one, "reported", one.reported_at, "confirmed"))
    columns = ["queued_at", "delivered_at", "scanned", "opened_at", "clicked_at", "submitted_at",
               "reported_at"]  # fmt: skip
    DrillTarget.objects.bulk_update(targets, columns, batch_size=500)
    DrillEvent.objects.bulk_create(events, batch_size=1000)


def _after(luck: Any, median: float) -> timedelta:
    """Most within the hour, some the next day."""
    return timedelta(minutes=min(median * luck.lognormvariate(0, 0.9) + 2, 3 * 24 * 60))


def _seen(target: DrillTarget, kind: str, at: datetime, surety: str) -> DrillEvent:
    return DrillEvent(target=target, kind=kind, at=at, surety=surety)


def _table(firm: Firm) -> None:
    """An incident played through at the table; where one was entered as an exercise, that one."""
    stage = firm.stage
    member, chair = _office(firm)
    played = Incident.objects.present().filter(drill=True, drills=None).order_by("-number").first()
    drill = _consented(
        firm, kind="tabletop", title="取引先を装うメールの机上訓練",
        objective="連絡網で全員がそろい、初動の指示を出せるようにする。",
        situation="取引先を装うメールの添付ファイルを、複数の管理者が開いたという想定。",
        incident=played.pk if played else None,
    )  # fmt: skip
    drill = stage.move(stage.by(member), "drills", "start", drill)
    drill = stage.move(stage.by(member), "drills", "close", drill, held_on=stage.on, participants=9,
                       lessons="全員がそろうまで14分。夜間の連絡先が2人分古かった。")  # fmt: skip
    drill = stage.move(stage.by(member), "drills", "follow_up", drill, follow_up="連絡網を更新し、確認を四半期ごととした。")  # fmt: skip
    if not played:
        stage.move(stage.by(chair), "drills", "review", drill, lessons=drill.lessons)


def _restore(firm: Firm) -> None:
    stage = firm.stage
    member, _chair = _office(firm)
    drill = _consented(
        firm, kind="restore", title="ファイルサーバーの復元訓練", recovery_promised=240, loss_promised=60,
        objective="ファイルサーバーを約束した時間内に復元できることを確かめる。",
        situation="ファイルサーバー1台が起動しなくなったという想定。",
    )  # fmt: skip
    drill = stage.move(stage.by(member), "drills", "start", drill)
    stage.move(stage.by(member), "drills", "close", drill, held_on=stage.on, participants=3, recovery_measured=310,
               loss_measured=45, lessons="復元手順書のバックアップの場所が古く、探すのに時間を要した。")  # fmt: skip


def _planned(firm: Firm) -> None:
    """The next one waits for the director."""
    if not Drill.objects.held().exists():
        raise NothingThere
    stage = firm.stage
    day = calendar.roll(stage.on + timedelta(days=40), "next")
    begin = datetime.combine(day, time(10), stage.zone)
    values = _mail_of(firm, Drill.objects.held().filter(kind="targeted_mail").count())
    values |= {"starts_at": begin, "ends_on": (begin + timedelta(days=6)).date()}
    stage.one("drills", stage.by(firm.holder("committee")), **values)
