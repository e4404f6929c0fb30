"""The facts of one person, asset, right, device: what the rules look at, and nothing else."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

ALWAYS = 10**7
"""A day that never comes, for spans without an end."""


class Debt(NamedTuple):
    """How an obligation stands for a person: the day by which it is owed; unknown beats it."""

    due: int
    unknown: bool


@dataclass(slots=True)
class PersonFacts:
    """``ends``: the last day on which access is open."""

    id: UUID
    number: str
    name: str
    employment: str
    unit: UUID | None
    supplier: str
    starts: int
    ends: int


class AssetFacts(NamedTuple):
    """``class_id``: None while nobody has classified it; ``personal``: while nobody said whether it
    holds personal data."""

    id: UUID
    number: str
    name: str
    unit: UUID
    class_id: UUID | None
    ended: int
    owner: UUID | None
    personal: bool | None = None


class ClassFacts(NamedTuple):
    id: UUID
    code: str
    rank: int
    level: int
    name_ja: str
    name_en: str


class RightFacts(NamedTuple):
    """``actions`` are those of the role where the right says none. ``review``: day by which it
    must be looked at again."""

    id: UUID
    number: str
    person: UUID
    asset: UUID | None
    role: UUID | None
    actions: frozenset[str]
    state: str
    opens: int
    ends: int
    review: int
    purpose: str


class DeviceFacts(NamedTuple):
    """``bad`` and ``unseen``: the protections that are missing, and those nobody has looked at."""

    id: UUID
    tag: str
    holder: UUID | None
    starts: int
    ends: int
    lost: bool
    bad: tuple[str, ...]
    unseen: tuple[str, ...]
    checked: float | None
    private: bool = False


class FreezeFacts(NamedTuple):
    id: UUID
    number: str
    asset: UUID | None
    person: UUID | None
    unit: UUID | None
    right: UUID | None = None


class EmergencyFacts(NamedTuple):
    id: UUID
    number: str
    person: UUID
    asset: UUID
    writes: bool
    granted: float
    until: float


class Terms(NamedTuple):
    """What the checkpoint asks before it opens a class. ``ref``: the approved record; "" is the
    built-in default, the strictest."""

    ref: str = ""
    right_to_read: bool = True
    mfa: str = "strong"
    mfa_seconds: int = 15 * 60
    device: str = "sound"
    device_seconds: int = 24 * 3600
    acknowledged: bool = True
    trained: bool = True
    pledged: bool = True
    zones: frozenset[str] = frozenset()
    hours: tuple[int, int] | None = None
    unknown_passes: bool = False
    stale: int = 2


DEFAULTS = (
    Terms(right_to_read=False, mfa="none", device="none", acknowledged=False, trained=False,
          pledged=False, unknown_passes=True, stale=3600),
    Terms(right_to_read=False, mfa="any", mfa_seconds=24 * 3600, device="known", pledged=False,
          trained=False, unknown_passes=True, stale=60),
    Terms(mfa="any", mfa_seconds=8 * 3600, stale=10),
    Terms(),
)  # fmt: skip
"""By rank, where the company has approved no conditions of its own; the last for every higher one."""


def default(rank: int) -> Terms:
    return DEFAULTS[min(rank, len(DEFAULTS) - 1)]
