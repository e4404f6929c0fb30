"""Whom the demo company calls in an emergency, and its kit on paper."""

from datetime import timedelta

from sekisho.simulation.organisation import Firm

CONTACTS = (
    (
        "police",
        "県警 サイバー犯罪相談窓口",
        "代表番号を確認のうえ記入",
        "平日 9:00–17:00",
        "犯罪の疑いがあるとき",
    ),
    (
        "commission",
        "個人情報保護委員会 漏えい等報告窓口",
        "報告フォームを使用",
        "",
        "個人データの漏えい等のとき",
    ),
    (
        "jpcert",
        "JPCERT/CC インシデント対応依頼",
        "依頼フォームを使用",
        "",
        "攻撃元への連絡を頼むとき",
    ),
    (
        "insurer",
        "みなと海上保険 サイバー事故受付",
        "0120-000-000",
        "24時間",
        "費用が生じる前に連絡",
    ),
    ("provider", "しおさい通信 法人サポート", "0120-000-001", "24時間", "回線を止めるとき"),
    (
        "forensics",
        "なぎさフォレンジック",
        "03-0000-0000",
        "平日 9:00–18:00",
        "機器の調査を頼むとき",
    ),
)

ON_CALL = ("nonomura", "kobayakawa", "katagiri")


def live(firm: Firm) -> None:
    """Contacts were entered early on; the kit was issued each month, the last time not long ago."""
    stage = firm.stage
    stage.work(stage.first + timedelta(days=20), lambda: _contacts(firm), 11)
    stage.work(stage.last - timedelta(days=30), lambda: _turns(firm), 12)
    day = stage.first + timedelta(days=25)
    while day < stage.last - timedelta(days=3):
        stage.work(day, lambda: _kit(firm), 14)
        day += timedelta(days=28)


def _contacts(firm: Firm) -> None:
    stage = firm.stage
    rows = [
        {"whom": whom, "name": name, "phone": phone, "hours": hours, "when": when}
        for whom, name, phone, hours, when in CONTACTS
    ]
    stage.add("emergency_contacts", rows, stage.by(firm.parts["katagiri"]))
    for n, person in enumerate(firm.parts.values()):
        stage.edit("people", person, phone=f"090-0000-{1000 + n * 11:04d}")


def _turns(firm: Firm) -> None:
    """Week by week until a month ahead, somebody else each week; the one before is rung second."""
    stage = firm.stage
    people = [firm.parts[name] for name in ON_CALL]
    first = stage.last - timedelta(days=stage.last.weekday() + 28)
    rows = []
    for n in range(9):
        span = {
            "starts_on": first + timedelta(days=7 * n),
            "ends_on": first + timedelta(days=7 * n + 6),
            "hours": "夜間・休日を含む",
        }
        rows.append(span | {"person": people[n % 3]})
        rows.append(span | {"person": people[(n - 1) % 3], "backup": True})
    stage.add("on_call_turns", rows, stage.by(firm.parts["katagiri"]))


def _kit(firm: Firm) -> None:
    stage = firm.stage
    stage.one(
        "offline_kits", stage.by(firm.parts["katagiri"]), kept="事務局の金庫、受付の当番ファイル"
    )
