"""A mailbox that is read by IMAP (RFC 9051): each new mail once, marked as read when it has been taken.

TLS on port 993, STARTTLS on every other; without either only on this machine. Nothing is opened, followed
or deleted: the mails stay in the mailbox.
"""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

TIMEOUT = 20.0
TLS_PORT = 993
HERE = frozenset({"localhost", "127.0.0.1", "::1"})
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
Take = Callable[[bytes], bool]


class Unreadable(Exception):  # noqa: N818
    """The mailbox could not be read; the words are the server's."""


def configured() -> bool:
    return bool(settings.SEKISHO_IMAP_HOST)


def poll(take: Take, limit: int, most: int = 50) -> int:
    """Give each unread mail to ``take``, oldest first; how many it took.

    Of a mail larger than ``limit`` bytes only the beginning is read. What ``take`` answers False to
    stays unread for the next time. Raises Unreadable.
    """
    taken = 0
    try:
        with _opened() as box:
            for uid in _unread(box)[:most]:
                raw = _read(box, uid, limit)
                if raw is not None and take(raw):
                    box.uid("STORE", uid, "+FLAGS", r"(\Seen)")
                    taken += 1
    except (imaplib.IMAP4.error, OSError, ssl.SSLError) as error:
        raise Unreadable(str(error)[:200]) from error
    return taken


@contextmanager
def _opened() -> Iterator[Any]:
    host, port = settings.SEKISHO_IMAP_HOST, settings.SEKISHO_IMAP_PORT
    context = ssl.create_default_context()
    if port == TLS_PORT:
        box: Any = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT)
    else:
        box = imaplib.IMAP4(host, port, timeout=TIMEOUT)
        if host not in HERE:
            box.starttls(context)
    try:
        box.login(settings.SEKISHO_IMAP_USER, settings.SEKISHO_IMAP_PASSWORD)
        _good(box.select(settings.SEKISHO_IMAP_FOLDER))
        yield box
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            box.logout()


def _unread(box: Any) -> list[str]:
    found = _good(box.uid("SEARCH", "UNSEEN"))
    return [word.decode() for word in (found[0] or b"").split()]


def _read(box: Any, uid: str, limit: int) -> bytes | None:
    """The mail, unmarked (PEEK), or its first ``limit`` bytes and one more."""
    told = _good(box.uid("FETCH", uid, "(RFC822.SIZE)"))
    size = SIZE.search(told[0] if isinstance(told[0], bytes) else b"")
    part = f"<0.{limit + 1}>" if size and int(size[1]) > limit else ""
    found = _good(box.uid("FETCH", uid, f"(BODY.PEEK[]{part})"))
    return next((bytes(one[1]) for one in found if isinstance(one, tuple)), None)


def _good(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(str(data)[:200])
    return data
