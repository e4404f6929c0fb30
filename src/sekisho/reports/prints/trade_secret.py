"""The trade secret sheet of an asset, for litigation: three conditions with the evidence of the day."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sekisho.reports.paper import of_record, paper
from sekisho.reports.printing import Asked, Paper, printed
from sekisho.reports.secrecy import sheet


def is_secret(_register: object, asset: object) -> bool:
    return getattr(asset, "trade_secret", "") in {"secret", "limited_data"}


@printed("trade_secret", of="assets", title=gettext_lazy("Trade secret sheet"), when=is_secret)
def trade_secret(asked: Asked) -> Paper:
    asset = asked.record
    found = sheet(asset, asked.act.on)
    title = _("Trade secret sheet: %(asset)s") % {"asset": asset.name}
    label = str(asset.classification) if asset.classification else ""
    head = paper(
        title, asked.act, proof=of_record("assets", asset.pk), version=asset.number, label=label
    )
    body = {
        "managed": [[part, [list(pair) for pair in pairs]] for part, pairs in found.managed],
        "texts": [
            [_("2. Usefulness"), found.useful],
            [_("3. Not publicly known"), found.not_public],
            [_("Looked at"), found.checked],
        ],
        "words": {"managed": _("1. Managed as secret"),
                  "law": _("Unfair Competition Prevention Act, art. 2 (6)")},
    }  # fmt: skip
    return Paper("trade_secret", head | body, f"{asset.number}_trade_secret")
