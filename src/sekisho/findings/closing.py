"""What follows from the calendar alone, each night: rights that are over, and those of leavers."""

from typing import Any

from sekisho.domains.access.models import AccessRight
from sekisho.domains.access.right_rows import LIVE, WAITING
from sekisho.domains.access.words import Cause
from sekisho.obligations.rules.access_removal import leaving
from sekisho.registers.actor import Act
from sekisho.registers.moving import move_many
from sekisho.registers.register import registry

CHUNK = 500


def close_access(act: Act) -> dict[str, int]:
    """Lapse what was never set up, and ask for the removal of what is over or whose holder left."""
    rights = AccessRight.objects.present()
    over = rights.filter(ends_on__lt=act.on)
    gone = leaving(rights.filter(state__in=(*LIVE, *WAITING))).filter(closes__lt=act.on)
    never = list(over.filter(state__in=(*WAITING, "approved")))
    never += [right for right in gone if right.state in WAITING and right not in never]
    left = [right for right in gone if right.state in LIVE and right not in never]
    known = {right.pk for right in left}
    ended = [right for right in over.filter(state__in=LIVE) if right.state != "approved"]
    return {
        "lapsed": _moved(act, "lapse", never),
        "left": _moved(act, "remove", left, removal_cause=Cause.LEAVER.value),
        "expired": _moved(act, "expire", [right for right in ended if right.pk not in known]),
    }


def _moved(act: Act, name: str, rights: list[Any], **said: str) -> int:
    for start in range(0, len(rights), CHUNK):
        move_many(registry["access_rights"], act, name, rights[start : start + CHUNK], said)
    return len(rights)
