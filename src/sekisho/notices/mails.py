"""A mail as a report: what it says, who seems to have sent it, whether a machine answered a machine.

Parsed by the standard library; nothing in it is opened, followed or executed. The sender's address is a
claim: it is written down as one and gives nobody any right.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, cast

from sekisho.notices.reception import Piece

LARGEST = 25 * 2**20
"""Bytes of a mail that are read with its attachments; of a larger one only the text."""
TEXT_ONLY = 2**20
LONGEST = 20_000
REPLIED = frozenset({"auto-replied", "auto-notified"})
BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
SKIPPED = frozenset({"script", "style", "head", "title"})
BREAKS = frozenset({"br", "p", "div", "tr", "li", "h1", "h2", "h3"})


@dataclass(frozen=True, slots=True)
class Mail:
    """``answer``: sent by a machine in answer to something; ``automatic``: sent by a machine at all."""

    key: str
    name: str
    address: str
    subject: str
    text: str
    sent_at: datetime | None
    answer: bool
    automatic: bool
    cut: bool
    raw: bytes = field(repr=False)
    message: EmailMessage = field(repr=False)

    @property
    def to(self) -> str:
        """Whom it was written to, in small letters."""
        return _head(self.message, "To").lower()

    @property
    def sender(self) -> str:
        return f"{self.name} <{self.address}>".strip() if self.name else self.address

    def pieces(self) -> Iterator[Piece]:
        """What was attached, and the mail itself, as it came."""
        if self.cut:
            return
        yield Piece("mail.eml", BytesIO(self.raw))
        for part in _parts(self.message):
            yield Piece(part.get_filename() or "attachment.eml", BytesIO(_content(part)))


def read(raw: bytes) -> Mail:
    """Whatever the bytes are, they are read as a mail: a damaged one says less."""
    cut = len(raw) > LARGEST
    message = message_from_bytes(raw[:TEXT_ONLY] if cut else raw, policy=policy.default)
    name, address = parseaddr(_head(message, "From"))
    subject, text = _head(message, "Subject"), _text(message)
    answer = _answers(message)
    seen = "\n".join((_head(message, "Message-ID"), address, _head(message, "Date"), subject, text))
    return Mail(
        hashlib.sha256(seen.encode("utf-8", "replace")).hexdigest(), name[:100], address[:200],
        subject[:200], text, _sent(message), answer, answer or _by_machine(message), cut, raw, message,
    )  # fmt: skip


def _head(message: EmailMessage, name: str) -> str:
    """A header in one line of characters that may be kept; "" where it cannot be read."""
    try:
        found = str(message.get(name, ""))
    except Exception:  # noqa: BLE001 - the library raises many kinds for what strangers write
        return ""
    return " ".join(_clean(found).split())


def _clean(text: str) -> str:
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(c for c in whole if c in "\n\t" or c.isprintable())


def _answers(message: EmailMessage) -> bool:
    """An absence reply, a receipt or a bounce (RFC 3834, 3464): to take it in would make a loop."""
    how = _head(message, "Auto-Submitted").partition(";")[0].strip().lower()
    bounce = (
        _head(message, "Return-Path") == "<>" or message.get_content_type() == "multipart/report"
    )
    daemon = _head(message, "From").lower().startswith(("mailer-daemon", "postmaster@"))
    vacation = any(_head(message, name) for name in ("X-Autoreply", "X-Autorespond"))
    return how in REPLIED or bounce or daemon or vacation


def _by_machine(message: EmailMessage) -> bool:
    how = _head(message, "Auto-Submitted").lower()
    return (
        how not in {"", "no"}
        or _head(message, "Precedence").lower() in BULK
        or bool(_head(message, "List-Id"))
    )


def _sent(message: EmailMessage) -> datetime | None:
    try:
        found = parsedate_to_datetime(_head(message, "Date"))
    except (TypeError, ValueError, IndexError, OverflowError):
        return None
    return found if found.tzinfo else None


def _text(message: EmailMessage) -> str:
    """The words of the mail: plain ones, else those of its HTML without the markup."""
    try:
        body = message.get_body(("plain", "html"))
        if body is None:
            return ""
        found = str(body.get_content())
    except Exception:  # noqa: BLE001 - unknown charsets, broken encodings: the mail itself is kept
        return ""
    if body.get_content_type() == "text/html":
        found = _words_of(found)
    return _clean(found.replace("\r\n", "\n")).strip()[:LONGEST]


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.within = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        del attrs
        self.within += tag in SKIPPED
        if tag in BREAKS:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.within -= tag in SKIPPED and self.within > 0

    def handle_data(self, data: str) -> None:
        if not self.within:
            self.said.append(data)


def _words_of(html: str) -> str:
    parser = _Words()
    parser.feed(html)
    lines = (" ".join(line.split()) for line in "".join(parser.said).split("\n"))
    return "\n".join(line for line in lines if line)


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    try:
        yield from message.iter_attachments()
    except (AttributeError, KeyError, TypeError, ValueError):
        return


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return bytes(cast("Any", part.get_payload(0)))
    found = part.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""
