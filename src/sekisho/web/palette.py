"""Search and do: the palette (Ctrl K) and, without scripts, the search page.

Other parts join in with ``@provider(_("People"))``: a function of request and text that yields
``Hit``s it may show (it must start from ``guard.visible``).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import count, islice

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sekisho.web import places
from sekisho.web.words import Text

EACH = 5


@dataclass(frozen=True, slots=True)
class Hit:
    """One line: what, where it leads, a word on the right, an icon."""

    title: Text
    url: str
    detail: Text = ""
    icon: str = "i-right"


Provider = Callable[[HttpRequest, str], Iterable[Hit]]
_providers: list[tuple[Text, str, Provider]] = []


def provider(title: Text, mark: str = "") -> Callable[[Provider], Provider]:
    """Decorator: hits under the heading ``title``. ``mark`` is a first character that asks for
    this group alone (``>`` actions, ``#`` numbers)."""

    def keep(function: Provider) -> Provider:
        _providers.append((title, mark, function))
        return function

    return keep


def hits(request: HttpRequest, text: str) -> list[tuple[Text, list[tuple[int, Hit]]]]:
    """Groups that found something, five each, their hits numbered through."""
    asked = text.strip()
    marks = {mark for _title, mark, _function in _providers if mark}
    mark = asked[:1] if asked[:1] in marks else ""
    numbers = count(1)
    found = []
    for title, own, function in _providers:
        if mark and own != mark:
            continue
        some = list(islice(function(request, asked.removeprefix(mark).strip()), EACH))
        if some:
            found.append((title, [(next(numbers), hit) for hit in some]))
    return found


@provider(_("Go to"), ">")
def pages(request: HttpRequest, text: str) -> Iterable[Hit]:
    """The pages of the person's places, and their own settings."""
    roles = getattr(request, "actor").roles  # noqa: B009 set by the middleware
    own = [Hit(_("My settings"), reverse("me"), icon="i-cog")]
    for name in places.rail(roles):
        place = places.PLACES[name]
        own += [
            Hit(page.title, page.url, place.short or place.title, page.icon or place.icon)
            for page in places.pages(name, roles)
        ]
    return (hit for hit in own if text.casefold() in str(hit.title).casefold())


@require_safe
def palette(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")
    groups = hits(request, text)
    part = "web/parts/palette.html" if request.headers.get("HX-Request") else "web/search.html"
    return render(request, part, {"groups": groups, "text": text})
