"""Denials by gate and week (拒否の推移): where people are stopped, never who."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sekisho.checkpoint import feeding
from sekisho.checkpoint.rules.gates import Gate
from sekisho.registers import dates
from sekisho.web import places
from sekisho.web.checkpoint import seeing

WEEKS = 4
places.add(
    places.Page("checkpoint", "denials", gettext_lazy("Denials by gate"),
                roles=seeing.SEARCHING, order=40)
)  # fmt: skip


@require_safe
def denials(request: HttpRequest) -> HttpResponse:
    asked = seeing.entered(request, seeing.SEARCHING)
    act = asked.act()
    now = timezone.now()
    found = feeding.denials(seeing.visible(asked.actor, act.on), now, WEEKS)
    names = {
        **{gate.value: gate.label for gate in Gate},
        "": _("Came to no gate: unknown or not kept"),
    }
    starts = [act.on - timedelta(weeks=WEEKS - n) for n in range(WEEKS)]
    weeks = [_("from %(day)s") % {"day": dates.day(day, "dense")} for day in starts]
    rows = [
        {"title": title, "counts": list(zip(weeks, found[gate], strict=True)), "change": found[gate][-1] - found[gate][-2]}
        for gate, title in names.items() if gate in found
    ]  # fmt: skip
    context = {
        "title": _("Denials by gate"),
        "crumbs": [(_("Look into decisions"), reverse("decisions")), (_("Denials by gate"), "")],
        "rows": rows,
        "weeks": weeks,
    }
    return render(asked, "web/checkpoint/denials.html", context)
