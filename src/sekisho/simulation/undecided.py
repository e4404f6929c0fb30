"""What waits for a decision in the demo company: a lower class, an exception, a cloud service."""

from datetime import timedelta

from sekisho.domains.assets.models import Asset, Classification
from sekisho.simulation import clouds, deciding
from sekisho.simulation.organisation import Firm


def trouble(firm: Firm) -> None:
    """Asked for within the last days; the director, the deputy or the chair decide."""
    stage = firm.stage
    deciding.live(firm)
    for days, scene in ((5, clouds.waiting), (3, _lowering), (2, _exception)):
        stage.at(stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 11)  # type: ignore[misc]


def _lowering(firm: Firm) -> None:
    """What was secret until it was published: its manager proposes a lower class."""
    stage, manager = firm.stage, firm.parts["kiriyama"]
    rows = Asset.objects.present().filter(unit=firm.units["2200"], state="in_use", personal=("no",))
    asset = rows.filter(classification__code="confidential").order_by("number").first()
    if asset is None:
        return
    stage.move(
        stage.by(manager), "assets", "propose_lowering", asset,
        proposed_class=Classification.objects.get(code="internal").pk,
        class_reason="公表済みの内容だけになり、機密として扱う必要がなくなったため",
    )  # fmt: skip


def _exception(firm: Firm) -> None:
    """A shared ledger of drawings that is being renewed: its label comes with the new edition."""
    stage, unit = firm.stage, firm.units["3300"]
    leader = firm.leaders[unit.pk]
    asset = (
        Asset.objects.present()
        .filter(unit=unit, classification__isnull=False)
        .order_by("number")
        .first()
    )
    if asset is None:
        return
    stage.one(
        "exceptions", stage.by(leader), obligation="assets-labelled", subject=asset.pk, unit=unit.pk,
        reason="来月の改訂で紙の表紙ごと作り直すため、それまで表示の貼り替えを見合わせたい。",
        instead="保管庫の扉に区分を表示し、閲覧簿を付ける。", starts_on=stage.on,
        ends_on=stage.on + timedelta(days=60),
    )  # fmt: skip
