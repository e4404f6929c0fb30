"""Lists of services in use in the demo company, month by month, and what was decided about each find."""

from datetime import timedelta
from typing import Any

from sekisho.domains.access.found_intake import take_in
from sekisho.domains.access.models import FoundService
from sekisho.simulation.organisation import Firm

HEAD = "ドメイン,利用者数,部署,件数\n"
LISTS = (
    (64, "proxy", (("nagi-crm.example", 42, "営業一部", 9120), ("gigafile.nu", 6, "営業二部", 18),
                   ("kotobabridge.example", 9, "営業二部", 210), ("hakoniwa.example", 88, "営業一部", 7730))),
    (33, "proxy", (("gigafile.nu", 3, "購買部", 7), ("canva.com", 5, "総務部", 61),
                   ("nafuda.example", 12, "営業二部", 140), ("mado-meet.example", 31, "営業一部", 410))),
    (20, "browser", (("deepl.com", 14, "開発部", 380), ("notion.so", 4, "開発部", 52))),
    (4, "proxy", (("openai.com", 11, "開発部", 164), ("gigafile.nu", 2, "製造部", 3),
                  ("fumi-ai.example", 60, "経営企画室", 2200))),
)  # fmt: skip


def trouble(firm: Firm) -> None:
    for days, kind, lines in LISTS:
        firm.stage.at(firm.stage.last - timedelta(days=days),
                      lambda kind=kind, lines=lines: _list(firm, kind, lines), 13)  # type: ignore[misc]  # fmt: skip
    for days, scene in ((58, _first), (28, _second)):
        firm.stage.at(firm.stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 14)  # type: ignore[misc]


def _list(firm: Firm, kind: str, lines: Any) -> None:
    """Counted by domain before it came here: nobody is named."""
    sheet = HEAD + "".join(",".join(map(str, line)) + "\n" for line in lines)
    take_in(firm.stage.by(firm.holder("admin")), sheet.encode(), f"{kind}.csv", kind, firm.stage.on)


def _decide(firm: Firm, domain: str, move: str, by: str = "admin", **said: Any) -> None:
    one = FoundService.objects.filter(domain=domain).first()
    if one is not None:
        firm.stage.move(firm.stage.by(firm.holder(by)), "found_services", move, one, **said)


def _first(firm: Firm) -> None:
    """File transfer is blocked, though the last list shows it again; the translator was refused."""
    _decide(firm, "gigafile.nu", "block", reason="社外への送付は「ハコニワ Drive」の共有を使う。")


def _second(firm: Firm) -> None:
    until = firm.stage.last + timedelta(days=40)
    _decide(firm, "canva.com", "tolerate", "committee", until=until,
            reason="公知の画像だけを使う社内掲示のため。申請の準備ができるまで。")  # fmt: skip
