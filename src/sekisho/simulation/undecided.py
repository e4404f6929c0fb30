"""What waits for a decision in the demo company: a lower class, an exception, a cloud service."""

from datetime import timedelta

from sekisho.domains.assets.models import Asset, Classification
from sekisho.simulation import deciding
from sekisho.simulation.organisation import Firm


def trouble(firm: Firm) -> None:
    """Asked for within the last days; the director, the deputy or the chair decide."""
    stage = firm.stage
    deciding.live(firm)
    for days, scene in ((5, _service), (3, _lowering), (2, _exception)):
        stage.at(stage.last - timedelta(days=days), lambda scene=scene: scene(firm), 11)  # type: ignore[misc]


def _service(firm: Firm) -> None:
    """The administrator has entered a service that a unit would like to use."""
    stage, unit = firm.stage, firm.units["2100"]
    stage.one(
        "services", stage.by(firm.parts["nonomura"]), name="議事録クラウド「ことの葉」",
        provider="株式会社ことの葉工房", purpose="商談の録音からの議事録作成（試用の希望）",
        unit=unit.pk, owner=firm.leaders[unit.pk].pk, country="日本", sso=True, mfa=False,
    )  # fmt: skip


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
