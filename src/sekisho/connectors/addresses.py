"""Where requests may go: the guard against server-side request forgery (CWE-918).

The rules follow the OWASP SSRF prevention cheat sheet: https alone, known ports, one resolution whose
addresses are all public, and the connection pinned to one of them. What the company trusts inside its
own network is named by origin in ``SEKISHO_OUTBOUND_INTERNAL`` (``http://chat.intra.example:8065``);
``SEKISHO_OUTBOUND_ONLY`` limits everything to the hosts it names.
"""

import ipaddress
import re
import socket
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Iterable[str]]
PORTS = frozenset({443, 8443})
PLAIN = re.compile(r"[\x21-\x7e]+")
# what clouds tell a machine about itself, its keys among it; not even an internal origin leads there
METADATA = frozenset(
    ipaddress.ip_address(address)
    for address in ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)
# IANA's special-purpose registries, where older versions of Python call them global
SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "2001::/23", "3fff::/20")
)
UNICAST = ipaddress.IPv6Network("2000::/3")
NAT64 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))


class Blocked(Exception):  # noqa: N818
    """The address may not be called at all; the words say why. Trying again will not help."""


class Unreachable(Exception):  # noqa: N818
    """No complete answer came; the words say why. Trying again later may help."""


@dataclass(frozen=True, slots=True)
class Target:
    """A checked address: connect to ``addresses`` (in turn) and to nothing else."""

    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Every address of ``host``, by the system's resolver. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def check(url: str, resolver: Resolver = resolve) -> Target:
    """The target that ``url`` names, resolved this once. Raises Blocked or Unreachable."""
    scheme, host, port, path = _parts(url)
    internal = f"{scheme}://{host}:{port}" in _origins()
    only = {name.lower() for name in getattr(settings, "OUTBOUND_ONLY", ())}
    if only and host not in only:
        raise Blocked(_("%(host)s is not among the hosts allowed.") % {"host": host})
    if not internal:
        _check_public(scheme, port)
    try:
        addresses = tuple(resolver(host, port))
    except OSError as error:
        raise Unreachable(_("%(host)s cannot be found.") % {"host": host}) from error
    for address in addresses:
        if not allowed(address, internal=internal):
            raise Blocked(_("%(host)s leads into a private network.") % {"host": host})
    if not addresses:
        raise Unreachable(_("%(host)s cannot be found.") % {"host": host})
    return Target(scheme, host, port, path, addresses)


def allowed(address: str, *, internal: bool = False) -> bool:
    """Whether an address may be connected to. Link-local and metadata never; private if internal."""
    try:
        faces = _faces(ipaddress.ip_address(address))
    except ValueError:
        return False
    return all(_inside(face) if internal else _public(face) for face in faces)


def _public(ip: IP) -> bool:
    odd = ip.is_multicast or ip.is_reserved or ip.is_unspecified or ip.is_loopback
    special = ip in METADATA or any(ip in network for network in SPECIAL)
    foreign = ip.version == 6 and ip not in UNICAST
    return ip.is_global and not (odd or special or foreign)


def _inside(ip: IP) -> bool:
    return not (ip.is_link_local or ip.is_multicast or ip.is_unspecified or ip in METADATA)


def _faces(ip: IP) -> list[IP]:
    """An address and every IPv4 address that is hidden in it."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    low = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    if ip.ipv4_mapped:  # the v6 form is only a way of writing the v4 one
        return [low]
    hidden: list[IP] = [*filter(None, [ip.sixtofour, *(ip.teredo or ())])]
    if any(ip in network for network in NAT64):
        return [low]
    return [ip, *hidden]


def _parts(url: str) -> tuple[str, str, int, str]:
    """Scheme, host in ASCII, port and path with query. Raises Blocked."""
    if not PLAIN.fullmatch(url.encode("ascii", "replace").decode()) or "\\" in url:
        raise Blocked(_("The address has characters that no address has."))
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode().lower().rstrip(".")
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError as error:
        raise Blocked(_("The address cannot be read.")) from error
    if parts.scheme not in {"https", "http"} or not host or not port:
        raise Blocked(_("The address must begin with https:// and name a host."))
    if parts.username is not None or parts.password is not None:
        raise Blocked(_("The address must not carry a user name or password."))
    if "%" in host or (_numeric(host) and not _literal(host)):
        raise Blocked(_("The host must be a name or an ordinary IP address."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if not path.isascii():
        raise Blocked(_("The address has characters that no address has."))
    return parts.scheme, host, port, path


def _check_public(scheme: str, port: int) -> None:
    if scheme != "https":
        raise Blocked(_("Only https:// is called outside the company's own network."))
    if port not in PORTS:
        raise Blocked(_("Port %(port)d is not called; use 443 or 8443.") % {"port": port})


def _numeric(host: str) -> bool:
    """Whether a resolver may read it as a number: 2130706433, 0x7f.1, 0177.0.0.1, 127.1."""
    last = host.rpartition(".")[2]
    return last.isdigit() or last.startswith("0x") or ":" in host


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _origins() -> set[str]:
    """The internal origins of the settings, each with its port."""
    found = set()
    for origin in getattr(settings, "OUTBOUND_INTERNAL", ()):
        parts = urlsplit(origin)
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
        found.add(f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}")
    return found
