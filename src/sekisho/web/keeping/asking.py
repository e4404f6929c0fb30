"""Asking for something with one asset: to take it out, dispose of it, disclose it. Short forms.

The asset is fixed by the address, so somebody who holds it but may not read its record can ask too.
"""

from collections.abc import Mapping
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from sekisho.domains.assets.disclosure_words import Channel
from sekisho.domains.assets.models import Asset
from sekisho.domains.assets.ruled import assumed
from sekisho.registers.actor import Act
from sekisho.registers.commands import InvalidLines, write, write_many
from sekisho.registers.errors import Invalid
from sekisho.registers.guard import demand, visible
from sekisho.registers.plan import Line
from sekisho.registers.register import Register, registry
from sekisho.web import dates, inputs
from sekisho.web.keeping.card import asset_or_404, sees
from sekisho.web.register import cells
from sekisho.web.register.form_page import posted, questions
from sekisho.web.request import Request

FIELDS = {
    "takeouts": ("kind", "what", "medium", "serial", "method", "destination", "receiver",
                 "purpose", "starts_on", "due_back_on", "safeguards"),
    "disposals": ("medium", "method", "whole", "what", "quantity", "reason", "vendor"),
    "disclosure_permits": ("what", "party", "purpose", "ground", "nda", "ground_detail",
                           "starts_on", "ends_on"),
    "disclosures": ("permit", "what", "party", "recipient", "purpose", "channel", "disclosed_on",
                    "disclosed_at", "marked", "marking", "return_due_on"),
}  # fmt: skip
TITLES = {
    "takeouts": gettext_lazy("Ask to take it out"),
    "disposals": gettext_lazy("Ask for disposal"),
    "disclosure_permits": gettext_lazy("Ask for a permit to disclose"),
    "disclosures": gettext_lazy("Record a disclosure"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest, key: str, name: str) -> HttpResponse:
    asked = cast("Request", request)
    if name not in FIELDS:
        raise Http404(name)
    asset, register = asset_or_404(key), registry[name]
    demand(asked.actor, "add", register, None, asked.act().on)
    asked.place = "registers"
    problems: Mapping[str, Any] = {}
    given: dict[str, Any] = _first(asked, asset, name) | dict(asked.GET.items())
    if asked.method == "POST":
        given = {n: v for n, v in posted(asked, register).items() if n in FIELDS[name]}
        try:
            made = send(asked, register, asset, given)
        except InvalidLines as invalid:
            problems = next(iter(invalid.lines.values()))
        except Invalid as invalid:
            problems = invalid.problems
        else:
            messages.success(asked, said(name, made))
            seen = visible(asked.actor, register, asked.act().on).filter(pk=made.pk).exists()
            return redirect(cells.address(register, made) if seen else f"/a/{key}")
    every = {one.name: one for one in questions(asked, register, None, given, dict(problems))}
    shown = [every[n] for n in FIELDS[name]]
    if name == "takeouts":
        shown.append(others(asked, problems))
    strange = [t for n, ts in problems.items() if n not in {*FIELDS[name], "others"} for t in ts]
    context = {
        "title": TITLES[name],
        "crumbs": [(asset.number, f"/a/{asset.number}"), (TITLES[name], "")],
        "asset": asset,
        "seen": sees(asked, asset),
        "label": cells.class_label(asset),
        "inputs": shown,
        "whole": strange,
        "register": register,
    }
    return render(asked, "web/keeping/ask.html", context, status=422 if problems else 200)


def _first(request: Request, asset: Asset, name: str) -> dict[str, Any]:
    """What is probably meant, so that little has to be typed."""
    today = request.act().on
    media = asset.media[0] if asset.media else ""
    known: dict[str, dict[str, Any]] = {
        "takeouts": {"medium": media, "starts_on": today},
        "disposals": {"medium": media, "method": asset.disposal},
        "disclosure_permits": {"starts_on": today},
        "disclosures": {"disclosed_on": today},
    }
    return {n: inputs.written(v) for n, v in known[name].items() if v}


def others(request: Request, problems: Mapping[str, Any]) -> inputs.Input:
    """More assets that go along: each becomes a line of its own."""
    return inputs.Input(
        name="others", label=_("Other assets taken along"), value=request.POST.get("others", ""),
        help=_("Their numbers, with a comma between."), errors=list(problems.get("others", ())),
    )  # fmt: skip


def said(name: str, made: Any) -> str:
    """What has happened, and for what was said by word of mouth what is still to do."""
    if name != "disclosures":
        return _("Sent. You will hear when it is decided.")
    if made.oral_record is None or made.oral_record.confirm_by is None:
        return _("Recorded.")
    by = dates.day(made.oral_record.confirm_by)
    return _("Recorded. Please confirm in writing by %(day)s what was said.") % {"day": by}


def send(request: Request, register: Register[Any], asset: Asset, given: dict[str, Any]) -> Any:
    """Write the request, for each asset one line, all or none. Raises Invalid."""
    rows = [given | _fixed(register, one) for one in (asset, *_along(request))]
    act = request.act()
    with transaction.atomic():
        made = write_many(register, act, [Line(row) for row in rows])[0].record
        return spoken(act, made) if register.name == "disclosures" else made


def spoken(act: Act, made: Any) -> Any:
    """What was said under an agreement gets the line that follows its written confirmation."""
    nda = made.permit.nda if made.permit else None
    if made.channel != Channel.ORAL or nda is None or nda.oral is False or made.oral_record_id:
        return made
    values = {
        "nda": nda.pk, "speaker": "we", "disclosed_on": made.disclosed_on,
        "disclosed_at": made.disclosed_at, "person": made.disclosed_by_id, "occasion": "",
        "what": made.what or made.purpose,
    }  # fmt: skip
    oral = write(registry["oral_disclosures"], act, values)
    oral.refresh_from_db()  # the day of its confirmation was reckoned
    return write(registry["disclosures"], act, {"oral_record": oral.pk}, made)


def _fixed(register: Register[Any], asset: Asset) -> dict[str, Any]:
    """What the address says, and what follows from the asset for a permit."""
    if register.name != "disclosure_permits":
        return {"asset": asset.pk}
    return {"asset": asset.pk, "unit": asset.unit_id, "extent": "single",
            "classification": asset.classification_id or assumed()}  # fmt: skip


def _along(request: Request) -> list[Asset]:
    words = request.POST.get("others", "").replace("、", ",").replace("\n", ",").split(",")
    numbers = list(dict.fromkeys(w.strip().upper() for w in words if w.strip()))
    found = {a.number: a for a in Asset.objects.present().filter(number__in=numbers)}
    if unknown := [n for n in numbers if n not in found]:
        words_ = _("There is no asset of this number: %(numbers)s") % {
            "numbers": _("、").join(unknown[:5])
        }
        raise Invalid({"others": [words_]})
    return [found[n] for n in numbers]
