"""The request as views of the face meet it: with an actor and acts."""

from typing import Protocol

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from sekisho.domains.people.account import Account
from sekisho.registers.actor import Act, Actor


class MakesActs(Protocol):
    def __call__(self, via: str = "web") -> Act: ...


class Request(HttpRequest):
    """What the middleware adds. ``actor`` and ``account`` are there on every page but
    the open ones.

    ``act()`` is the act to hand to a command: this actor, this moment, this door.
    ``place`` may be set by a view to say which place of the rail it stands in.
    """

    actor: Actor
    act: MakesActs
    account: Account
    request_id: str
    place: str
    htmx: HtmxDetails


def acts_of(request: Request) -> MakesActs:
    """``request.act``: each call is an act of its own, at its own moment."""

    def act(via: str = "web") -> Act:
        return Act.now(request.actor, timezone.now(), via, settings.TIME_ZONE, request.request_id)

    return act
