"""A small company at a gate: one asset of each class, one person with a right, one sound device."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sekisho.checkpoint.authzen.asking import Answer, Ask, Thing
from sekisho.checkpoint.index.following import Follower
from sekisho.checkpoint.live import Registers
from tests.given.access import an_active_right
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_unit
from tests.given.safeguards import a_condition_in_force, a_device

NOW = datetime(2026, 10, 15, 3, tzinfo=UTC)  # noon in Tokyo
TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


class Company:
    """``hana`` may open ``plans`` (機密) with her device and a fresh second factor."""

    def __init__(self, *, anew: bool = True, **conditions: Any) -> None:
        self.anew = anew
        self.unit = a_unit()
        self.hana = a_person(unit=self.unit)
        self.kinds = [a_class(rank=rank, code=code) for rank, code in enumerate(
            ("public", "internal", "confidential", "secret"))]  # fmt: skip
        terms = {"trained": False, "acknowledged": False, "pledged": False, "mfa": "any",
                 "right_to_read": True} | conditions  # fmt: skip
        self.terms = a_condition_in_force(classification=self.kinds[2], **terms)
        self.plans = an_asset(unit=self.unit, classification=self.kinds[2])
        self.right = an_active_right(person=self.hana, asset=self.plans, actions=("read", "write"))
        self.device = a_device(holder=self.hana, checked_at=NOW - timedelta(hours=1))
        self.now = NOW
        self.ticks = 0.0
        self.follower = Follower(clock=lambda: self.ticks)
        self.gate = Registers(self.follower, now=lambda: self.now)

    def ask(
        self, action: str = "read", person: Any = None, asset: Any = None, **context: Any
    ) -> Answer:
        """As an enforcement point asks, one second later than before."""
        self.ticks += 1
        if self.anew:  # builders write past the ledger
            self.follower.forget()
        return self.gate.decide(self.question(action, person, asset, **context))

    def question(
        self, action: str = "read", person: Any = None, asset: Any = None, **context: Any
    ) -> Ask:
        said = {"device": self.device.tag, "auth_time": self.now.timestamp() - 600,
                "amr": ["pwd", "otp"]} | context  # fmt: skip
        who = Thing("person", (person or self.hana).number, {})
        return Ask(who, action, Thing("asset", (asset or self.plans).number, {}), said, {})

    def codes(
        self, action: str = "read", person: Any = None, asset: Any = None, **context: Any
    ) -> list[str]:
        """Why not; nothing: permitted."""
        found = self.ask(action, person, asset, **context)
        assert found.decision is not bool(found.context.get("reasons"))
        return [one["code"] for one in found.context.get("reasons", [])]
