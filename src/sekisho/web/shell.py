"""What every page of the shell shows: the rail, the person, the language, the look."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from sekisho.domains.people.account import Account
from sekisho.registers.actor import Actor
from sekisho.registers.register import registry
from sekisho.registers.rights import Role
from sekisho.web import places
from sekisho.web.words import Text

MOST = 99


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the rail as drawn."""

    place: places.Place
    url: str
    current: bool
    waiting: int
    phone: bool

    @property
    def short(self) -> Text:
        return self.place.short or self.place.title

    @property
    def number(self) -> str:
        return f"{MOST}+" if self.waiting > MOST else str(self.waiting)


class Shell:
    """Computed when a template asks, so that pages without the rail pay nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor | None = getattr(request, "actor", None)

    @property
    def roles(self) -> frozenset[str]:
        return self.actor.roles if self.actor else frozenset()

    @cached_property
    def here(self) -> str:
        """The place we are in: what the view said, else where the page was entered."""
        if said := getattr(self.request, "place", ""):
            return str(said)
        match = self.request.resolver_match
        return places.place_of(match.view_name) if match else ""

    @cached_property
    def entries(self) -> list[Entry]:
        tabs = places.PHONE.get(places.chief(self.roles), ())
        return [self._entry(name, name in tabs) for name in places.rail(self.roles)]

    @cached_property
    def report(self) -> Entry | None:
        """The way to report an incident: in every rail, in the same spot."""
        tabs = places.PHONE.get(places.chief(self.roles), ())
        found = places.pages("report", self.roles)
        return self._entry("report", "report" in tabs) if found else None

    @cached_property
    def more(self) -> bool:
        """Are there places without a tab on the phone?"""
        drawn = [*self.entries, *([self.report] if self.report else [])]
        return any(not entry.phone for entry in drawn)

    def _entry(self, name: str, phone: bool) -> Entry:
        first = places.pages(name, self.roles)[0]
        return Entry(
            place=places.PLACES[name],
            url=first.url,
            current=name == self.here,
            waiting=places.waiting(name, self.request),
            phone=phone,
        )

    @cached_property
    def place(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.current), None)

    @cached_property
    def account(self) -> Account | None:
        user = getattr(self.request, "user", None)
        return cast("Account", user) if user is not None and user.is_authenticated else None

    @cached_property
    def role(self) -> Text:
        """The chief role in words, under the person's name."""
        chief = places.chief(self.roles)
        return Role(chief).label if chief else ""

    @property
    def decides(self) -> bool:
        """May the person read the company's settings?"""
        register = registry.get("settings")
        return register is not None and bool(self.roles & register.rights.of("read").keys())

    @property
    def initial(self) -> str:
        return self.account.name[:1] if self.account else ""

    @property
    def theme(self) -> str:
        return self.account.theme if self.account else "system"

    @property
    def shortcuts(self) -> str:
        return "on" if self.account is None or self.account.shortcuts else "off"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``shell``, and the languages to choose from."""
    return {
        "shell": Shell(request),
        "language": get_language() or settings.LANGUAGE_CODE,
        "tongues": (("ja", "日本語"), ("en", "English")),
    }
