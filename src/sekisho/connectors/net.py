"""The one way out to the network: a small HTTP client behind the guard of ``addresses``.

No redirects, no proxies of the environment, no cookies; ten seconds for everything, one megabyte.
"""

import http.client
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sekisho.connectors.addresses import Blocked, Resolver, Target, Unreachable, check, resolve

__all__ = ["Blocked", "Reply", "Unreachable", "fetch"]

TIMEOUT = 10.0  # seconds, for the whole exchange
LIMIT = 2**20  # bytes of an answer
PIECE = 2**16
AGENT = "Sekisho"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, whatever its status; names of headers in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fetch(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    limit: int = LIMIT,
    resolver: Resolver = resolve,
) -> Reply:
    """Send one request and read the answer. A redirect is an answer like any other.

    Raises Blocked when the address may not be called, Unreachable when no whole answer came in
    ``timeout`` seconds or it is larger than ``limit`` bytes, ValueError for a malformed header.
    """
    target = check(url, resolver)
    ends = time.monotonic() + timeout
    connection = _Pinned(target, ends)
    try:
        connection.request(method, target.path, body, {"User-Agent": AGENT} | dict(headers or {}))
        connection.hurry()
        with closing(connection.getresponse()) as response:
            data = _read(response, connection, limit)
    except ssl.SSLCertVerificationError as error:
        words = _("%(host)s shows a certificate that is not trusted: %(why)s")
        raise Unreachable(words % {"host": target.host, "why": error.verify_message}) from error
    except TimeoutError as error:
        raise Unreachable(_("%(host)s did not answer in time.") % {"host": target.host}) from error
    except (OSError, http.client.HTTPException) as error:
        words = _("%(host)s could not be reached: %(why)s")
        why = type(error).__name__ if not str(error) else str(error)
        raise Unreachable(words % {"host": target.host, "why": why}) from error
    finally:
        connection.close()
    return Reply(response.status, {k.lower(): v for k, v in response.getheaders()}, data)


class _Pinned(http.client.HTTPConnection):
    """A connection to the addresses that were checked, and with the name for TLS and Host."""

    def __init__(self, target: Target, ends: float) -> None:
        super().__init__(target.host, target.port)
        self.target, self.ends = target, ends
        self.line: socket.socket | None = None  # http.client forgets it when the server will close
        self.default_port = {"https": 443, "http": 80}[target.scheme]

    def connect(self) -> None:
        sock = self._connected()
        if self.target.scheme == "https":
            context = ssl.create_default_context()
            context.minimum_version = ssl.TLSVersion.TLSv1_2
            sock = context.wrap_socket(sock, server_hostname=self.target.host)
        self.sock = self.line = sock

    def hurry(self) -> None:
        """Let every further wait end with the whole exchange."""
        if self.line:
            self.line.settimeout(self._left())

    def _connected(self) -> socket.socket:
        for last, address in enumerate(self.target.addresses, 1 - len(self.target.addresses)):
            try:
                return socket.create_connection((address, self.target.port), self._left())
            except OSError:
                if last == 0:
                    raise
        raise OSError(self.target.host)

    def _left(self) -> float:
        if (left := self.ends - time.monotonic()) <= 0:
            raise TimeoutError
        return left


def _read(response: http.client.HTTPResponse, connection: _Pinned, limit: int) -> bytes:
    pieces, size = [], 0
    while piece := response.read1(PIECE):
        size += len(piece)
        if size > limit:
            words = _("%(host)s answered with more than %(limit)d bytes.")
            raise Unreachable(words % {"host": connection.host, "limit": limit})
        pieces.append(piece)
        connection.hurry()
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    return b"".join(pieces)
