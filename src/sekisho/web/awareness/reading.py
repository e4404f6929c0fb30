"""Which posts somebody is asked to read, and how many people have read one."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from sekisho.domains.education.awareness_post import AwarenessPost
from sekisho.domains.education.models import PostReceipt
from sekisho.domains.people.models import Person, Unit
from sekisho.registers import guard
from sekisho.registers.register import registry
from sekisho.web.request import Request


def posts(request: Request) -> Any:
    rows = guard.visible(request.actor, registry["awareness_posts"], request.act().on)
    return rows.select_related("unit", "author")


def post_or_404(request: Request, key: str) -> AwarenessPost:
    found: AwarenessPost | None = posts(request).filter(number=key).first()
    if found is None:
        raise Http404(key)
    return found


def for_me(request: Request) -> "QuerySet[Any]":
    """Published posts for me: the company's and those of my unit or one above; ``has`` I read it?

    Contractors' people are told by their own company and are asked nothing here (auditor.md A17).
    """
    person, on = request.account.person, request.act().on
    path = person.unit.path if person and person.unit else ""
    above = [part for part in path.split("/") if part]
    given = PostReceipt.objects.by(on).filter(post=OuterRef("pk"), person=person)
    mine = posts(request).current(on).filter(Q(unit=None) | Q(unit__in=above))
    found: QuerySet[Any] = mine.annotate(has=Exists(given)).order_by("-published_on", "-number")
    asks = person is not None and person.employment != "contractor"
    return found if asks else found.none()


def asked(request: Request, post: AwarenessPost) -> "QuerySet[Any]":
    """Whom the post is for, of the people the reader may see; ``has``: they have read it."""
    on = request.act().on
    seen = guard.visible(request.actor, registry["people"], on).exclude(employment="contractor")
    here = Person.objects.at_work(on).filter(pk=OuterRef("pk"))
    rows = seen.filter(Exists(here))
    if post.unit is not None:
        rows = rows.filter(unit__path__startswith=post.unit.path)
    given = PostReceipt.objects.by(on).filter(post=post, person=OuterRef("pk"))
    found: QuerySet[Any] = rows.annotate(has=Exists(given))
    return found


def by_unit(rows: "QuerySet[Any]") -> list[dict[str, Any]]:
    """How many of each unit have read it. Counts alone: nobody is listed."""
    counted = rows.values("unit__name", "unit__outline").annotate(
        n=Count("pk"), read=Count("pk", filter=Q(has=True))
    )
    return list(counted.order_by("unit__outline"))


def shared_with_me(request: Request, post: AwarenessPost) -> "QuerySet[Any]":
    """What managers said when they passed it on, as far as the reader may see it."""
    rows = guard.visible(request.actor, registry["guidance_log"], request.act().on)
    found: QuerySet[Any] = rows.filter(post=post).select_related("unit", "given_by")
    return found.order_by("-given_on", "-number")[:20]


def managed(request: Request, on: date) -> list[Unit]:
    """The units the reader may pass a post on to: their own."""
    held = Unit.objects.active(on).filter(appointments__in=_offices(request, on))
    return list(held.distinct().order_by("outline"))


def _offices(request: Request, on: date) -> Any:
    from sekisho.domains.people.models import Appointment

    return Appointment.objects.in_force(on).of("manager").filter(person=request.actor.person)
