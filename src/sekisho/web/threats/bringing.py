"""Files brought by page: what is installed, or what a feed says. Larger ones by the command line."""

import tempfile
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sekisho.domains.threats import formats
from sekisho.domains.threats.formats.told import UnreadableError
from sekisho.domains.threats.importing import Imported, take_feed, take_inventory
from sekisho.domains.threats.inventory import Reach
from sekisho.domains.threats.suggesting import suggest
from sekisho.registers.errors import Denied, Invalid
from sekisho.registers.guard import demand, visible
from sekisho.registers.register import registry
from sekisho.web.register.finding import register_or_404
from sekisho.web.request import Request

LARGEST = 20 * 2**20


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """Take in the file; whatever is wrong is said, and nothing is half done."""
    asked = cast("Request", request)
    register_or_404(asked, "exposures")
    kind, file = asked.POST.get("format", ""), asked.FILES.get("file")
    if file is None:
        messages.error(asked, _("Please choose a file."))
    elif file.size is None or file.size > LARGEST:
        words = _("At most %(n)s MB by page; larger files by the command “sekisho threats import”.")
        messages.error(asked, words % {"n": LARGEST // 2**20})
    elif kind not in {*formats.INVENTORIES, *formats.SCORES, *formats.ADVISORIES}:
        messages.error(asked, _("Please choose the format."))
    else:
        _bring(asked, kind, file)
    return redirect("threats")


def _bring(asked: Request, kind: str, file: Any) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix="sekisho-bring-") as folder:
            path = Path(folder) / f"file{Path(file.name or '').suffix[:8]}"
            with path.open("wb") as out:
                for piece in file.chunks():
                    out.write(piece)
            done = _taken(asked, kind, path, Path(file.name or "list").name)
    except UnreadableError as bad:
        messages.error(asked, str(bad))
    except Invalid as bad:
        messages.error(asked, " ".join(str(t) for ts in bad.problems.values() for t in ts))
    except Denied as denied:
        messages.error(asked, " ".join(str(words) for _code, words in denied.reasons))
    else:
        words = _("Read %(read)s; opened %(opened)s, ended %(ended)s.")
        told = {"read": done.read, "opened": done.followed.opened, "ended": done.followed.ended}
        messages.success(asked, words % told)


def _taken(asked: Request, kind: str, path: Path, name: str) -> Imported:
    act = asked.act()
    if kind not in formats.INVENTORIES:
        demand(act.actor, "change", registry["feeds"], None, act.on)
        return take_feed(act, kind, path)
    asset = _asset(asked)
    reach = asked.POST.get("reach", "")
    done = take_inventory(
        act, kind, path, name=(asked.POST.get("name", "").strip() or name.partition(".")[0])[:120],
        asset=asset, reach=reach if reach in Reach.values else "",
    )  # fmt: skip
    if done.record.unplaced:
        suggest(act)
    return done


def _asset(asked: Request) -> Any:
    """The asset of the number typed; who cannot see it hears that there is none."""
    number = asked.POST.get("asset", "").strip()
    if not number:
        raise Invalid({"asset": [_("Please give the number of the asset, such as IA-0001.")]})
    rows = visible(asked.actor, registry["assets"], asked.act().on).filter(number=number)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise Invalid({"asset": [_("There is no asset “%(number)s”.") % {"number": number[:40]}]})
    return found
