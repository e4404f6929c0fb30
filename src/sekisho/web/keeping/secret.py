"""The trade secret sheet of an asset as a page: what it stands on, from the records of today."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sekisho.domains.assets.models import TradeSecretSheet
from sekisho.registers.register import registry
from sekisho.reports.prints.trade_secret import is_secret
from sekisho.reports.secrecy import sheet
from sekisho.web.keeping.card import asset_or_404, sees
from sekisho.web.register.cells import class_label
from sekisho.web.register.finding import allowed
from sekisho.web.request import Request


@require_safe
def secret(request: HttpRequest, key: str) -> HttpResponse:
    asked = cast("Request", request)
    asset = asset_or_404(key)
    if not sees(asked, asset) or not is_secret(None, asset):
        raise Http404(key)
    asked.place = "registers"
    register = registry["trade_secrets"]
    written = TradeSecretSheet.objects.present().filter(asset=asset).first()
    change = ""
    if allowed(asked, "change" if written else "add", register, written):
        change = (
            reverse("edit", args=["trade_secrets", str(written.pk)])
            if written
            else f"{reverse('new', args=['trade_secrets'])}?{urlencode({'asset': asset.number})}"
        )
    context = {
        "title": _("Trade secret sheet: %(asset)s") % {"asset": asset.name},
        "crumbs": [(asset.number, f"/a/{asset.number}"), (_("Trade secret sheet"), "")],
        "asset": asset,
        "label": class_label(asset),
        "sheet": sheet(asset, asked.act().on),
        "change": change,
        "pdf": reverse("print", args=["assets", asset.number, "trade_secret"]),
    }
    return render(asked, "web/keeping/secret.html", context)
