"""Contractors' people are asked through their supplier's person in charge (業務責任者), by a link in a mail.

A link serves one purpose, one request and the people of one supplier; it expires, and a new one ends
those before it. The person in charge is written to when the request starts, when its day comes near,
on the day, and after it; from then on our own responsible employee hears of it too, and the task of
that employee climbs the ladder of escalations like any other.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.connectors.outbox import Channel, Draft, Message, queue_many
from sekisho.domains.documents.models import Acknowledgement, Campaign, Version
from sekisho.domains.people.account import Account
from sekisho.domains.people.models import Person
from sekisho.notices.rules import Span
from sekisho.obligations.role_duties import holding
from sekisho.registers import calendar, dates, links
from sekisho.registers.actor import Act
from sekisho.registers.links import Capability

PURPOSE = "acknowledge"
GOOD_FOR = timedelta(days=14)
CONTRACTOR = "contractor"


def missing(campaign: Campaign, on: date) -> Any:
    """Contractors' people whom the request asks and who have not been told yet, by supplier and name."""
    given = Acknowledgement.objects.present().filter(version=campaign.version_id)
    rows = Person.objects.in_service(on).filter(employment=CONTRACTOR).exclude(supplier="")
    if campaign.audience and CONTRACTOR not in campaign.audience:
        return rows.none()
    if role := campaign.version.document.role:
        rows = holding(rows, role, on)
    rows = rows.filter(~Exists(given.filter(person=OuterRef("pk"))))
    return rows.order_by("supplier", "kana", "pk")


def link(act: Act, campaign: Campaign, person: Person) -> str:
    """A fresh link for the supplier of ``person``; links for it made before open nothing any more."""
    revoke(act, campaign, person.supplier)
    token = links.make(
        PURPOSE, ("campaigns", campaign.pk), expires_at=act.at + GOOD_FOR,
        by=act.actor.id, at=act.at, person=person.pk, max_uses=None,
    )  # fmt: skip
    return f"{settings.BASE_URL.rstrip('/')}/confirm/{token}"


def revoke(act: Act, campaign: Campaign, supplier: str) -> int:
    """End every open link for the people of one supplier; how many."""
    ended: int = _links(campaign, supplier).filter(revoked_at=None).update(revoked_at=act.at)
    return ended


def open_links(campaign: Campaign, supplier: str, act: Act) -> Any:
    """Links that can still be used, the newest first."""
    live = _links(campaign, supplier).filter(revoked_at=None, expires_at__gt=act.at)
    return live.order_by("-made_at")


def _links(campaign: Campaign, supplier: str) -> Any:
    people = Person.objects.filter(supplier=supplier).values("pk")
    found = Capability.objects.filter(purpose=PURPOSE, kind="campaigns", rec=campaign.pk)
    return found.filter(person__in=people)


@transaction.atomic
def write_to(act: Act, campaign: Campaign, people: Sequence[Person]) -> bool:
    """Queue the mail with a fresh link to the person in charge of ``people``, all of one supplier.

    False when nobody can be written to, or was already today.
    """
    to = next((person for person in people if person.supplier_email), None)
    if to is None:
        return False
    dedupe = _key(campaign, to.supplier, act.on)
    if Message.objects.filter(dedupe=dedupe).exists():
        return False  # and the link in that mail stays good
    draft = _letter(campaign, to, people, link(act, campaign, to), dedupe)
    return queue_many([draft], act.at) == 1


def follow(act: Act) -> int:
    """Write to every supplier whom a request names today; how many mails are new."""
    if not calendar.is_business(act.on):
        return 0
    span = Span.until(act.on, None)
    running = Campaign.objects.started(act.on).select_related("version__document")
    n = 0
    for campaign in running.filter(version__in=Version.objects.in_force(act.on)):
        by_supplier: dict[str, list[Person]] = defaultdict(list)
        for person in missing(campaign, act.on):
            by_supplier[person.supplier].append(person)
        for supplier, people in by_supplier.items():
            due = min(campaign.due_on(person.starts_on) for person in people)
            if not _links(campaign, supplier).exists() or _named(span, due):
                n += write_to(act, campaign, people)
            if span.late(due):
                n += queue_many(_sponsors(campaign, supplier, people, due, act.on), act.at)
    return n


def _named(span: Span, due: date) -> bool:
    return bool(span.soon(due) or span.due(due) or span.late(due))


def _key(campaign: Campaign, supplier: str, on: date) -> str:
    key = salted_hmac("through", supplier, algorithm="sha256").hexdigest()[:24]
    return f"through:{campaign.pk}:{key}:{on:%Y%m%d}"


def _letter(
    campaign: Campaign, to: Person, people: Sequence[Person], href: str, dedupe: str
) -> Draft:
    """What, whom, by when, one link; in the company's language, for the supplier has no account."""
    with override(settings.LANGUAGE_CODE):
        due = min(campaign.due_on(person.starts_on) for person in people)
        said = {
            "contact": to.supplier_contact or to.supplier, "supplier": to.supplier,
            "what": _what(campaign), "n": len(people), "day": dates.day(due),
            "days": GOOD_FOR.days, "href": href,
        }  # fmt: skip
        subject = _("Please confirm: %(what)s (%(n)s of your staff)") % said
        text = _(
            "%(supplier)s\nDear %(contact)s\n\n"
            "Please tell %(n)s of your staff who work with us about %(what)s, and confirm whom you "
            "have told on the page below.\nDue: %(day)s\n\n%(href)s\n\n"
            "The link is for you alone and good for %(days)s days. Their names are on the page. "
            "An earlier link can no longer be used.\n"
        )
    return Draft(
        Channel.MAIL, to.supplier_email, subject[:200], text % said, dedupe=dedupe,
        kind="campaigns", rec=campaign.pk,
    )  # fmt: skip


def _sponsors(
    campaign: Campaign, supplier: str, people: Iterable[Person], due: date, on: date
) -> list[Draft]:
    """To our own employees who answer for them: the supplier has not confirmed in time."""
    waiting: dict[Any, int] = defaultdict(int)
    for person in people:
        waiting[person.sponsor_id] += 1
    drafts = []
    accounts = Account.objects.open(on).filter(person__in=[pk for pk in waiting if pk])
    for account in accounts:
        with override(account.language):
            said = {
                "name": account.name, "supplier": supplier, "what": _what(campaign),
                "n": waiting[account.person_id], "day": dates.day(due),
                "href": f"{settings.BASE_URL.rstrip('/')}/policy/campaigns/{campaign.pk}",
            }  # fmt: skip
            subject = _("Not confirmed yet: %(supplier)s") % said
            text = _(
                "Dear %(name)s\n\n%(supplier)s has not confirmed %(what)s for %(n)s of its staff whom "
                "you answer for. It was due on %(day)s. Please speak to its person in charge.\n\n"
                "%(href)s\n"
            )
        key = f"{_key(campaign, supplier, on)}:{account.pk}"
        drafts.append(
            Draft(Channel.MAIL, account.email, subject[:200], text % said, dedupe=key,
                  kind="campaigns", rec=campaign.pk, person=account.person_id)
        )  # fmt: skip
    return drafts


def _what(campaign: Campaign) -> str:
    document = campaign.version.document
    title = document.title if dates.japanese() else document.title_en or document.title
    return f"{title} {campaign.version.label}"
