"""Random companies at the gate with random policies of their own."""

import random
from datetime import date
from typing import Any

from sekisho.checkpoint.authzen.asking import Ask, Thing
from tests.given.assets import a_class, an_asset
from tests.given.people import a_person, a_unit
from tests.given.safeguards import a_device

DAY = date(2026, 10, 15)
NAMES = ("設計図", "plan_b", "Plan%", "a*b", "見積 (2)\n控え", "")

PATTERNS = ('"*plan*"', '"Plan%"', '"a\\*b"', '"*(2)*"', '"*_b"', '"*"')


class World:
    """Units in a tree, people, information of every kind; and policies about them."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)
        pick = self.r.choice
        self.units = [a_unit()]
        self.units += [a_unit(parent=pick([None, *self.units])) for _ in range(3)]
        self.kinds = [a_class(rank=n, code=code) for n, code in
                      enumerate(("public", "internal", "confidential", "secret"))]  # fmt: skip
        self.people = [
            a_person(unit=pick(self.units), employment=pick(("employee", "contractor")),
                     supplier=pick(("", "A社")))
            for _ in range(3)
        ]  # fmt: skip
        self.device = a_device(holder=self.people[0], ownership=pick(("company", "private")))
        self.assets = [
            an_asset(name=pick(NAMES), unit=pick(self.units), classification=pick([None, *self.kinds]),
                     personal=pick(((), ("no",), ("personal",), ("no", "personal"))))
            for _ in range(9)
        ]  # fmt: skip

    def asks(self) -> tuple[Any, str, dict[str, Any]]:
        """Somebody, an action and what is said of the moment."""
        context: dict[str, Any] = {"auth_time": 1_790_000_000, "amr": ["hwk"]}
        if self.r.random() < 0.4:
            context = {"zone": self.r.choice(("hq", "cafe")), "device": self.device.tag}
        return self.r.choice(self.people), self.r.choice(("read", "write", "export")), context

    def question(self, person: Any, action: str, asset: Any, context: dict[str, Any]) -> Ask:
        what = Thing("asset", asset.number, {})
        return Ask(Thing("person", person.number, {}), action, what, context, {})

    # policies

    def text(self) -> str:
        return "\n".join(self.policy() for _ in range(self.r.randrange(1, 4)))

    def policy(self) -> str:
        pick = self.r.choice
        who = pick(("principal", "principal", f"principal in {self.unit()}", "principal is Person"))
        does = pick(
            ("action", 'action == Action::"read"', 'action in [Action::"write", Action::"export"]')
        )
        what = pick(
            ("resource is Asset", "resource is Asset", f"resource is Asset in {self.unit()}")
        )
        text = f"forbid({who}, {does}, {what})"
        for _ in range(self.r.choice((0, 1, 1, 2))):
            text += f" {pick(('when', 'when', 'unless'))} {{ {self.truth(3)} }}"
        return text + ";"

    def unit(self) -> str:
        return f'Unit::"{self.r.choice(self.units).code}"'

    def asset(self) -> str:
        return f'Asset::"{self.r.choice(self.assets).number}"'

    def truth(self, d: int) -> str:
        if d <= 0:
            return self.atom()
        n = d - 1
        return self.r.choice((
            self.atom, self.atom, self.atom,
            lambda: f"({self.truth(n)} && {self.truth(n)})",
            lambda: f"({self.truth(n)} || {self.truth(n)})",
            lambda: f"!({self.truth(n)})",
            lambda: f"(if {self.truth(n)} then {self.truth(n)} else {self.truth(n)})",
        ))()  # fmt: skip

    def atom(self) -> str:
        pick = self.r.choice
        who = pick(("employee", "contractor"))
        word = pick(("class", "name"))
        rank, order = pick((0, 1, 2, 3, -1)), pick(("<", "<=", ">", ">=", "==", "!="))
        text = pick(('"confidential"', '"public"', '"見積 (2)\\n控え"', '"plan_b"', '"PLAN_B"'))
        return pick((
            f"resource.rank {order} {rank}", f"{rank} {order} resource.rank",
            f"resource.{pick(('class', 'name'))} {pick(('==', '!='))} {text}",
            "resource.personal", f"resource.personal {pick(('==', '!='))} {pick(('true', 'false'))}",
            f"resource has {pick(('rank', 'personal', 'class', 'name'))}",
            f"resource.name like {pick(PATTERNS)}",
            f"resource {pick(('==', '!='))} {self.asset()}",
            f"resource in {self.unit()}", f"resource in [{self.unit()}, {self.asset()}]",
            f"[{self.asset()}, {self.asset()}].contains(resource)",
            f'["public", {text}].contains(resource.{word})',
            f"[{rank}, 2].contains(resource.rank)", "[true].contains(resource.personal)",
            f'principal.employment == "{who}"',
            'principal.supplier == "A社"', "principal has supplier", f"principal in {self.unit()}",
            f"context.hour {order} {pick((11, 12, 13))}", "context.weekday < 5", "context.strong",
            'context.zone == "hq"', "context has zone", "context.private_device",
            "resource.name == principal.supplier", 'action in [Action::"read"]',
        ))  # fmt: skip
