"""Questions to suppliers go out by mail with a link; reminders follow 7, 3 and 1 days before the day.

A link serves one assessment, expires, can be revoked, and a new one ends those before it.
"""

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.connectors.outbox import Channel, Draft, Message, queue_many
from sekisho.domains.people.models import Company
from sekisho.domains.suppliers.assessment_words import OPEN_TO_SUPPLIER, AssessmentState
from sekisho.domains.suppliers.models import Assessment
from sekisho.registers import calendar, dates, links
from sekisho.registers.actor import Act
from sekisho.registers.links import Capability

PURPOSE = "assessment"
KIND = "assessments"
REMIND = (7, 3, 1)
AFTER = timedelta(days=30)
"""How long after its day the link stays good, for answers that come late."""


def address_of(one: Assessment) -> str:
    """Where the supplier's person in charge is written to; "" if nobody said."""
    return one.engagement.contact_email or one.engagement.party.contact_email


def link(act: Act, one: Assessment) -> str:
    """A fresh link; those made before open nothing any more."""
    revoke(act, one)
    last = max(one.due_on or act.on, act.on) + AFTER
    until = datetime.combine(last, time(23, 59), ZoneInfo(settings.TIME_ZONE))
    token = links.make(
        PURPOSE, (KIND, one.pk), expires_at=until, by=act.actor.id, at=act.at, max_uses=None
    )
    return f"{settings.BASE_URL.rstrip('/')}/answer/{token}"


def revoke(act: Act, one: Assessment) -> int:
    return links.revoke((KIND, one.pk), act.at, PURPOSE)


def open_link(one: Assessment, act: Act) -> Any:
    """The link that can still be used, if there is one."""
    rows = Capability.objects.filter(purpose=PURPOSE, kind=KIND, rec=one.pk, revoked_at=None)
    return rows.filter(expires_at__gt=act.at).order_by("-made_at").first()


@transaction.atomic
def write_to(act: Act, one: Assessment) -> bool:
    """Queue the mail with a fresh link. False: nobody can be written to, or was already today."""
    to = address_of(one)
    dedupe = f"assessment:{one.pk}:{one.state}:{act.on:%Y%m%d}"
    if not to or Message.objects.filter(dedupe=dedupe).exists():
        return False
    with override(one.language):
        said = {
            "contact": one.engagement.contact or one.engagement.party.name,
            "supplier": one.engagement.party.name, "work": one.engagement.title,
            "company": _company(), "day": dates.day(one.due_on) if one.due_on else "",
            "why": one.necessity, "href": link(act, one),
        }  # fmt: skip
        subject = _("%(company)s: questions about information security (%(work)s)") % said
        text = _again(said) if one.state == AssessmentState.RETURNED else _first(said)
    draft = Draft(
        Channel.MAIL, to, subject[:200], text, dedupe=dedupe, kind=KIND, rec=one.pk
    )  # fmt: skip
    return queue_many([draft], act.at) == 1


def follow(act: Act) -> int:
    """Write to every supplier who was not asked yet, or whose day comes near; how many mails."""
    if not calendar.is_business(act.on):
        return 0
    rows = Assessment.objects.present().filter(state__in=OPEN_TO_SUPPLIER)
    n = 0
    for one in rows.select_related("engagement__party"):
        asked = Capability.objects.filter(purpose=PURPOSE, kind=KIND, rec=one.pk).exists()
        if not asked or _named(one, act):
            n += write_to(act, one)
    return n


def _named(one: Assessment, act: Act) -> bool:
    """Whether a day of reminding lies between the last business day and today."""
    if one.due_on is None:
        return False
    before = calendar.roll(act.on - timedelta(days=1), "previous")
    days = {one.due_on - timedelta(days=n) for n in REMIND}
    return any(before < day <= act.on for day in days)


def _company() -> str:
    found = Company.objects.present().first()
    return found.name if found else ""


def _first(said: dict[str, Any]) -> str:
    return _(
        "%(supplier)s\nDear %(contact)s\n\n"
        "Thank you for your work. About “%(work)s” we would like to know how our information is "
        "kept safe. Please answer the questions on the page below; you can stop and go on at any "
        "time, also on a phone.\nPlease answer by: %(day)s\n\nWhy we ask: %(why)s\n\n%(href)s\n\n"
        "The link is for you alone. An earlier link can no longer be used.\n\n%(company)s\n"
    ) % said  # fmt: skip


def _again(said: dict[str, Any]) -> str:
    return _(
        "%(supplier)s\nDear %(contact)s\n\n"
        "Thank you for your answers about “%(work)s”. We have further questions about some of them; "
        "the page shows only these, with our remarks.\n\n%(href)s\n\n"
        "The link is for you alone. An earlier link can no longer be used.\n\n%(company)s\n"
    ) % said  # fmt: skip
