"""Random worlds: a search finds exactly what is permitted one by one, and bad news never opens."""

import random
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sekisho.checkpoint import deciding
from sekisho.checkpoint.company.force import standing
from sekisho.checkpoint.deciding import ACTIONS, Moment, decide
from sekisho.checkpoint.index.facts import (
    ALWAYS,
    AssetFacts,
    ClassFacts,
    Debt,
    DeviceFacts,
    EmergencyFacts,
    FreezeFacts,
    PersonFacts,
    RightFacts,
    Terms,
)
from sekisho.checkpoint.index.index import Index
from sekisho.checkpoint.rules.case import Signals

NOON = datetime(2026, 10, 15, 3, tzinfo=UTC)
WHEN = Moment.at(NOON, ZoneInfo("Asia/Tokyo"))
POLICIES = (
    "forbid(principal, action, resource is Asset) when { resource.rank >= 2 && context.hour < 13 };",
    'forbid(principal in Unit::"0", action == Action::"read", resource is Asset);',
    'forbid(principal, action, resource is Asset in Unit::"1") unless { context has zone };',
    'forbid(principal, action, resource is Asset) when { context.zone == "cafe" };',
    'forbid(principal, action, resource is Asset) when { principal.employment == "contractor" };',
    'forbid(principal, action in [Action::"write"], resource == Asset::"IA-3");',
)
STATES = ("active", "active", "active", "renewal", "removal", "requested", "provisional")


