"""Who there is in an invented company: its units, and the people who have a part to play."""

import random
from dataclasses import dataclass

from sekisho.simulation.names import a_name

WORKS = ("sales", "technical", "quality", "production", "personnel", "general", "legal",
         "accounting", "it", "planning")  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A department, division or project; ``work`` decides what information it has."""

    code: str
    name: str
    work: str
    parent: str = ""
    kind: str = "department"
    leader_title: str = "部長"


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody with a name of their own. ``leads``: the unit is theirs to manage."""

    name: str
    kana: str
    mail: str
    unit: str
    title: str = ""
    roles: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    leads: bool = False
    employment: str = "employee"


@dataclass(frozen=True, slots=True)
class Cast:
    """The whole company before anything happens."""

    company: str
    company_en: str
    domain: str
    units: tuple[UnitPlan, ...]
    parts: tuple[Part, ...]

    def part(self, role: str) -> Part:
        """The first who has ``role``."""
        return next(part for part in self.parts if role in part.roles)


LEADING: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("取締役", ("director",), ()),
    ("取締役", ("deputy",), ()),
    ("執行役員", ("chair",), ("business",)),
    ("情報システム担当", ("committee",), ("it",)),
    ("法務担当", ("committee",), ("legal_hr",)),
    ("事業企画担当", ("committee",), ("business",)),
    ("内部監査担当", ("auditor",), ()),
    ("システム管理者", ("admin",), ()),
)


LEAST = 30
"""So many people it takes for every part and every unit's leader."""


def invented(people: int, rng: random.Random) -> Cast:
    """A company of about ``people``: one unit for every 40, gathered in divisions of ten."""
    units = [UnitPlan("0000", "本社", "planning", leader_title="社長室長")]
    for number in range(1, max(3, people // 40) + 1):
        division = f"D{(number - 1) // 10 + 1:02d}"
        if (number - 1) % 10 == 0:
            title = f"第{(number - 1) // 10 + 1}事業本部"
            units.append(UnitPlan(division, title, "planning", "0000", leader_title="本部長"))
        work = WORKS[number % len(WORKS)]
        units.append(UnitPlan(f"{number:04d}", f"{TITLES[work]}{number}部", work, division))
    parts = tuple(
        Part(name.whole, name.kana, f"lead{n}", "0000", title, roles, covers,
             employment="officer" if n < 2 else "employee")
        for n, (title, roles, covers) in enumerate(LEADING)
        for name in [a_name(rng)]
    )  # fmt: skip
    return Cast(
        "株式会社ミズナラ製作", "Mizunara Works Co., Ltd.", "mizunara.example", tuple(units), parts
    )


TITLES = {
    "sales": "営業", "technical": "開発", "quality": "品質保証", "production": "製造",
    "personnel": "人事", "general": "総務", "legal": "法務", "accounting": "経理",
    "it": "情報システム", "planning": "企画",
}  # fmt: skip
