"""The approval matrix of the demo company and what it has on its road: with a manager, the committee,
the director (late), and once sent back."""

from datetime import timedelta
from typing import Any

from sekisho.domains.assets.models import Asset
from sekisho.findings.escalation import escalate
from sekisho.registers import calendar
from sekisho.registers.actor import service
from sekisho.registers.models import ApprovalSeat
from sekisho.simulation.organisation import Firm

LINES = (
    ("例外の承認", "exceptions", (
        {"who": "manager", "mode": "one", "days": 3, "otherwise": "escalate"},
        {"who": "role", "role": "director", "mode": "one", "days": 1, "otherwise": "remind"},
    )),
    ("クラウドサービスの利用承認", "cloud_evaluations", (
        {"who": "role", "role": "committee", "mode": "two", "days": 5, "otherwise": "escalate"},
        {"who": "role", "role": "director", "mode": "one", "days": 3, "otherwise": "remind"},
    )),
)  # fmt: skip


def live(firm: Firm) -> None:
    """The matrix comes into force a week before today; the requests follow."""
    stage = firm.stage
    for days, scene in ((8, _matrix), (7, _late), (4, _sent_back), (1, _fresh), (1, _away)):
        stage.at(stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 10)  # type: ignore[misc]
    stage.at(calendar.roll(stage.last, "previous"), lambda: _ladder(firm), 22)


def _ladder(firm: Firm) -> None:
    """What had stayed overdue by then is brought before the next levels, as on every business day."""
    escalate(firm.stage.act(service("engine")))


def _matrix(firm: Firm) -> None:
    stage, chair, director = firm.stage, firm.holder("chair"), firm.holder("director")
    for title, register, steps in LINES:
        line = stage.one("approval_rules", stage.by(chair), title=title, register=register)
        for place, step in enumerate(steps, 1):
            stage.one("approval_steps", stage.by(chair), rule=line.pk, place=place, **step)
        stage.move(stage.by(director), "approval_rules", "enact", line)


def _request(firm: Firm, code: str, asker: Any, reason: str) -> None:
    stage, unit = firm.stage, firm.units[code]
    rows = Asset.objects.present().filter(unit=unit, classification__isnull=False)
    asset = rows.order_by("-number").first()
    if asset is None:
        return
    stage.one(
        "exceptions", stage.by(asker), obligation="assets-labelled", subject=asset.pk, unit=unit.pk,
        reason=reason, instead="保管場所に区分を掲示し、閲覧簿を付ける。", starts_on=stage.on,
        ends_on=stage.on + timedelta(days=90),
    )  # fmt: skip


def _decide(firm: Firm, name: str, **said: str) -> None:
    """The seat set last, decided by the one it asks."""
    seat = ApprovalSeat.objects.waiting().order_by("-number").select_related("person").first()
    if seat is not None and seat.person is not None:
        firm.stage.move(firm.stage.by(seat.person), "approval_seats", name, seat, **said)


def _late(firm: Firm) -> None:
    """Its manager has agreed; the director should have decided by now."""
    reason = "改修中の棚の資料は、移設が終わるまで表示の貼り替えを見合わせたい。"
    _request(firm, "2100", firm.holder("committee"), reason)
    _decide(firm, "approve", comment="移設の予定を確認した。")


def _sent_back(firm: Firm) -> None:
    _request(firm, "3300", firm.holder("committee"), "貼り替えの人手が足りないため。")
    _decide(firm, "send_back", comment="いつまでに何人で終えるかを書いてください。")


def _fresh(firm: Firm) -> None:
    reason = "展示会の会期中は貸出用の資料の表示を統一したものに替えられないため。"
    _request(firm, "2200", firm.holder("committee"), reason)


def _away(firm: Firm) -> None:
    """The chair travels next week; a member decides in the chair's place."""
    stage, chair = firm.stage, firm.holder("chair")
    stage.one(
        "delegations", stage.by(chair), person=chair.pk, to=firm.holder("committee").pk,
        starts_on=stage.last + timedelta(days=3), ends_on=stage.last + timedelta(days=9),
        reason="海外出張",
    )  # fmt: skip
