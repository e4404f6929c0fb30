"""Searches, page by page. A page token holds where to go on, sealed against the question."""

import base64
import hmac
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson

from sekisho.checkpoint.authzen.asking import BadRequest, Decider, ask

MOST = 1000  # of one page
MARK = 16


def search(decider: Decider, wanted: str, body: Mapping[str, Any], secret: bytes) -> dict[str, Any]:
    """One page of the ``wanted`` (subject, resource, action) for which the answer is yes."""
    question = ask(body, wanted)
    token, limit = _page(body)
    seal = _seal(body)
    after = ""
    if token:
        after, before = _open(token, seal, secret)
        if limit is not None and limit != before:
            raise BadRequest("page.limit differs from that of the first page")
        limit = before
    if limit == 0:  # how many are there?
        total = len(decider.search(wanted, question, "", None).found)
        return {"page": {"next_token": "", "count": 0, "total": total}, "results": []}
    size = min(limit or MOST, MOST)
    found, more = decider.search(wanted, question, after, size)
    going_on = _token(found[-1], limit, seal, secret) if more else ""
    type_ = "" if wanted == "action" else body[wanted]["type"]
    results = [{"type": type_, "id": one} if type_ else {"name": one} for one in found]
    return {"page": {"next_token": going_on, "count": len(results)}, "results": results}


def _page(body: Mapping[str, Any]) -> tuple[str, int | None]:
    page = body.get("page")
    if page is None:
        return "", None
    if not isinstance(page, dict):
        raise BadRequest("page must be an object")
    token, limit = page.get("token"), page.get("limit")
    if not isinstance(token, str | None):
        raise BadRequest("page.token must be a text")
    if limit is not None and (type(limit) is not int or limit < 0):
        raise BadRequest("page.limit must be a whole number, 0 or more")
    return token or "", limit


def _seal(body: Mapping[str, Any]) -> bytes:
    """What must stay the same from page to page."""
    parts = [body.get(name) for name in ("subject", "action", "resource", "context")]
    return sha256(orjson.dumps(parts, option=orjson.OPT_SORT_KEYS)).digest()[:MARK]


def _token(after: str, limit: int | None, seal: bytes, secret: bytes) -> str:
    payload = orjson.dumps([after, limit])
    return base64.urlsafe_b64encode(_mac(payload, seal, secret) + payload).decode()


def _open(token: str, seal: bytes, secret: bytes) -> tuple[str, int | None]:
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except ValueError:
        raw = b""
    mark, payload = raw[:MARK], raw[MARK:]
    if not hmac.compare_digest(mark, _mac(payload, seal, secret)):
        raise BadRequest("page.token does not belong to this question; begin without a token")
    after, limit = orjson.loads(payload)
    return after, limit


def _mac(payload: bytes, seal: bytes, secret: bytes) -> bytes:
    return hmac.digest(secret, seal + payload, "sha256")[:MARK]
