"""From an address to the information behind it. What no route names, and every odd path, is shut."""

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

ODD = re.compile(r"//|/\.\.?(/|$)|[\x00-\x1f\x7f\\]|;")
ENCODED = re.compile(r"%(2f|5c|00|2e|25)", re.IGNORECASE)
"""Encoded slashes, dots and percent signs: proxies and applications read them differently."""


class RouteFacts(NamedTuple):
    """``below``: everything under ``path`` too."""

    path: str
    below: bool
    methods: frozenset[str]
    asset: str
    action: str


Routes = Mapping[str, tuple[RouteFacts, ...]]
USUAL = frozenset({"GET", "HEAD"})


def route(host: str, path: str, methods: tuple[str, ...], asset: str, action: str) -> RouteFacts:
    del host
    below = path.endswith("*")
    return RouteFacts(
        path[:-1] if below else path, below, frozenset(methods) or USUAL, asset, action
    )


def host_of(header: str) -> str:
    """A Host header as routes write it: lower case, without its port, which cookies do not know."""
    return re.sub(r":\d+$", "", header.strip().lower())


def find(routes: Routes, host: str, uri: str, method: str) -> RouteFacts | None:
    """The route for an address: the longest path that fits and knows the method. A longer path
    that does not know the method is not passed over for a shorter one."""
    raw = urlsplit(uri).path if uri.startswith("/") else ""
    if not raw or ENCODED.search(raw):
        return None
    path = unquote(raw)
    if ODD.search(path) or "\ufffd" in path:
        return None
    fitting = [one for one in routes.get(host_of(host), ()) if _fits(one, path)]
    best = max((len(one.path) for one in fitting), default=0)
    for one in fitting:
        if len(one.path) == best and method.upper() in one.methods:
            return one
    return None


def _fits(one: RouteFacts, path: str) -> bool:
    if path == one.path:
        return True
    return one.below and (path.startswith(one.path) or path == one.path.rstrip("/"))
