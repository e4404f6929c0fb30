"""The postman: takes due messages out of the outbox, one at a time under a lease, and sends them."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from sekisho.connectors import chat, mail, signal, webhook
from sekisho.connectors.addresses import Resolver, resolve
from sekisho.connectors.endpoint import Endpoint
from sekisho.connectors.outbox import Channel, Message, State
from sekisho.connectors.seal import Unreadable
from sekisho.connectors.webhook import Outcome

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=2)  # longer than any one message may take
MAX_ATTEMPTS = 12  # with the waits below, a day and a half
FIRST_WAIT, LONGEST_WAIT = 30, 6 * 3600
Now = Callable[[], datetime]


def send_due(
    now: Now, *, stop: Event | None = None, limit: int = 500, resolver: Resolver = resolve
) -> int:
    """Send what is due, at most ``limit`` messages, until ``stop`` is set; how many were sent."""
    round_ = _Round(now, resolver)
    sent = 0
    try:
        for _turn in range(limit):
            if (stop and stop.is_set()) or not (message := _claim(now())):
                break
            outcome = round_.send(message)
            sent += outcome.ok
            _note(message, outcome, now())
    finally:
        round_.close()
    return sent


class _Round:
    """One walk of the postman, over one connection to the mail server."""

    def __init__(self, now: Now, resolver: Resolver) -> None:
        self.now, self.resolver = now, resolver
        self.line: Any = None

    def send(self, message: Message) -> Outcome:
        try:
            return self._mail(message) if message.channel == Channel.MAIL else self._hook(message)
        except Unreadable as error:
            return Outcome(ok=False, error=str(error))

    def close(self) -> None:
        if self.line:
            self.line.close()
            self.line = None

    def _mail(self, message: Message) -> Outcome:
        host = urlsplit(getattr(settings, "BASE_URL", "")).hostname or "localhost"
        headers = {**message.headers, "Message-ID": f"<{message.pk}@{host}>"}
        try:
            if self.line is None:
                self.line = mail.line()
                self.line.open()
            mail.send(message.to, message.subject, message.text, message.markup, headers, self.line,
                      message.sender)  # fmt: skip
        except mail.Unsendable as error:
            return Outcome(ok=False, error=str(error))
        except SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            words = _("The mail server does not accept this address.")
            return Outcome(ok=False, again=any(code < 500 for code in codes), error=words)
        except (OSError, SMTPException) as error:
            self.close()
            words = _("The mail server could not be used: %(why)s")
            return Outcome(ok=False, again=True, error=words % {"why": type(error).__name__})
        return Outcome(ok=True)

    def _hook(self, message: Message) -> Outcome:
        endpoint = Endpoint.objects.filter(pk=message.to).first()
        if endpoint is None:
            return Outcome(ok=False, error=_("This webhook no longer exists."))
        if message.channel == Channel.CHAT:
            return chat.deliver(endpoint.url, endpoint.secret, message.text, self.resolver)
        if message.channel == Channel.SIGNAL:
            return signal.deliver(endpoint.url, message.text, self.resolver)
        body = message.text.encode()
        return webhook.deliver(
            endpoint.url, endpoint.secret, str(message.pk), body, self.now(), self.resolver
        )


def _claim(now: datetime) -> Message | None:
    """Take the next message; the same ways as ``jobs.queue.claim``, which this layer cannot use."""
    if not _next(now, lock=False):
        return None
    with transaction.atomic():
        if message := _next(now, lock=True):
            message.state, message.lease_until = State.SENDING, now + LEASE
            message.attempts += 1
            message.save(update_fields=["state", "lease_until", "attempts"])
        return message


def _next(now: datetime, *, lock: bool) -> Message | None:
    rows = Message.objects.all()
    if lock and connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    lost = rows.filter(state=State.SENDING, lease_until__lt=now).order_by("lease_until")
    ready = rows.filter(state=State.READY, not_before__lte=now).order_by("not_before")
    return lost.first() or ready.first()


def _note(message: Message, outcome: Outcome, now: datetime) -> None:
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, attempts=message.attempts)
    if outcome.ok:
        mine.update(state=State.SENT, sent_at=now, lease_until=None, error="")
        return
    log.warning("message %s, attempt %d: not sent", message.pk, message.attempts)
    again = outcome.again and message.attempts < MAX_ATTEMPTS
    wait = max(outcome.wait, min(LONGEST_WAIT, FIRST_WAIT * 2 ** (message.attempts - 1)))
    mine.update(
        state=State.READY if again else State.FAILED, lease_until=None,
        not_before=now + timedelta(seconds=wait), error=outcome.error[:500],
    )  # fmt: skip
