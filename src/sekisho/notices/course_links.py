"""Courses of contractors' people: asked for through their supplier's person in charge (業務責任者).

One link for each supplier opens the courses of its people, each under their own name. It expires, can
be revoked, and a new one ends those before it. The mails follow the same rhythm as other requests.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.connectors.outbox import Channel, Draft, Message, queue_many
from sekisho.domains.education.models import CourseAssignment
from sekisho.domains.people.models import Person
from sekisho.notices.rules import Span
from sekisho.notices.suppliers import CONTRACTOR
from sekisho.registers import calendar, dates, links
from sekisho.registers.actor import Act
from sekisho.registers.links import Capability

PURPOSE = "take-courses"
GOOD_FOR = timedelta(days=14)
PER_LINK = (600, 3600)
"""Everybody of one supplier opens the same link, page by page."""


def waiting(on: date) -> Any:
    """Open assignments of contractors' people in service, by supplier and name."""
    people = Person.objects.in_service(on).filter(employment=CONTRACTOR).exclude(supplier="")
    rows = CourseAssignment.objects.open().filter(person__in=people)
    return rows.select_related("person", "course").order_by(
        "person__supplier", "person__kana", "pk"
    )


def by_supplier(on: date) -> dict[str, list[CourseAssignment]]:
    found: dict[str, list[CourseAssignment]] = defaultdict(list)
    for one in waiting(on):
        found[one.person.supplier].append(one)
    return found


def link(act: Act, person: Person) -> str:
    """A fresh link for the supplier of ``person``; links for it made before open nothing any more."""
    revoke(act, person.supplier)
    token = links.make(
        PURPOSE, ("people", person.pk), expires_at=act.at + GOOD_FOR, by=act.actor.id, at=act.at,
        person=person.pk, max_uses=None,
    )  # fmt: skip
    return f"{settings.BASE_URL.rstrip('/')}/take/{token}"


def revoke(act: Act, supplier: str) -> int:
    """End every open link of one supplier; how many."""
    ended: int = _links(supplier).filter(revoked_at=None).update(revoked_at=act.at)
    return ended


def open_link(supplier: str, act: Act) -> Capability | None:
    live = _links(supplier).filter(revoked_at=None, expires_at__gt=act.at)
    found: Capability | None = live.order_by("-made_at").first()
    return found


def _links(supplier: str) -> Any:
    people = Person.objects.filter(supplier=supplier).values("pk")
    return Capability.objects.filter(purpose=PURPOSE, kind="people", person__in=people)


@transaction.atomic
def write_to(act: Act, rows: Sequence[CourseAssignment]) -> bool:
    """Queue the mail with a fresh link to the person in charge; ``rows``: all of one supplier.

    False when nobody can be written to, or was already today.
    """
    to = next((one.person for one in rows if one.person.supplier_email), None)
    if to is None:
        return False
    key = salted_hmac("take", to.supplier, algorithm="sha256").hexdigest()[:24]
    dedupe = f"take:{key}:{act.on:%Y%m%d}"
    if Message.objects.filter(dedupe=dedupe).exists():
        return False
    return queue_many([_letter(to, rows, link(act, to), dedupe)], act.at) == 1


def follow(act: Act) -> int:
    """Write to every supplier whose people have a course to take, when it is new and near its day."""
    if not calendar.is_business(act.on):
        return 0
    span, n = Span.until(act.on, None), 0
    for supplier, rows in by_supplier(act.on).items():
        due = min(one.due_on for one in rows)
        if not _links(supplier).exists() or span.soon(due) or span.due(due) or span.late(due):
            n += write_to(act, rows)
    return n


def _letter(to: Person, rows: Sequence[CourseAssignment], href: str, dedupe: str) -> Draft:
    """What, whom, by when, one link; in the company's language, for the supplier has no account."""
    with override(settings.LANGUAGE_CODE):
        said = {
            "contact": to.supplier_contact or to.supplier, "supplier": to.supplier,
            "n": len({one.person_id for one in rows}),
            "day": dates.day(min(one.due_on for one in rows)), "days": GOOD_FOR.days, "href": href,
        }  # fmt: skip
        subject = _("Course on information security for %(n)s of your staff") % said
        text = _(
            "%(supplier)s\nDear %(contact)s\n\n"
            "Please have %(n)s of your staff who work with us take the course on the page below. Their "
            "names are on the page; each takes it under their own name, on a phone if they like.\n"
            "Due: %(day)s\n\n%(href)s\n\n"
            "The link is for your company alone and good for %(days)s days. An earlier link can no "
            "longer be used.\n"
        )
    return Draft(
        Channel.MAIL, to.supplier_email, subject[:200], text % said, dedupe=dedupe, kind="people",
        rec=to.pk,
    )  # fmt: skip
