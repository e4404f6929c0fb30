"""Keeping decisions: every deny, every permit from 機密 on, every emergency. Never dropped.

A decision is stored before it is given. When it cannot be stored, a permit that must be kept
becomes a deny; nothing waits in memory that a crash could lose.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import orjson
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from sekisho.checkpoint.authzen.asking import Ask
from sekisho.checkpoint.deciding import Verdict
from sekisho.checkpoint.keys import asking
from sekisho.checkpoint.models import Decision, DecisionHead
from sekisho.checkpoint.telling import signals
from sekisho.registers.settings import declare

KEPT_FROM = 2
"""Rank of the class from which permits are kept one by one (機密)."""
DAYS = declare(
    "checkpoint.keep_days", 1095, _("Decisions are kept for"), unit=_("days"), least=365, most=3650,
    source=_("Default of practice: three years."), group=_("Checkpoint"),
)  # fmt: skip


def must_keep(verdict: Verdict) -> bool:
    strict = verdict.kind is None or verdict.kind.rank >= KEPT_FROM
    return not verdict.allowed or strict or bool(verdict.emergency)


def keep(ask: Ask, verdict: Verdict, at: datetime, as_of: int) -> str:
    """Store a decision; its number, or "" for one that need not be kept."""
    return keep_all([(ask, verdict)], at, as_of)[0]


def keep_all(made: Sequence[tuple[Ask, Verdict]], at: datetime, as_of: int) -> list[str]:
    """Store decisions of one moment, all or none; their numbers, "" for what need not be kept."""
    kept = [n for n, (_ask, verdict) in enumerate(made) if must_keep(verdict)]
    numbers = [""] * len(made)
    if not kept:
        return numbers
    with transaction.atomic():
        heads = DecisionHead.objects
        heads.get_or_create(id=1)
        head = heads.select_for_update().get(id=1)
        number, before, rows = head.number, head.hash, []
        for n in kept:
            number += 1
            rows.append(_row(number, before, *made[n], at, as_of))
            before, numbers[n] = rows[-1].hash, f"D-{number}"
        Decision.objects.bulk_create(rows, batch_size=500)
        heads.filter(id=1).update(number=number, hash=before)
    return numbers


def _row(
    number: int, before: str, ask: Ask, verdict: Verdict, at: datetime, as_of: int
) -> Decision:
    said = {"number": number, "before": before, **told(ask, verdict, at, as_of)}
    text = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    return Decision(
        number=number, at=at, person=verdict.person.id if verdict.person else None,
        asset=verdict.asset.id if verdict.asset else None,
        rank=verdict.kind.rank if verdict.kind else None, action=ask.action[:40],
        allowed=verdict.allowed, said=text.decode(), before=before,
        hash=sha256(text).hexdigest(),
    )  # fmt: skip


def told(ask: Ask, verdict: Verdict, at: datetime, as_of: int) -> dict[str, Any]:
    """Everything that is needed to understand a decision later, and to make it again."""
    moment = signals(ask.context)
    return {
        "at": at.isoformat(),
        "subject": f"{ask.subject.type}:{ask.subject.id}"[:200],
        "action": ask.action[:40],
        "resource": f"{ask.resource.type}:{ask.resource.id}"[:200],
        "class": verdict.kind.code if verdict.kind else None,
        "allowed": verdict.allowed,
        "reasons": [
            {
                "code": one.failure.code, "rule": one.rule.code if one.rule else None,
                "words": one.failure.words, "values": dict(one.failure.values),
                "unknown": one.failure.unknown, "advice": one.failure.advice,
            }
            for one in verdict.broken
        ],
        "device": moment.device[:80], "zone": moment.zone[:80], "purpose": moment.purpose[:200],
        "mfa_at": moment.mfa_at, "methods": sorted(moment.methods)[:10],
        "conditions": verdict.terms.ref, "emergency": verdict.emergency,
        "right": verdict.right,
        "until": verdict.until, "as_of": as_of, "point": asking.get()[:80],
    }  # fmt: skip


def verify() -> tuple[int, int | None]:
    """How many decisions there are, and the first that does not fit (None: all do)."""
    head = DecisionHead.objects.filter(id=1).first()
    if head is None:
        return 0, None
    before, expected, counted = None, head.dropped + 1, 0
    for one in Decision.objects.order_by("number").iterator(2000):
        fits = one.number == expected and one.before == (one.before if before is None else before)
        if not fits or sha256(one.said.encode()).hexdigest() != one.hash or not _agrees(one):
            return counted, expected
        before, expected, counted = one.hash, expected + 1, counted + 1
    whole = expected == head.number + 1 and before in {None, head.hash}
    return counted, None if whole else expected


def _agrees(one: Decision) -> bool:
    """Whether the columns say what the text says."""
    said = orjson.loads(one.said)
    here = (one.number, one.before, one.allowed, one.action, one.at.isoformat())
    there = (said["number"], said["before"], said["allowed"], said["action"])
    return here[:4] == there and datetime.fromisoformat(said["at"]) == one.at


def tidy(at: datetime) -> int:
    """Let go of decisions whose time is over, oldest first; the chain goes on from there."""
    with transaction.atomic():
        old = Decision.objects.filter(at__lt=at - timedelta(days=DAYS()))
        last = old.order_by("-number").values_list("number", flat=True).first()
        if last is None:
            return 0
        gone, _each = Decision.objects.filter(number__lte=last).delete()
        DecisionHead.objects.filter(id=1).update(dropped=last)
        return gone
