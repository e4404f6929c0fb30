"""Mail, through whatever backend the settings name: SMTP, or files in the demo."""

import re
from collections.abc import Mapping
from email.utils import parseaddr
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext as _

TIMEOUT = 10.0
CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
HEADER = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
OURS = frozenset({"bcc", "cc", "from", "reply-to", "sender", "subject", "to"})


class Unsendable(Exception):  # noqa: N818
    """The message can never be sent as it is; the words say why."""


def send(
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: Mapping[str, str] | None = None,
    connection: Any = None,
    sender: str = "",
) -> None:
    """Send one message to one address.

    ``headers``: further ones, such as ``Message-ID``; never another recipient or sender. ``sender``: "Name
    <address>" instead of our usual one. It is marked
    as automatic (RFC 3834), so that absence replies stay away. Raises Unsendable for what can never
    be sent, and what the backend raises (``OSError``, ``SMTPException``) otherwise.
    """
    check(to, subject, headers or {}, sender)
    more = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}
    message = EmailMultiAlternatives(
        subject, text, from_email=sender or None, to=[to], headers=more | dict(headers or {}),
        connection=connection or line(),
    )  # fmt: skip
    if html:
        message.attach_alternative(html, "text/html")
    message.send()


def line() -> Any:
    """A connection of the backend, for sending many messages over one."""
    return get_connection(timeout=TIMEOUT)


def check(to: str, subject: str, headers: Mapping[str, str], sender: str = "") -> None:
    """Raise Unsendable unless all of it fits into a header safely (CWE-93)."""
    try:
        validate_email(to)
        if sender:
            validate_email(parseaddr(sender)[1])
    except ValidationError as error:
        raise Unsendable(_("This is not one e-mail address.")) from error
    if not subject.strip() or CONTROL.search(subject) or CONTROL.search(sender):
        raise Unsendable(_("A subject is one line of text."))
    for name, value in headers.items():
        if not HEADER.fullmatch(name) or CONTROL.search(value) or name.lower() in OURS:
            raise Unsendable(_("The header %(name)s cannot be set.") % {"name": repr(name)})
