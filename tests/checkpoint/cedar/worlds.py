"""Random policies, entities and requests; mostly of fitting types, sometimes not."""

import random
from typing import Any

TYPES = ("User", "Group", "Doc", "Corp::Unit")
IDS = ("a", "b", "c", 'q"x', "")
NAMES = ("n", "s", "flag", "tags", "owner", "rec", "with space")
ACTIONS = ("read", "write", "all")
TEXTS = ("", "a", "ab", "abab", "a*b", "日本", 'q"', "back\\slash")
NUMBERS = (0, 1, 2, -1, 7, 2**63 - 1, -(2**63))


class World:
    """One seeded source of everything a case needs."""

    def __init__(self, seed: int) -> None:
        self.r = random.Random(seed)

    def uid(self) -> tuple[str, str]:
        if self.r.random() < 0.1:
            return "Action", self.r.choice(ACTIONS)
        return self.r.choice(TYPES), self.r.choice(IDS)

    def quoted(self, text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    def entity(self) -> str:
        type_, id_ = self.uid()
        return f"{type_}::{self.quoted(id_)}"

    # values in JSON

    def value(self, depth: int = 2) -> Any:
        pick = self.r.randrange(6 if depth else 4)
        if pick == 0:
            return self.r.choice(NUMBERS)
        if pick == 1:
            return self.r.choice(TEXTS)
        if pick == 2:
            return self.r.random() < 0.5
        if pick == 3:
            type_, id_ = self.uid()
            return {"__entity": {"type": type_, "id": id_}}
        if pick == 4:
            return [self.value(depth - 1) for _ in range(self.r.randrange(4))]
        return self.record(depth - 1)

    def record(self, depth: int = 2) -> dict[str, Any]:
        typed = {
            "n": lambda: self.r.choice(NUMBERS), "s": lambda: self.r.choice(TEXTS),
            "flag": lambda: self.r.random() < 0.5, "tags": lambda: [self.value(0) for _ in range(3)],
            "owner": lambda: self.value(0), "rec": lambda: self.record(depth - 1) if depth > 0 else {},
            "with space": lambda: self.value(0),
        }  # fmt: skip
        names = [name for name in NAMES if self.r.random() < 0.6]
        return {n: typed[n]() if self.r.random() < 0.9 else self.value(0) for n in names}

    def store(self) -> list[dict[str, Any]]:
        """Entities, each below some of those before it, so that nothing goes round."""
        found: list[dict[str, Any]] = []
        every = [(t, i) for t in (*TYPES, "Action") for i in (ACTIONS if t == "Action" else IDS)]
        self.r.shuffle(every)
        for type_, id_ in every[: self.r.randrange(len(every))]:
            # actions stand below actions alone
            before = [
                f["uid"] for f in found if (f["uid"]["type"] == "Action") == (type_ == "Action")
            ]
            parents = self.r.sample(before, min(len(before), self.r.randrange(3)))
            attrs = {} if type_ == "Action" else self.record()
            found.append({"uid": {"type": type_, "id": id_}, "attrs": attrs, "parents": parents})
        return found

    def request(self) -> dict[str, Any]:
        return {
            "principal": self.entity(), "action": f'Action::"{self.r.choice(ACTIONS)}"',
            "resource": self.entity(), "context": self.record(),
        }  # fmt: skip

    # policies in Cedar

    def policy(self) -> str:
        head = f"{self.who('principal')}, {self.action()}, {self.who('resource')}"
        text = f"{self.r.choice(('permit', 'permit', 'forbid'))}({head})"
        for _ in range(self.r.choice((0, 1, 1, 2))):
            text += f" {self.r.choice(('when', 'when', 'unless'))} {{ {self.truth(3)} }}"
        return text + ";"

    def who(self, name: str) -> str:
        pick = self.r.randrange(8)
        type_ = self.r.choice(TYPES)
        ends = {0: f" == {self.entity()}", 1: f" in {self.entity()}", 2: f" is {type_}",
                3: f" is {type_} in {self.entity()}"}  # fmt: skip
        return name + ends.get(pick, "")

    def action(self) -> str:
        one, two = (f'Action::"{self.r.choice(ACTIONS)}"' for _ in range(2))
        return "action" + self.r.choice(("", "", f" == {one}", f" in {one}", f" in [{one}, {two}]"))

    def truth(self, d: int) -> str:
        if d <= 0 or self.r.random() < 0.05:
            return self.r.choice(
                ("true", "false", "context.flag", "principal.flag", "resource.flag")
            )
        n = d - 1
        makers = (
            lambda: f"({self.truth(n)} && {self.truth(n)})",
            lambda: f"({self.truth(n)} || {self.truth(n)} || {self.truth(n)})",
            lambda: f"!{self.parens(self.truth(n))}",
            lambda: f"({self.thing(n)} {self.r.choice(('==', '!='))} {self.thing(n)})",
            lambda: f"({self.num(n)} {self.r.choice(('<', '<=', '>', '>='))} {self.num(n)})",
            lambda: f"({self.ent()} in {self.ent()})",
            lambda: f"({self.ent()} in [{self.ent()}, {self.ent()}])",
            lambda: f"({self.holder()} has {self.has()})",
            lambda: f"({self.ent()} is {self.r.choice(TYPES)})",
            lambda: f"({self.ent()} is {self.r.choice(TYPES)} in {self.ent()})",
            lambda: f"({self.text()} like {self.pattern()})",
            lambda: f"{self.many(n)}.contains({self.thing(n)})",
            lambda: (
                f"{self.many(n)}.{self.r.choice(('containsAll', 'containsAny'))}({self.many(n)})"
            ),
            lambda: f"{self.many(n)}.isEmpty()",
            lambda: f"(if {self.truth(n)} then {self.truth(n)} else {self.truth(n)})",
            lambda: self.thing(n),
        )
        weights = (4, 3, 2, 4, 4, 2, 1, 3, 1, 1, 2, 2, 2, 1, 2, 1)
        return self.r.choices(makers, weights)[0]()

    def parens(self, text: str) -> str:
        return text if text.startswith("(") else f"({text})"

    def num(self, d: int) -> str:
        pick = self.r.randrange(6)
        if pick == 0 and d > 0:
            return f"({self.num(d - 1)} {self.r.choice('+-*')} {self.num(d - 1)})"
        if pick == 1 and d > 0:
            return f"-{self.parens(self.num(d - 1))}"
        if pick < 4:
            return f"{self.holder()}.n"
        return str(self.r.choice(NUMBERS)) if self.r.random() < 0.95 else self.thing(0)

    def text(self) -> str:
        return self.r.choice((self.quoted(self.r.choice(TEXTS)), f"{self.holder()}.s", "context.s"))

    def pattern(self) -> str:
        return (
            '"'
            + "".join(self.r.choice(("a", "b", "*", "\\*", "日", "\\u{61}")) for _ in range(4))
            + '"'
        )

    def ent(self) -> str:
        return self.r.choice(("principal", "resource", "action", self.entity(), "resource.owner",
                              "context.owner", "principal.owner"))  # fmt: skip

    def holder(self) -> str:
        return self.r.choice(("principal", "resource", "context", "context.rec", "resource.rec",
                              "resource.owner", '{n: 1, s: "a"}', self.entity()))  # fmt: skip

    def has(self) -> str:
        return self.r.choice((*NAMES[:-1], '"with space"', "rec.n", "owner.n", "rec.rec.flag"))

    def many(self, d: int) -> str:
        if d <= 0 or self.r.random() < 0.4:
            return self.r.choice(("context.tags", "principal.tags", "resource.tags"))
        return f"[{', '.join(self.thing(d - 1) for _ in range(self.r.randrange(4)))}]"

    def thing(self, d: int) -> str:
        n = max(d - 1, 0)
        return self.r.choice((
            lambda: self.num(d), lambda: self.num(d), self.text, self.ent,
            lambda: self.parens(self.truth(n)), lambda: self.many(d),
            lambda: f'{{n: {self.num(n)}, "s": {self.text()}}}',
            lambda: f'{self.holder()}["{self.r.choice(NAMES)}"]',
        ))()  # fmt: skip
