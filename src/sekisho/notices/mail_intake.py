"""Reports by mail: from a mailbox or a pipe, each mail once, never an answer to an answer."""

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.connectors import mailbox, outbox
from sekisho.domains.incidents import arrival
from sekisho.domains.incidents.models import Incident
from sekisho.domains.incidents.words import OVER, Category
from sekisho.domains.people.models import Account
from sekisho.notices import drill_reports, mails
from sekisho.notices.mails import Mail
from sekisho.notices.reception import keep, receive, taker
from sekisho.registers import limits
from sekisho.registers.actor import Act
from sekisho.registers.commands import write
from sekisho.registers.register import registry

PER_SENDER, ALL = (20, 3600), (300, 3600)
ANSWERS = (3, 24 * 3600)
"""Confirmations to one address in a day: a forged sender must not be flooded by us."""
NUMBER = re.compile(r"\b(?:INC|DRILL)-\d{4}-[0-9A-Z]{3,6}\b")
OLDEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail: ``new``, ``added``, ``known``, ``automatic`` (none of ours), ``drill`` (our
    own exercise, reported), ``later``."""

    outcome: str
    incident: Incident | None = None


def take(raw: bytes, act: Act) -> Taken:
    """Take in one mail. ``later``: too many came at once; offer it again."""
    act = taker(act, "mail")
    mail = mails.read(raw)
    if known := arrival.seen(mail.key):
        made = known.incident
        return Taken("known", Incident.objects.filter(pk=made).first() if made else None)
    if mail.answer or _our_own(mail):
        arrival.note(mail.key, act.at, None, "automatic")
        return Taken("automatic")
    sender = mail.address.lower()
    if not (
        limits.take(f"mail:{sender}", *PER_SENDER, act.at) and limits.take("mail", *ALL, act.at)
    ):
        return Taken("later")
    try:
        taken = _drill(mail, act) or _taken(mail, act)
    except IntegrityError:  # another process has it just now
        return Taken("later")
    if taken.outcome == "new":
        confirm(mail, taken.incident, act)
    return taken


@transaction.atomic
def _drill(mail: Mail, act: Act) -> Taken | None:
    """A mail of our own exercise, forwarded: it counts as reported, and no incident begins."""
    known = drill_reports.recognise_mail(mail, act.at)
    if known is None:
        return None
    drill_reports.thank(mail, known, act.at)
    arrival.note(mail.key, act.at, None, "drill")
    return Taken("drill")


@transaction.atomic
def _taken(mail: Mail, act: Act) -> Taken:
    found = _of(mail)
    incident = _added(mail, found, act) if found else _new(mail, act)
    outcome = "added" if found else "new"
    arrival.note(mail.key, act.at, incident.pk, outcome)
    return Taken(outcome, incident)


def poll(act: Act) -> int:
    """Read the mailbox, if there is one; how many mails were taken."""
    if not mailbox.configured():
        return 0
    return mailbox.poll(lambda raw: take(raw, act).outcome != "later", mails.LARGEST)


def _our_own(mail: Mail) -> bool:
    """What we sent ourselves, come back by a forwarding rule."""
    return (
        mail.address.lower() == settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip("> ").lower()
    )


def _new(mail: Mail, act: Act) -> Incident:
    account = Account.objects.open(act.on).filter(email__iexact=mail.address).first()
    person = account.person if account else None
    text = mail.text or _("(The mail has no readable text.)")
    if mail.cut:
        text += "\n\n" + _("(The mail was too large: its attachments were not kept.)")
    sent = mail.sent_at if mail.sent_at and act.at - OLDEST < mail.sent_at <= act.at else act.at
    values = {
        "title": mail.subject or text.splitlines()[0][:60], "text": text, "category": Category.OTHER,
        "noticed_at": sent, "informant": mail.sender[:200], "unverified": person is None,
        "reporter": person.pk if person else None, "unit": person.unit_id if person else None,
    }  # fmt: skip
    got = receive(act, values, mail.pieces())
    if got.refused:
        words = "\n".join([_("These attachments were not kept:"), *map(str, got.refused)])
        _say(got.incident.pk, words, mail, act)
    return got.incident


def _of(mail: Mail) -> Incident | None:
    """The incident that a mail goes on with: its number in the subject, and the same sender."""
    number = NUMBER.search(mail.subject)
    if number is None or not mail.address:
        return None
    rows = Incident.objects.present().filter(number=number[0], informant__icontains=mail.address)
    found: Incident | None = rows.exclude(state__in=OVER).first()
    return found


def _added(mail: Mail, incident: Incident, act: Act) -> Incident:
    refused = list(keep(act, incident, mail.pieces()))
    _say(incident.pk, "\n".join([mail.text or mail.subject, *map(str, refused)]), mail, act)
    return incident


def _say(incident: UUID, text: str, mail: Mail, act: Act) -> None:
    values = {"incident": incident, "text": text, "kind": "contact", "source": mail.sender[:200]}
    write(registry["timeline_entries"], act, values)


def confirm(mail: Mail, incident: Incident | None, act: Act) -> None:
    """The number, to whoever is no machine; the subject leads an answer back to the incident."""
    try:
        validate_email(mail.address)
    except ValidationError:
        return
    if incident is None or mail.automatic or incident.restricted:
        return
    if not limits.take(f"mail-confirm:{mail.address.lower()}", *ANSWERS, act.at):
        return
    with override(settings.LANGUAGE_CODE):
        subject = f"[Sekisho] {incident.number} " + _("Your report has arrived")
        lines = (
            _(
                "Thank you for reporting at once. That was right, even if it turns out to be nothing."
            ),
            _("Number: %(number)s") % {"number": incident.number},
            _("To add something, answer this mail and leave the subject as it is."),
        )
    outbox.queue(
        outbox.Draft(
            outbox.Channel.MAIL, mail.address, subject, "\n\n".join(lines), kind="incidents",
            rec=incident.pk, dedupe=f"incident-mail:{mail.key}",
        ),
        act.at,
    )  # fmt: skip