class World:
    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        self.n = 0
        self.index = Index()
        units = [self.uid() for _ in range(3)]
        self.index.units = {u: f"/{u.hex}/" for u in units} | {
            units[1]: f"/{units[0].hex}/{units[1].hex}/"
        }
        self._classes()
        for n in range(4):
            one = PersonFacts(self.uid(), f"P-{n}", "", self.r.choice(("employee", "contractor")),
                              self.r.choice(units), "", WHEN.on - 9, self.day())  # fmt: skip
            self.index.people[one.id] = one
            self.index.person_names[one.number] = one.id
            if self.r.random() < 0.3:
                self.index.accounts[one.id] = (self.r.random() < 0.8, self.day())
        for n in range(6):
            thing = AssetFacts(self.uid(), f"IA-{n}", "", self.r.choice(units),
                               self.r.choice([None, *self.index.classes]), self.day(), None)  # fmt: skip
            self.index.assets[thing.id] = thing
            self.index.asset_names[thing.number] = thing.id
        self.index.reorder()
        self.people, self.assets = list(self.index.people), list(self.index.assets)
        self._rights()
        self._around()
        self.index.unit_codes = {u.hex: str(n) for n, u in enumerate(units)}
        self.forbid(self.r.randrange(3))

    def uid(self) -> UUID:
        self.n += 1
        return UUID(int=self.n)

    def day(self) -> int:
        return self.r.choice((WHEN.on - 1, WHEN.on, WHEN.on + 1, ALWAYS, ALWAYS))

    def _classes(self) -> None:
        for rank in range(4):
            one = ClassFacts(self.uid(), str(rank), rank, rank, "", "")
            self.index.classes[one.id] = one
            if self.r.random() < 0.7:
                self.index.terms[one.id] = Terms(
                    "x", self.r.random() < 0.6, self.r.choice(("none", "any", "strong")), 600,
                    self.r.choice(("none", "known", "sound")), 3600, *(self.r.random() < 0.3 for _ in "abc"),
                    frozenset(self.r.choice(((), ("hq",)))), self.r.choice((None, None, (9, 12), (12, 13))),
                    self.r.random() < 0.5,
                )  # fmt: skip
        self.index.assumed = self.r.choice([None, *self.index.classes])

    def _rights(self) -> None:
        roles = [self.uid() for _ in range(2)]
        for role in roles:
            self.index.opens[role] = {
                self.r.choice(self.assets): ((WHEN.on - 5, self.day()),) for _ in range(2)
            }
        for n in range(12):
            direct = self.r.random() < 0.7
            one = RightFacts(
                self.uid(), f"AR-{n}", self.r.choice(self.people),
                self.r.choice(self.assets) if direct else None, None if direct else self.r.choice(roles),
                frozenset(self.r.sample(ACTIONS, 3)), self.r.choice(STATES), self.day() - 1, self.day(),
                self.day(), self.r.choice(("", "見積")),
            )  # fmt: skip
            self.index.take_right(one)

    def _around(self) -> None:
        for n in range(3):
            bad, unseen = (self.r.choice(((), (), ("firewall",))) for _ in range(2))
            one = DeviceFacts(self.uid(), f"PC-{n}", self.r.choice([None, *self.people]), 0, self.day(),
                              self.r.random() < 0.1, bad, unseen,
                              self.r.choice((None, WHEN.now - 3600, WHEN.now - 3601, WHEN.now)))  # fmt: skip
            self.index.devices[one.id] = one
            self.index.device_names[one.tag] = one.id
        for _ in range(self.r.randrange(3)):
            self.freeze()
        for _ in range(self.r.randrange(3)):
            e = EmergencyFacts(self.uid(), "EA", self.r.choice(self.people), self.r.choice(self.assets),
                               self.r.random() < 0.5, WHEN.now - 60, WHEN.now + self.r.choice((0, 60)))  # fmt: skip
            self.index.emergencies[e.id] = e
        for code in self.r.sample(
            ("policy-acknowledged", "pledged-on-joining", "training-current"), 2
        ):
            self.index.debts[code] = {
                p: Debt(self.day(), self.r.random() < 0.2)
                for p in self.people
                if self.r.random() < 0.5
            }

    def forbid(self, count: int) -> None:
        """So many more policies of the company."""
        more = standing((f"AP-{n}", "", self.r.choice(POLICIES)) for n in range(count))
        self.index.policies = (*self.index.policies, *more)

    def freeze(self) -> None:
        scope = self.r.choice(("asset", "person", "unit"))
        what = {"asset": self.assets, "person": self.people, "unit": list(self.index.units)}[scope]
        one = FreezeFacts(
            self.uid(),
            "FZ",
            *(self.r.choice(what) if scope == s else None for s in ("asset", "person", "unit")),
        )
        self.index.freezes[one.id] = one
        self.index.refreeze()

    def signals(self) -> Signals:
        return Signals(
            self.r.choice(("", "PC-0", "PC-1", "PC-9")), self.r.choice((None, WHEN.now - 600, WHEN.now - 601)),
            frozenset(self.r.choice(((), ("pwd",), ("otp",), ("hwk",)))), self.r.choice(("", "hq", "cafe")),
            self.r.choice(("", "", "見積", "興味")),
        )  # fmt: skip

    def permitted(self, told: Signals) -> set[tuple[str, str, str]]:
        return {
            (p.number, action, a.number)
            for p in self.index.people.values() for a in self.index.assets.values() for action in ACTIONS
            if decide(self.index, p.number, action, a.number, told, WHEN).allowed
        }  # fmt: skip


def test_lists_hold_exactly_what_is_permitted(rounds: Callable[[int, int], int]) -> None:
    some = 0
    for seed in range(rounds(150, 4000)):
        world = World(seed)
        told = world.signals()
        allowed = world.permitted(told)
        some += bool(allowed)
        index = world.index
        for action in ACTIONS[:3]:
            for person in index.people.values():
                listed = [
                    a.number for a in deciding.resources(index, person, action, told, WHEN, "")
                ]
                assert listed == sorted(
                    a for p, x, a in allowed if (p, x) == (person.number, action)
                ), seed
            for asset in index.assets.values():
                listed = [p.number for p in deciding.people(index, asset, action, told, WHEN, "")]
                assert listed == sorted(
                    p for p, x, a in allowed if (x, a) == (action, asset.number)
                ), seed
    assert some > 20


def test_bad_news_never_opens_anything(rounds: Callable[[int, int], int]) -> None:
    for seed in range(rounds(40, 3000)):
        world = World(seed)
        told = world.signals()
        before = world.permitted(told)
        world.freeze()
        world.forbid(1)
        for one in list(world.index.rights.values())[:6]:
            world.index.take_right(one._replace(ends=WHEN.on - 1))
        assert world.permitted(told) <= before, seed
        assert world.permitted(Signals()) <= world.permitted(told._replace(purpose="")), seed
