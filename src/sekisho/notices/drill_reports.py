"""Reports of a mail that turns out to be our own drill: counted, thanked for, and no incident.

The mail is known by the link in it, whoever forwards it and however; the rest of the text is not kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import override

from sekisho.connectors.outbox import Channel, Draft, queue
from sekisho.domains.education.drill_trace import DrillTarget
from sekisho.domains.education.drill_tracing import Fetch, found, note
from sekisho.domains.education.drill_words import SENDER, Seen, Surety
from sekisho.domains.incidents.words import Category
from sekisho.notices.mails import Mail
from sekisho.registers import limits

LINK = re.compile(r"/s/(?:=\r?\n)?([A-Za-z0-9_-]{43})")
MOST_LINKS = 20
ANSWERS = (5, 24 * 3600)


@dataclass(frozen=True, slots=True)
class Known:
    """A mail of a drill was reported. ``counted``: the drill runs, so it counts."""

    target: DrillTarget
    counted: bool


def recognise(text: str, at: datetime, kind: Seen = Seen.REPORTED) -> Known | None:
    """Note the report if ``text`` holds the link of a drill."""
    for n, link in enumerate(LINK.finditer(text)):
        if n == MOST_LINKS:
            break
        target, _more = found(link[1])
        if target is not None:
            return Known(target, note(target, kind, Fetch(at), Surety.CONFIRMED))
    return None


def of_form(given: Mapping[str, str], at: datetime) -> Known | None:
    """The same for the form of a report, where it says that it is about a mail or a screen."""
    about = given.get("category") == Category.PHISHING and not given.get("whistle")
    return recognise(given.get("text", ""), at) if about else None


def title() -> str:
    return _("It was an exercise. Well done")


def recognise_mail(mail: Mail, at: datetime) -> Known | None:
    """The same for a mail that came in: its words, or the mail attached to it. One that answers the drill's
    own sender is an answer, no report; an absence reply is neither and is not taken in at all."""
    kind = Seen.REPLIED if SENDER() and SENDER().lower() in mail.to else Seen.REPORTED
    known = recognise(mail.text, at, kind)
    return known or recognise(_spelled(mail), at, kind)


def _spelled(mail: Mail) -> str:
    """Every part in letters, with what mail programs break undone."""
    parts = []
    for part in mail.message.walk():
        if part.get_content_maintype() == "text":
            content = part.get_payload(decode=True)
            parts.append(content.decode("utf-8", "replace") if isinstance(content, bytes) else "")
    return "\n".join(parts)


def thank(mail: Mail, known: Known, at: datetime) -> None:
    """Answer the person, so that nobody waits for word of an incident."""
    address = mail.address.lower()
    try:
        validate_email(address)
    except ValidationError:
        return
    if mail.automatic or not limits.take(f"drill-thanks:{address}", *ANSWERS, at):
        return
    with override(settings.LANGUAGE_CODE):
        subject = title()
        text = _(
            "Thank you for reporting the mail. It was part of an exercise, announced beforehand. "
            "There is nothing more to do.\n\n"
            "Please do not tell your colleagues yet. When a mail seems strange to you, report it just so."
        )
    queue(
        Draft(Channel.MAIL, mail.address, subject, text, f"drill-thanks:{mail.key}", kind="drills",
              person=known.target.person_id),
        at,
    )  # fmt: skip
