"""The places of the rail, and who finds which pages in them (ux.md §2, words of auditor.md E).

A page says where it lives, in the module of its view:

    places.add(Page("registers", "asset_list", _("Information assets"), roles=ALL, order=2))

A place is shown to a person when it holds a page they may open; its link leads to the first one.
A count beside a place's name is given by a function: ``@places.counts("tasks")``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sekisho.web.words import Text

LEADING = ("director", "deputy", "chair", "committee")
ROLES = (*LEADING, "admin", "manager", "auditor", "designated", "employee", "contractor")
"""From the widest view to the narrowest: the first one a person has decides where they land."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the rail; ``key`` follows G on the keyboard."""

    name: str
    title: Text
    icon: str
    key: str
    short: Text = ""


PLACES = {
    place.name: place
    for place in (
        Place("policy", _("Policies and rules"), "i-policy", "p", _("Policies")),
        Place("tasks", _("Tasks"), "i-task", "t"),
        Place("registers", _("Registers"), "i-shelf", "r"),
        Place("checkpoint", _("Checkpoint"), "i-gate", "c", pgettext_lazy("rail", "Checkpoint")),
        Place("incidents", _("Incidents"), "i-alert", "i"),
        Place("improve", _("Evaluation and improvement"), "i-loop", "m", _("Improve")),
        Place("evidence", _("Evidence"), "i-proof", "e"),
        Place("request", _("Requests"), "i-gate", "c"),
        Place("report", _("Report an incident (also a suspicion or near miss)"), "i-phone", "i",
              _("Report")),
    )
}  # fmt: skip

ALL_SEVEN = ("policy", "tasks", "registers", "checkpoint", "incidents", "improve", "evidence")
RAIL: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(LEADING, ALL_SEVEN),
    "admin": ("checkpoint", "policy", "tasks", "registers", "incidents", "evidence"),
    "manager": ("tasks", "policy", "registers", "checkpoint", "incidents"),
    "auditor": ("evidence", "policy", "registers"),
    "designated": ("tasks", "policy", "incidents", "request"),
    "employee": ("tasks", "policy", "request"),
    "contractor": ("tasks", "policy"),
}
"""Places per role; the first is where the role lands. The report link is in every rail."""

PHONE = {
    **dict.fromkeys(LEADING, ("policy", "tasks", "checkpoint", "incidents")),
    "admin": ("checkpoint", "policy", "tasks", "incidents"),
    "manager": RAIL["manager"],
    "auditor": RAIL["auditor"],
    "designated": (*RAIL["designated"], "report"),
    "employee": (*RAIL["employee"], "report"),
    "contractor": (*RAIL["contractor"], "report"),
}
"""Tabs at the foot of a phone; when places are left over, a "more" tab follows."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a place: the name of its address, its title, who finds it, where it stands."""

    place: str
    address: str
    title: Text
    roles: frozenset[str] = frozenset(ROLES)
    order: int = 100
    kwargs: dict[str, str] = field(default_factory=dict)
    icon: str = ""

    @property
    def url(self) -> str:
        return reverse(self.address, kwargs=self.kwargs)


_pages: list[Page] = []
_counts: dict[str, Callable[[HttpRequest], int]] = {}


def add(page: Page) -> Page:
    """Enter ``page``; ValueError when there is no such place."""
    if page.place not in PLACES:
        raise ValueError(f"{page.address}: no place {page.place!r}; one of {', '.join(PLACES)}")
    _pages.append(page)
    return page


def counts(place: str) -> Callable[[Callable[[HttpRequest], int]], Callable[[HttpRequest], int]]:
    """Decorator: the function says how many things wait in ``place`` (0 shows nothing)."""

    def keep(count: Callable[[HttpRequest], int]) -> Callable[[HttpRequest], int]:
        _counts[place] = count
        return count

    return keep


def waiting(place: str, request: HttpRequest) -> int:
    count = _counts.get(place)
    return count(request) if count else 0


def pages(place: str, roles: Iterable[str]) -> list[Page]:
    """The pages of ``place`` that someone with ``roles`` finds there, in order."""
    have = frozenset(roles)
    found = [page for page in _pages if page.place == place and page.roles & have]
    return sorted(found, key=lambda page: page.order)


def chief(roles: Iterable[str]) -> str:
    """The role that decides what a person sees first; "" for none."""
    have = set(roles)
    return next((role for role in ROLES if role in have), "")


def rail(roles: Iterable[str]) -> list[str]:
    """Names of the places someone with ``roles`` has, in the order of their chief role."""
    have = [role for role in ROLES if role in set(roles)]
    names = list(dict.fromkeys(name for role in have for name in RAIL[role]))
    if "checkpoint" in names and "request" in names:
        names.remove("request")
    return [name for name in names if pages(name, have)]


def place_of(address: str) -> str:
    """The place that the page at ``address`` (a URL name) belongs to; "" if none."""
    return next((page.place for page in _pages if page.address == address), "")
